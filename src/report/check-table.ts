import { shown } from "../diagnostics/shown.ts";
import { claimedText } from "../ir/claimed.ts";
import { describeShape } from "../ir/describe-shape.ts";
import { FLOAT_BYTES, peakMemory } from "../ir/memory.ts";
import type { CheckedNet, Claim, Claimed, Node } from "../ir/net.ts";
import { describeSizes, describeTotals } from "../ir/totals.ts";
import { weightsOf } from "../ir/weights-of.ts";
import { layerOf } from "../layers/registry.ts";
import { digits, formatShape, product } from "../shape/shape.ts";
import type { SourceFile } from "../source/source-file.ts";
import { conditions } from "./conditions.ts";

/** Colours for a terminal; each leaves its text alone where colour is not wanted. */
export interface TablePaint {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
}

/** Largest number below the line of a fraction. */
const MAX_BELOW = 4096;

type Align = "left" | "right";

/** A longer name would push all columns off the screen. */
const MOST_OF_NAME = 100;

function labelled({ label, name }: Node): string {
  return shown(label, MOST_OF_NAME) + (name ? ` as ${shown(name, MOST_OF_NAME)}` : "");
}

const COLUMNS: readonly {
  readonly title: string;
  readonly align: Align;
  readonly cell: (node: Node) => string;
}[] = [
  { title: "layer", align: "left", cell: labelled },
  { title: "output", align: "left", cell: describeShape },
  { title: "weights", align: "right", cell: (node) => positive(weightsOf(node)) },
  {
    title: "arithmetic",
    align: "left",
    cell: (node) =>
      node.shares === undefined
        ? node.weights.map((weight) => weight.arithmetic).join(" + ")
        : `shared with ${node.shares}`,
  },
  { title: "multiply-adds", align: "right", cell: (node) => positive(node.multiplyAdds) },
  {
    title: "sees",
    align: "left",
    cell: (node) => formatShape(node.receptiveField.map((size) => Math.round(size))),
  },
  { title: "stride", align: "left", cell: (node) => node.stride.map(fraction).join("×") },
  { title: "memory", align: "right", cell: (node) => bytes(product(node.output) * FLOAT_BYTES) },
];

/** Layers of a net, a row each; columns that say nothing are left out. */
export interface Table {
  readonly columns: readonly { readonly title: string; readonly align: Align }[];
  readonly rows: readonly (readonly string[])[];
}

/** What `cnnc check` tells of each layer of a net. */
export function tableOf({ nodes }: CheckedNet): Table {
  const used = COLUMNS.filter(({ cell }) => nodes.some((node) => cell(node) !== ""));
  return { columns: used, rows: nodes.map((node) => used.map(({ cell }) => cell(node))) };
}

/** The table of a net, its totals and its claims, as `cnnc check` prints them; memory in all for a batch of examples. */
export function checkTable(net: CheckedNet, source: SourceFile, paint: TablePaint, batch = 1): string {
  const { columns, rows } = tableOf(net);
  const widths = columns.map(({ title }, i) =>
    rows.reduce((width, row) => Math.max(width, row[i]!.length), title.length),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (columns[i]!.align === "left" ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join("  ")
      .trimEnd();
  return [
    `${paint.bold(shown(net.name, MOST_OF_NAME))}  ${summaryOf(net)}`,
    `  ${paint.dim(line(columns.map(({ title }) => title)))}`,
    ...rows.map((row) => `  ${line(row)}`),
    ...(net.complete ? [] : [`  ${paint.red("…")} the net goes on, but a fault stops the count here`]),
    ...(net.complete ? [`  ${memoryLine(net, batch)}`] : []),
    ...conditions(net, source).map(({ text, strong }) => `  ${strong ? paint.bold(text) : paint.dim(text)}`),
    ...net.claims.map((claim) => `  ${claimLine(claim, source, paint)}`),
  ].join("\n");
}

/** The totals of a net in a line. */
export function summaryOf(net: CheckedNet): string {
  return net.complete ? describeTotals(net.totals) + describeSizes(net) : "incomplete";
}

function memoryLine(net: CheckedNet, batch: number): string {
  const { inference, training } = peakMemory(net.nodes, layerOf);
  const examples = batch === 1 ? "one example" : `${digits(batch)} examples`;
  return `memory of values for ${examples}: ${bytes(inference * batch)} to predict, ${bytes(training * batch)} to train`;
}

/** A claim, whether it holds, and the sum behind it. */
export function claimLine(claim: Claim, source: SourceFile, paint: TablePaint): string {
  const isErratum = claim.holds && claim.but !== undefined;
  const mark = isErratum ? paint.yellow("≠") : claim.holds ? paint.green("✓") : paint.red("✗");
  const { line } = source.position(claim.span.start);
  const file = source.fileAt(claim.span.start);
  const place = file === source ? "" : `${shown(file.name)} `;
  const number = "count" in claim.claims ? digits(Number(claim.found)) : claim.found;
  const truth = claim.holds ? "" : paint.red(` — it is ${number}`);
  const showsSum = claim.arithmetic.includes("+") || !claim.holds || isErratum;
  const sum = showsSum ? equation(claim, number) : "";
  const cited = claim.source ? paint.dim(`  "${shown(claim.source)}"`) : "";
  const said = isErratum ? erratum(claim.claims, claim.but!) : shown(claim.text);
  return `${mark} ${place}line ${line}: ${shown(claim.subject.replaceAll("`", ""))} => ${said}${truth}${sum}${cited}`;
}

function erratum(says: Claimed, is: Claimed): string {
  const what = "count" in says ? ` ${says.count}` : "";
  return `the source says ${claimedText(says)}${what}, and ${claimedText(is)} is true`;
}

function equation(claim: Claim, number: string): string {
  return claim.arithmetic ? `  (${claim.arithmetic} = ${number})` : "";
}

function positive(count: number): string {
  return count > 0 ? digits(count) : "";
}

/** `8`, `1/2`, `3/2`. */
function fraction(value: number): string {
  for (let below = 1; below <= MAX_BELOW; below++) {
    const above = Math.round(value * below);
    if (above > 0 && Math.abs(value * below - above) < 1e-9 * above)
      return below === 1 ? digits(above) : `${above}/${below}`;
  }
  return value.toPrecision(3);
}

/** `10.8 kB`: powers of 1000. */
export function bytes(count: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
