import { join } from "node:path";
import type { InlineConfig } from "vite";
import { SpecParser } from "../grammar/parser.ts";

const root = join(import.meta.dirname, "..");

/** How vite builds the page: a folder that any server can serve under any path. */
export const page: InlineConfig = {
  configFile: false,
  root: join(root, "web"),
  base: "./",
  define: {
    CNNC_PREPARED: JSON.stringify(JSON.stringify(new SpecParser({ validate: false }).prepared())),
  },
  worker: { format: "es", rolldownOptions: { checks: { pluginTimings: false } } },
  build: {
    outDir: join(root, "dist/web"),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    // Nothing is written into the page that its policy would forbid.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // What is large is loaded when it is asked for; a bench holds the sizes.
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
};
