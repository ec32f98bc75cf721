/**
 * Compiles generated specs of the sizes that the command line names and prints their median times, and the greatest memory
 * of this process, as JSON. `layers` makes one net of so many layers, `bytes` a file of so many characters.
 */
import { compileText } from "../src/compile.ts";
import { checkTable } from "../src/report/check-table.ts";
import { median } from "./measure.ts";

const [kind, ...sizes] = process.argv.slice(2);
const same = (text: string) => text;
const plain = { bold: same, dim: same, green: same, red: same, yellow: same };

function layers(count: number): string {
  const lines = ["net large {", "  input image 32x32x3", "  conv 8@3"];
  for (let i = 1; i < count - 1; i += 2) lines.push("  relu", "  conv 8@3");
  return `${lines.join("\n")}\n}\n`;
}

function bytes(count: number): string {
  const line =
    "  conv 16@3 no bias  => 32x32x16, 2_304 weights  # what this layer is there for, in a few words, as people do\n";
  const nets: string[] = [];
  const head = (i: number) => `net n${i} {\n  input image 32x32x16\n`;
  for (let i = 0, length = 0; length < count; i++) {
    const rows = Math.min(500, Math.ceil((count - length) / line.length));
    nets.push(`${head(i)}${line.repeat(rows)}}\n`);
    length += nets.at(-1)!.length;
  }
  return nets.join("");
}

/** Milliseconds that a check of the text takes, table and all. */
function time(text: string): number {
  const start = performance.now();
  const { program, source, diagnostics } = compileText(text);
  const length = program.nets.reduce((sum, net) => sum + checkTable(net, source, plain).length, 0);
  const taken = performance.now() - start;
  if (diagnostics.length > 0 || length === 0) throw new Error(diagnostics[0]?.message ?? "nothing came out");
  return taken;
}

const texts = sizes.map((size) => (kind === "layers" ? layers : bytes)(Number(size)));
for (let i = 0; i < 20; i++) time(layers(1000));
const found = texts.map((): number[] => []);
for (let round = 0; round < 5; round++) {
  for (const [i, text] of texts.entries()) {
    // The small ones more often, so that their median is no accident.
    for (let again = 0; again < (i === 0 ? 5 : 1); again++) found[i]!.push(time(text));
  }
}
console.log(JSON.stringify({ times: found.map(median), memory: process.resourceUsage().maxRSS * 1024 }));
