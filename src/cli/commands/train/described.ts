/** Losses and metrics as people read them. */
import type { Task } from "../../../ir/net.ts";
import type { Head } from "../../../training/losses.ts";
import type { Judgement } from "../../../training/metrics/measuring.ts";
import type { Measure, Metric } from "../../../training/metrics/metric.ts";
import { backgroundOf, regionsOf } from "../../../training/metrics/overlaps.ts";

/** One head of the net, and the unit of its metrics where it has one. */
export interface ShownHead extends Pick<Head, "name" | "task" | "metrics"> {
  readonly unit?: string | undefined;
}

export type Measured = Pick<Judgement, "metric" | "measures">;

/** A single quantity's error has its unit. */
export function shown({ name, task, metrics }: Head): ShownHead {
  const [quantity, other] = task.kind === "regress" ? task.quantities : [];
  return { name, task, metrics, unit: other ? undefined : quantity?.unit };
}

/** So many regions are told one by one on a line. */
const MOST_REGIONS = 4;

/**
 * A head on one line: `accuracy 98.1 %`, and with its name where there are others. Of regions each one's, or the mean and the
 * lowest where they are many; on a `narrow` line the mean alone. The background isn't told.
 */
export function describeHead(
  { name, task, metrics, unit }: ShownHead,
  { metric, measures }: Measured,
  heads: number,
  narrow = false,
): string {
  const [first, ...others] = metrics;
  const told = [number(first, metric, unit)];
  for (const other of others) {
    const measure = measures?.[other.name];
    if (measure) told.push(`${other.words} ${ofRegions(measure, foreground(task), narrow)}`);
  }
  return `${heads > 1 ? `${name} ` : ""}${told.join("  ")}`;
}

function number({ words, unit: kind }: Metric, value: number, unit = ""): string {
  if (kind === "share") return `${words} ${percent(value)}`;
  return `${words} ${value.toPrecision(3)}${unit ? ` ${unit}` : ""}`;
}

/** Regions without the background. */
function foreground(task: Task): readonly string[] {
  const regions = regionsOf(task);
  return regions.filter((_, i) => i !== backgroundOf(regions));
}

function ofRegions({ value, regions = {} }: Measure, names: readonly string[], narrow: boolean): string {
  if (narrow) return share(value);
  if (names.length <= MOST_REGIONS)
    return names.map((name) => `${name} ${share(regions[name] ?? null)}`).join(", ");
  const counted = names.filter((name) => typeof regions[name] === "number");
  const least = counted.reduce<string | undefined>(
    (low, name) => (low === undefined || regions[name]! < regions[low]! ? name : low),
    undefined,
  );
  return `mean ${share(value)}${least === undefined ? "" : `, lowest ${least} ${share(regions[least]!)}`}`;
}

const share = (value: number | null) => (value === null ? "–" : percent(value));

/** The regions of a head with their measures, one a line, the background last and apart; none for heads without regions. */
export function regionTable({ task, metrics }: ShownHead, { measures }: Measured): readonly string[] {
  const names = regionsOf(task);
  const columns = metrics.filter(({ name }) => measures?.[name]?.regions);
  if (columns.length === 0) return [];
  const inner = foreground(task);
  const background = names[backgroundOf(names)]!;
  const of = (region: string) => columns.map(({ name }) => measures![name]!.regions![region] ?? null);
  const rows = inner.map((name) => row(name, of(name), of(name)[0] === 0 ? "missed" : ""));
  const means = columns.map(({ name }) => measures![name]!.value);
  const width = Math.max(...[...names, "region", "mean"].map(({ length }) => length));
  const all: readonly Row[] = [
    { name: "region", cells: columns.map(({ words }) => words), note: "" },
    ...rows,
    ...(inner.length > 1 ? [row("mean", means, "")] : []),
    row(background, of(background), "not in the mean"),
  ];
  return all.map(({ name, cells, note }) =>
    `  ${name.padEnd(width)}  ${cells.map((cell) => cell.padStart(7)).join("  ")}  ${note}`.trimEnd(),
  );
}

interface Row {
  readonly name: string;
  readonly cells: readonly string[];
  readonly note: string;
}

function row(name: string, values: readonly (number | null)[], note: string): Row {
  const absent = values.every((value) => value === null);
  return { name, cells: values.map(share), note: absent ? "neither there nor found" : note };
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
