/** Large specs: time a layer, memory, time a byte, and brackets without end. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { ms, type Row, times } from "./rows.ts";

/** What `scale-child.ts` prints. */
interface Measured {
  /** Median milliseconds by size. */
  readonly times: readonly number[];
  /** Greatest memory of the process, in bytes. */
  readonly memory: number;
}

/** Runs the measurement in a process of its own, from a bundle, as users run the compiler. */
async function measure(
  folder: string,
  kind: "layers" | "bytes",
  sizes: readonly number[],
): Promise<Measured> {
  const outfile = join(folder, "scale.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "scale-child.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    logLevel: "error",
  });
  const { stdout, stderr, status } = spawnSync("node", [outfile, kind, ...sizes.map(String)], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the measurement of large specs ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Measured;
}

export async function scaleRows(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "cnnc-bench-"));
  try {
    return [...(await layerRows(folder)), await byteRow(folder), nestingRow(folder)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function layerRows(folder: string): Promise<Row[]> {
  const {
    times: [small, large],
    memory,
  } = (await measure(folder, "layers", [1000, 100_000])) as Measured & { readonly times: [number, number] };
  return [
    {
      work: "a net of 100 000 layers, checked warm: time a layer against one of 1 000",
      measured: `${(large / 100).toFixed(1)} µs / ${small.toFixed(1)} µs`,
      ratio: times(large / small / 100),
      bar: "≤ 1.5 ×",
    },
    {
      work: "the same, in all",
      measured: `${ms(large)}, ${Math.round(memory / 2 ** 20)} MiB`,
      ratio: "",
      bar: "≤ 2 s, ≤ 1 GiB",
    },
  ];
}

async function byteRow(folder: string): Promise<Row> {
  const { times: found } = await measure(folder, "bytes", [1e6, 1e7]);
  const [small, large] = found as [number, number];
  return {
    work: "a source of 10 MB, parsed and checked: time a byte against one of 1 MB",
    measured: `${ms(large)} / ${ms(small)}`,
    ratio: times(large / small / 10),
    bar: "linear",
  };
}

function nestingRow(folder: string): Row {
  const file = join(folder, "deep.cnn");
  const depth = 10_000;
  writeFileSync(
    file,
    `net deep { input image 8x8x1, ${"repeat 2 { ".repeat(depth)}relu${" }".repeat(depth)} }\n`,
  );
  const start = performance.now();
  const { stdout, status } = spawnSync("node", ["dist/cnnc.cjs", "check", file], { encoding: "utf8" });
  const time = performance.now() - start;
  const code = /error\[(\w+)\]/.exec(stdout)?.[1] ?? "no message";
  return {
    work: "braces nested 10 000 deep",
    measured: `${code}, exit ${status}, ${ms(time)}`,
    ratio: "",
    bar: "a clear limit",
  };
}
