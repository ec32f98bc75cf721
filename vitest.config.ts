import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    // The same in one file: every test file loads it, and hundreds of small ones take seconds.
    alias: { chevrotain: join(import.meta.dirname, "node_modules/chevrotain/lib/chevrotain.mjs") },
  },
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/house/build.ts"],
    // Against hangs alone: one machine is ten times as slow as another.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Training tests are heavy: two workers suit the two cores that CI has.
    maxWorkers: 2,
    passWithNoTests: false,
    allowOnly: false,
  },
});
