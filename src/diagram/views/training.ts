import { max, min } from "d3";
import type { CheckedNet } from "../../ir/net.ts";
import { digits } from "../../shape/shape.ts";
import {
  AXIS_BOTTOM,
  AXIS_LEFT,
  type Axis,
  chartIn,
  curveIn,
  dot,
  rounded,
  straight,
} from "../scene/chart.ts";
import { type Measure, measureArimo } from "../scene/font.ts";
import { text } from "../scene/marks.ts";
import { type Box, extentOf, type GroupMark, type Mark, type Scene } from "../scene/scene.ts";
import { type ColourName, INK, LEADING, MARGIN, SECONDARY, TEXT } from "../scene/theme.ts";
import { headingMarks } from "../stages/heading.ts";
import type { DrawOptions } from "../stages/options.ts";

/** Numbers of an epoch: of all heads together, or of one. */
export interface Losses {
  readonly loss: number;
  readonly validationLoss?: number;
}

/** Further metrics by their names, such as `dice` and `iou`: shares, which are null where nothing could be measured. */
export interface Measures {
  readonly [metric: string]: { readonly value: number | null };
}

/** The course of a training. */
export interface History {
  /** In their order, the first of which is 1. */
  readonly epochs: readonly (Losses & {
    /** Learning rate. */
    readonly rate: number;
    readonly heads: {
      readonly [name: string]: Losses & {
        readonly metric: number;
        readonly validationMetric?: number;
        readonly measures?: Measures;
        readonly validationMeasures?: Measures;
      };
    };
  })[];
  /** The epoch whose weights the run has. */
  readonly kept: number;
  /** Whether it is the best of them, rather than the last. */
  readonly best: boolean;
  /** What is measured of each head: `accuracy`, `mean_absolute_error`, … */
  readonly metrics: { readonly [head: string]: string };
  readonly examples: { readonly train: number; readonly validation: number; readonly test: number };
  /** The examples of the test, and what was found out about them. */
  readonly tested?: string;
  /** What came out on these. */
  readonly test?: readonly {
    readonly name: string;
    readonly metric: string;
    readonly value: number;
    readonly interval?: readonly [number, number];
    readonly measures?: Measures;
  }[];
}

/** From the last line under the title to the first chart. */
const BELOW = 26;
const AREA = { width: 372, height: 190 };
const GAP = { x: 44, y: 34 };
/** Room for the name of a chart and its key. */
const HEAD = 44;

/** A line of a chart: its number of each epoch, where there is one. */
interface Line {
  readonly name: string;
  readonly colour: ColourName;
  readonly values: readonly (number | undefined)[];
}

/** What one chart shows. */
interface Panel {
  readonly name: string;
  readonly share: boolean;
  readonly lines: readonly Line[];
}

/** Draws what the losses and metrics of a run were, epoch by epoch. A pure function; sizes in px. */
export function drawTraining(net: CheckedNet, history: History, options: DrawOptions = {}): Scene {
  const { measure = measureArimo, width: room = 1280 } = options;
  const panels = panelsOf(net, history);
  const { width, columns } = gridOf(room);
  const said = summary(history);
  const written = said.flatMap((line) =>
    measure(line, TEXT, false) <= room - 2 * MARGIN ? [line] : line.split(/(?<=[:;]) /),
  );
  const lines = written.map((line, i) =>
    text(line, MARGIN, 53 + (i + 1) * (LEADING + 2), measure, { fill: SECONDARY, className: "subtitle" }),
  );
  const top = 53 + lines.length * (LEADING + 2) + BELOW;
  const drawn = panels.map((panel, i) => {
    const box = {
      x: MARGIN + AXIS_LEFT + (i % columns) * (width + AXIS_LEFT + GAP.x),
      y: top + HEAD + Math.floor(i / columns) * (HEAD + AREA.height + AXIS_BOTTOM + GAP.y),
      width,
      height: AREA.height,
    };
    return panelMarks(panel, history, box, measure);
  });
  const marks: Mark[] = [
    { type: "group", className: "heading", children: [...headingMarks(net, measure), ...lines] },
    ...drawn,
  ];
  const extent = extentOf(marks);
  return {
    width: Math.ceil(extent.x + MARGIN),
    height: Math.ceil(extent.y + 22),
    title: net.name,
    description: [...said, ...panels.map((panel) => described(panel, history))].join(". "),
    marks,
  };
}

/** Two charts side by side where there is room for them. */
function gridOf(room: number): { readonly width: number; readonly columns: number } {
  const free = room - 2 * MARGIN - AXIS_LEFT;
  const both = (free - AXIS_LEFT - GAP.x) / 2;
  if (both >= 300) return { width: Math.min(AREA.width, both), columns: 2 };
  return { width: Math.min(AREA.width, free), columns: 1 };
}

/** Charts in their order: the loss and the metric of each head; before those of several, the loss of all. */
function panelsOf(net: CheckedNet, { epochs, metrics }: History): Panel[] {
  const heads = Object.keys(metrics);
  const several = heads.length > 1;
  const lossOf = (losses: readonly (Losses | undefined)[], name: string) =>
    panel(
      name,
      false,
      losses.map((each) => each?.loss),
      losses.map((each) => each?.validationLoss),
    );
  const ofHeads = heads.flatMap((head) => {
    const records = epochs.map((epoch) => epoch.heads[head]);
    const metric = panel(
      `${several ? `${head}: ` : ""}${metricName(net, head, metrics[head]!)}`,
      isShare(metrics[head]!),
      records.map((each) => each?.metric),
      records.map((each) => each?.validationMetric),
    );
    const others = Object.keys(records[0]?.measures ?? {}).map((name) =>
      panel(
        `${several ? `${head}: ` : ""}${MEASURES[name] ?? name}`,
        true,
        records.map((each) => each?.measures?.[name]?.value ?? undefined),
        records.map((each) => each?.validationMeasures?.[name]?.value ?? undefined),
      ),
    );
    return several ? [lossOf(records, `${head}: loss`), metric, ...others] : [metric, ...others];
  });
  const rates = epochs.map(({ rate }) => rate);
  const rate: Panel = {
    name: "learning rate",
    share: false,
    lines: [{ name: "rate", colour: INK, values: rates }],
  };
  return [
    lossOf(epochs, several ? "loss of all heads" : "loss"),
    ...(several && new Set(rates).size > 1 ? [rate] : []),
    ...ofHeads,
    ...(!several && new Set(rates).size > 1 ? [rate] : []),
  ];
}

type Values = readonly (number | undefined)[];

function panel(name: string, share: boolean, training: Values, validation: Values): Panel {
  const lines: Line[] = [
    { name: "training", colour: "training", values: training },
    { name: "validation", colour: "validation", values: validation },
  ];
  return {
    name: name.replaceAll("_", " "),
    share,
    lines: lines.filter(({ values }) => values.some((value) => value !== undefined)),
  };
}

/** What further metrics are called: each is the mean over regions. */
const MEASURES: { readonly [metric: string]: string } = { dice: "mean Dice", iou: "mean IoU" };

function isShare(metric: string): boolean {
  return /accuracy|certainty/.test(metric);
}

function metricName(net: CheckedNet, head: string, metric: string): string {
  const task = net.outputs.find(({ name }) => name === head)?.task;
  const units = new Set(task?.kind === "regress" ? task.quantities.map(({ unit }) => unit) : []);
  const [unit] = units;
  return !isShare(metric) && units.size === 1 && unit ? `${metric} in ${unit}` : metric;
}

/** A chart: its name, the key with the numbers of the epoch that is kept, and the lines. */
function panelMarks(
  { name, share, lines }: Panel,
  { epochs, kept }: History,
  box: Box,
  measure: Measure,
): GroupMark {
  const all = lines.flatMap(({ values }) => values.filter((value) => value !== undefined));
  const y: Axis = share
    ? { ...rounded({ from: Math.min(1, min(all) ?? 0), to: 1 }), to: 1, share }
    : rounded({ from: 0, to: max(all) ?? 1 });
  const x: Axis =
    epochs.length > 1
      ? { from: 1, to: epochs.length, name: "epoch", whole: true }
      : { from: 0, to: 2, name: "epoch", whole: true };
  const chart = chartIn(box, x, y, measure);
  const at = chart.x(kept);
  const children: Mark[] = [
    ...chart.marks,
    straight({ x: at, y: box.y }, { x: at, y: box.y + box.height }, INK, "kept"),
  ];
  for (const { values, colour } of lines) {
    const points = values.flatMap((value, i) => (value === undefined ? [] : [{ x: i + 1, y: value }]));
    children.push(...curveIn(chart, points, colour));
    const value = values[kept - 1];
    if (value !== undefined) children.push(dot({ x: at, y: chart.y(value) }, colour, 4));
  }
  children.push(
    text(name, box.x, box.y - HEAD + 13, measure, { bold: true, className: "chart-name" }),
    ...key(lines, share, kept, box, measure),
  );
  return { type: "group", className: "chart", children };
}

/** Each line's swatch, name and number of the epoch that is kept. */
function key(lines: readonly Line[], share: boolean, kept: number, box: Box, measure: Measure): Mark[] {
  const y = box.y - HEAD + 29;
  const first = text(`epoch ${kept}:`, box.x, y, measure, { fill: SECONDARY, className: "key" });
  let x = first.box.x + first.box.width + 12;
  return [
    first,
    ...lines.flatMap(({ name, colour, values }): Mark[] => {
      const swatch = straight({ x, y: y - 4 }, { x: x + 16, y: y - 4 }, colour, "swatch");
      const value = values[kept - 1];
      const written = `${name}${value === undefined ? "" : ` ${numberOf(value, share)}`}`;
      const label = text(written, x + 22, y, measure, { className: "key" });
      x = label.box.x + label.box.width + 18;
      return [{ ...swatch, strokeWidth: 2.4 }, label];
    }),
  ];
}

function numberOf(value: number, share: boolean): string {
  if (share) return `${(100 * value).toFixed(1)} %`;
  return value >= 1000 && value < 1e9 ? digits(Math.round(value)) : String(Number(value.toPrecision(4)));
}

/** What stands under the title: how long it went on, which weights are kept, and what the test gave. */
function summary({ epochs, kept, best, examples, test, tested: on }: History): string[] {
  const { train, validation } = examples;
  const times = epochs.length === 1 ? "1 epoch" : `${digits(epochs.length)} epochs`;
  const checked = validation > 0 ? `, checked on ${digits(validation)} others` : "";
  const keeps = best ? `epoch ${kept} is kept, the best` : `epoch ${kept}, the last, is kept`;
  const tested = (test ?? []).map(({ name, metric, value, interval, measures = {} }) => {
    const share = isShare(metric);
    const range = interval
      ? ` (95 % interval ${interval.map((end) => numberOf(end, share)).join(" to ")})`
      : "";
    const of = test!.length > 1 ? `${name.replaceAll("_", " ")} ` : "";
    const others = Object.entries(measures).flatMap(([key, measure]) =>
      measure.value === null ? [] : [`, ${MEASURES[key] ?? key} ${numberOf(measure.value, true)}`],
    );
    return `${of}${metric.replaceAll("_", " ")} ${numberOf(value, share)}${range}${others.join("")}`;
  });
  return [
    `${times} of ${digits(train)} examples${checked}; ${keeps}`,
    ...(tested.length > 0
      ? [`test on ${on ?? `${digits(examples.test)} examples`}: ${tested.join(", ")}`]
      : []),
  ];
}

function described({ name, share, lines }: Panel, { kept }: History): string {
  const ends = lines.map((line) => {
    const number = (value: number | undefined) => (value === undefined ? "unknown" : numberOf(value, share));
    return `${line.name} ${number(line.values[0])} in epoch 1, ${number(line.values[kept - 1])} in epoch ${kept}`;
  });
  return `${name}: ${ends.join("; ")}`;
}
