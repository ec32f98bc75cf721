// Bundles the command line to dist/: `cnnc.cjs` starts `main.cjs`, which holds what every command and `check` need, and
// `draw.cjs`, which holds what `draw` needs besides; the other commands and what they share are modules that are loaded when they are asked for.
import { execFileSync } from "node:child_process";
import { copyFile, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { build as buildPage } from "vite";
import { SpecParser } from "../grammar/parser.ts";
import { page } from "./page.ts";

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

/** A script that the launcher runs with its code cache: a function that is given its `require`, and what `main` shares. */
const script: BuildOptions = {
  ...shared,
  format: "cjs",
  packages: "bundle",
  outExtension: { ".js": ".cjs" },
  charset: "ascii",
};

/** The modules that a bundle holds, as paths from here. */
async function modulesOf(entry: string): Promise<Map<string, readonly string[]>> {
  const options = { ...script, entryPoints: [entry], write: false, metafile: true };
  const { metafile } = await build({ ...options, plugins: [noProcesses] });
  return new Map(
    Object.entries(metafile!.inputs).map(([path, { imports }]) => [path, imports.map((each) => each.path)]),
  );
}

/**
 * What `draw` has in common with `main`: of the house those modules that its own ones import. It gets them from there, so that
 * nothing is loaded twice.
 */
const [inMain, inDraw] = await Promise.all(
  ["src/cli/main.ts", "src/cli/commands/draw/draw.ts"].map(modulesOf),
);
const common = new Set(
  [...inDraw!]
    .filter(([path]) => !inMain!.has(path))
    .flatMap(([, imports]) => imports)
    .filter((path) => inMain!.has(path)),
);

const fromMain: Plugin = {
  name: "from-main",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      const file = relative(process.cwd(), join(resolveDir, path));
      return common.has(file) ? { path: file, namespace: "from-main" } : undefined;
    });
    onLoad({ filter: /.*/, namespace: "from-main" }, ({ path }) => ({
      contents: `module.exports = shared[${JSON.stringify(path)}]`,
    }));
  },
};

await rm("dist", { recursive: true, force: true });
const paths = [...common].sort();
await build({
  ...script,
  stdin: {
    contents: [
      ...paths.map((path, i) => `import * as m${i} from "./${path}";`),
      `export const shared = { ${paths.map((path, i) => `${JSON.stringify(path)}: m${i}`).join(", ")} };`,
      'export { run } from "./src/cli/main.ts";',
    ].join("\n"),
    resolveDir: ".",
    sourcefile: "main.ts",
  },
  outdir: undefined,
  outfile: "dist/main.cjs",
  plugins: [noProcesses],
  banner: { js: "(function (require, module, exports) {" },
  footer: { js: "})" },
});
await build({
  ...script,
  entryPoints: { draw: "src/cli/commands/draw/draw.ts" },
  plugins: [fromMain],
  banner: { js: "(function (require, module, exports, shared, __filename) {" },
  footer: { js: "})" },
});
// The launcher reads it as Latin-1, which is fast. esbuild escapes other characters in strings, and not in regular expressions.
for (const file of ["dist/main.cjs", "dist/draw.cjs"]) {
  const foreign = /.{0,40}[^\0-\x7f].{0,20}/.exec(await readFile(file, "utf8"));
  if (foreign) throw new Error(`${file} would be misread; write \\u and the number: ${foreign[0]}`);
}
await build({
  ...shared,
  entryPoints: { cnnc: "src/cli/launcher.ts" },
  format: "cjs",
  outExtension: { ".js": ".cjs" },
});
await build({
  ...shared,
  entryPoints: {
    runs: "src/cli/commands/draw/run.ts",
    values: "src/cli/commands/draw/values.ts",
    png: "src/diagram/write/png.ts",
    pdf: "src/diagram/write/pdf.ts",
    pptx: "src/diagram/write/pptx/pptx.ts",
    gallery: "src/cli/commands/gallery.ts",
    compile: "src/cli/commands/compile.ts",
    train: "src/cli/commands/train/train.ts",
    predict: "src/cli/commands/predict.ts",
    play: "src/cli/commands/play/play.ts",
    fmt: "src/cli/commands/fmt.ts",
    explain: "src/cli/commands/explain.ts",
    unsupported: "src/targets/tfjs/unsupported.ts",
    fix: "src/cli/commands/check/fix.ts",
    watch: "src/cli/commands/check/watch.ts",
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
// The page.
await buildPage({ ...page, logLevel: "warn" });
const cached = { env: { ...process.env, CNNC_WRITE_CODE_CACHE: "1" }, stdio: "ignore" } as const;
const specs = ["specs/figures/nought_or_cross.cnn", "specs/zoo/lenet5.cnn"];
execFileSync(process.execPath, ["dist/cnnc.cjs", "check", ...specs], cached);
execFileSync(process.execPath, ["dist/cnnc.cjs", "draw", "specs/zoo/densenet.cnn"], cached);
