/** Large specs, compiled warm in a process of its own, whose peak memory is theirs. Prints what was measured as JSON. */
import { compileText, hasErrors } from "../src/compile.ts";
import { median } from "./measure.ts";

export interface Large {
  /** Milliseconds for a net of 100 000 layers, and for one of 1000. */
  readonly layers: readonly [number, number];
  /** Milliseconds for a file of 10 MB, and for one of 1 MB. */
  readonly files: readonly [number, number];
  /** Bytes at most, after the nets and after the files. */
  readonly memory: readonly [number, number];
}

/** A net of so many layers, its input among them, each written out. */
function net(layers: number): string {
  return `net n {\n  input image 28x28x3\n${"  conv 3@3\n  relu\n".repeat(layers / 2 - 1)}  conv 3@3\n}\n`;
}

/** Tasks and blocks of so many megabytes. */
function file(megabytes: number): string {
  const parts: string[] = [];
  for (let length = 0, i = 0; length < megabytes * 1e6; i++) {
    const part = `# One of many blocks.\nblock residual${i}(f, k = 3) {\n  conv f@k, batchnorm, relu\n  conv f@k, batchnorm\n  add in, relu\n}\ntask kind${i} = classify { first, second, third }\n\n`;
    parts.push(part);
    length += part.length;
  }
  return `${parts.join("")}net n {\n  input image 28x28x3\n  residual0(3)\n}\n`;
}

function time(text: string): number {
  const start = performance.now();
  const compilation = compileText(text);
  const spent = performance.now() - start;
  if (hasErrors(compilation)) throw new Error(compilation.diagnostics[0]!.message);
  return spent;
}

/** Median times of both texts, which take turns; the small one is compiled several times in each. */
function times(large: string, small: string, factor: number, rounds: number): [number, number] {
  const found: [number[], number[]] = [[], []];
  for (let round = -1; round < rounds; round++) {
    let spent = 0;
    for (let i = 0; i < factor; i++) spent += time(small);
    const all = time(large);
    if (round < 0) continue;
    found[0].push(all);
    found[1].push(spent / factor);
  }
  return [median(found[0]), median(found[1])];
}

const peak = () => process.resourceUsage().maxRSS * 1024;
const layers = times(net(100_000), net(1000), 100, 3);
const afterNets = peak();
const files = times(file(10), file(1), 3, 1);
console.log(JSON.stringify({ layers, files, memory: [afterNets, peak()] } satisfies Large));
