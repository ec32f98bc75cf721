// Bundles the command line to dist/: `cnnc.cjs` starts `main.cjs`, which holds what every command and `check` need; the
// other commands and what they share are modules that are loaded when they are asked for.
import { execFileSync } from "node:child_process";
import { copyFile, readFile, rm, writeFile } from "node:fs/promises";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { SpecParser } from "../grammar/parser.ts";

const shared: BuildOptions = {
  outdir: "dist",
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  logLevel: "warning",
  // What is large, native or WebAssembly stays where npm put it.
  packages: "external",
  define: {
    CNNC_PREPARED: JSON.stringify(JSON.stringify(new SpecParser({ validate: false }).prepared())),
  },
};

/** Loading `node:child_process` takes as long as commander itself, which needs it for commands in files of their own. */
const noProcesses: Plugin = {
  name: "no-processes",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes("commander") ? { path: "none", namespace: "no-processes" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "no-processes" }, () => ({ contents: "module.exports = {}" }));
  },
};

await rm("dist", { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: { main: "src/cli/main.ts" },
  format: "cjs",
  packages: "bundle",
  outExtension: { ".js": ".cjs" },
  charset: "ascii",
  plugins: [noProcesses],
  // As a script that the launcher runs with its code cache.
  banner: { js: "(function (require, module, exports) {" },
  footer: { js: "})" },
});
// The launcher reads it as Latin-1, which is fast. esbuild escapes other characters in strings, and not in regular expressions.
const foreign = /.{0,40}[^\0-\x7f].{0,20}/.exec(await readFile("dist/main.cjs", "utf8"));
if (foreign) throw new Error(`dist/main.cjs would be misread; write \\u and the number: ${foreign[0]}`);
await build({
  ...shared,
  entryPoints: { cnnc: "src/cli/launcher.ts" },
  format: "cjs",
  outExtension: { ".js": ".cjs" },
});
await build({
  ...shared,
  entryPoints: {
    draw: "src/cli/draw.ts",
    compile: "src/cli/compile.ts",
    train: "src/cli/train.ts",
    predict: "src/cli/predict.ts",
    fmt: "src/cli/fmt.ts",
    explain: "src/cli/explain.ts",
    unsupported: "src/targets/tfjs/unsupported.ts",
    fix: "src/cli/fix.ts",
    watch: "src/cli/watch.ts",
    // The library.
    index: "src/api/index.ts",
  },
  outdir: "dist/commands",
  // Its modules, with those of lodash, are hundreds of files, and take seconds to load; this is the same in one.
  alias: { chevrotain: "./node_modules/chevrotain/lib/chevrotain.mjs" },
  splitting: true,
  format: "esm",
  outExtension: { ".js": ".mjs" },
});
// What `cnnc compile` lays beside a model whose layers TensorFlow.js lacks: a module for browsers and Node.
await build({
  entryPoints: { layers: "src/targets/tfjs/custom/register.ts" },
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  banner: {
    js: "/* Layers that TensorFlow.js lacks, by cnnc: call register(tf) before tf.loadLayersModel. MIT license. */",
  },
});
await copyFile("src/api/cnnc.d.ts", "dist/commands/index.d.mts");
// The library of a page: a folder that any server can serve as it is.
await build({
  ...shared,
  entryPoints: { cnnc: "src/api/page.ts" },
  outdir: "dist/browser",
  platform: "browser",
  packages: "bundle",
  target: "es2022",
  splitting: true,
  format: "esm",
});
const types = await readFile("src/api/browser.d.ts", "utf8");
await writeFile("dist/browser/cnnc.d.ts", types.replaceAll("./cnnc.d.ts", "../commands/index.mjs"));
for (const name of ["", "-simd", "-threaded-simd"]) {
  const file = `tfjs-backend-wasm${name}.wasm`;
  await copyFile(`node_modules/@tensorflow/tfjs-backend-wasm/dist/${file}`, `dist/browser/${file}`);
}
execFileSync(
  process.execPath,
  ["dist/cnnc.cjs", "check", "specs/figures/nought_or_cross.cnn", "specs/zoo/lenet5.cnn"],
  {
    env: { ...process.env, CNNC_WRITE_CODE_CACHE: "1" },
    stdio: "ignore",
  },
);
