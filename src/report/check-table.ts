import { printable } from "../diagnostics/render.ts";
import type { CheckedNet, Claim, Node, OpenSize } from "../ir/net.ts";
import { describeTotals } from "../ir/totals.ts";
import { describeRemainders } from "../shape/remainders.ts";
import { digits, formatShape, product } from "../shape/shape.ts";
import type { SourceFile } from "../source/source-file.ts";

/** Colours for a terminal; each leaves its text alone where colour is not wanted. */
export interface TablePaint {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  red(text: string): string;
}

/** Bytes of one number. */
const FLOAT_BYTES = 4;

type Align = "left" | "right";

const COLUMNS: readonly {
  readonly title: string;
  readonly align: Align;
  readonly cell: (node: Node) => string;
}[] = [
  { title: "layer", align: "left", cell: (node) => node.label + (node.name ? ` as ${node.name}` : "") },
  { title: "output", align: "left", cell: shapeOf },
  { title: "weights", align: "right", cell: (node) => positive(weightsOf(node)) },
  {
    title: "arithmetic",
    align: "left",
    cell: (node) => node.weights.map((weight) => weight.arithmetic).join(" + "),
  },
  { title: "multiply-adds", align: "right", cell: (node) => positive(node.multiplyAdds) },
  {
    title: "sees",
    align: "left",
    cell: (node) => formatShape(node.receptiveField.map((size) => Math.round(size))),
  },
  { title: "memory", align: "right", cell: (node) => bytes(product(node.output) * FLOAT_BYTES) },
];

/** The table of a net, its totals and its claims, as `cnnc check` prints them. */
export function checkTable(net: CheckedNet, source: SourceFile, paint: TablePaint): string {
  const rows = net.nodes.map((node) => COLUMNS.map((column) => column.cell(node)));
  const used = COLUMNS.map((column, i) => ({ ...column, i })).filter(({ i }) =>
    rows.some((row) => row[i] !== ""),
  );
  const widths = used.map(({ title, i }) =>
    rows.reduce((width, row) => Math.max(width, row[i]!.length), title.length),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, k) => (used[k]!.align === "left" ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!)))
      .join("  ")
      .trimEnd();
  return [
    `${paint.bold(net.name)}  ${net.complete ? describeTotals(net.totals) + sizesOf(net) : "incomplete"}`,
    `  ${paint.dim(line(used.map(({ title }) => title)))}`,
    ...rows.map((row) => `  ${line(used.map(({ i }) => row[i]!))}`),
    ...(net.complete ? [] : [`  ${paint.red("…")} the net goes on, but a fault stops the count here`]),
    ...(net.openSizes ?? []).length > 0 ? conditions(net, source, paint) : [],
    ...net.claims.map((claim) => `  ${claimLine(claim, source, paint)}`),
  ].join("\n");
}

/** `26×26×4`, or `H/2×W/2×4` where the spec leaves sizes open. */
export function shapeOf(node: Node): string {
  if (!node.form) return formatShape(node.output);
  return node.form.map((size) => (size.includes(" ") && !/^[^ ]*[⌈⌊(][^⌉⌋)]*[⌉⌋)][^ ]*$/.test(size) ? `(${size})` : size)).join("×");
}

/** ` at H = 256, W = 256`, for numbers that depend on open sizes. */
function sizesOf({ openSizes = [] }: CheckedNet): string {
  return openSizes.length === 0 ? "" : ` at ${openSizes.map(({ name, value }) => `${name} = ${value}`).join(", ")}`;
}

/** What must hold of the open sizes, and why; sizes of which the same holds share a line. */
function conditions({ openSizes = [] }: CheckedNet, source: SourceFile, paint: TablePaint): string[] {
  const groups = new Map<string, { readonly names: string[]; readonly size: OpenSize }>();
  for (const size of openSizes) {
    const key = JSON.stringify([size.works, size.reasons.map(({ span }) => span)]);
    const group = groups.get(key);
    if (group) group.names.push(size.name);
    else groups.set(key, { names: [size.name], size });
  }
  return [...groups.values()].flatMap(({ names, size: { works, reasons } }) => {
    const many = names.length > 1;
    const rule = describeRemainders(works, many);
    // A multiple of 8 is at least 8.
    const first = works.remainders.find((r) => r > 0) ?? works.period;
    const least = works.least > Math.min(first, works.remainders.includes(0) ? works.period : first);
    const must = [rule, least ? `be at least ${works.least}` : undefined].filter(Boolean).join(" and ");
    const subject = names.join(" and ");
    if (must === "") return [`  ${paint.dim(`any ${subject} will do`)}`];
    const why = reasons.map(({ text, span }) => {
      const { line } = source.position(span.start);
      const file = source.fileAt(span.start);
      const place = file === source ? "" : `${printable(file.name)} `;
      return `    ${paint.dim(`${place}line ${line}: ${many ? text.replace(/ it\b/g, " them") : text}`)}`;
    });
    return [`  ${paint.bold(`${subject} must ${must}`)}`, ...why];
  });
}

function claimLine(claim: Claim, source: SourceFile, paint: TablePaint): string {
  const mark = claim.holds ? paint.green("✓") : paint.red("✗");
  const { line } = source.position(claim.span.start);
  const file = source.fileAt(claim.span.start);
  const place = file === source ? "" : `${printable(file.name)} `;
  const number = "count" in claim.claims ? digits(Number(claim.found)) : claim.found;
  const truth = claim.holds ? "" : paint.red(` — it is ${number}`);
  const sum = claim.arithmetic.includes("+") || !claim.holds ? equation(claim, number) : "";
  const cited = claim.source ? paint.dim(`  "${printable(claim.source)}"`) : "";
  return `${mark} ${place}line ${line}: ${claim.subject.replaceAll("`", "")} => ${printable(claim.text)}${truth}${sum}${cited}`;
}

function equation(claim: Claim, number: string): string {
  return claim.arithmetic ? `  (${claim.arithmetic} = ${number})` : "";
}

export function weightsOf(node: Node): number {
  return node.weights.reduce((sum, weight) => sum + product(weight.shape), 0);
}

function positive(count: number): string {
  return count > 0 ? digits(count) : "";
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
