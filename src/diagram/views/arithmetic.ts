import { groups } from "d3";
import type { CheckedNet, Node, Weight } from "../../ir/net.ts";
import { digits, product } from "../../shape/shape.ts";
import { type Measure, measureArimo } from "../scene/font.ts";
import { text } from "../scene/marks.ts";
import { extentOf, flatMarks, type GroupMark, type Mark, moved, type Scene } from "../scene/scene.ts";
import { type Scale, scaleOf, shade, shadesKey } from "../scene/shades.ts";
import { type Colour, type Colours, LEADING, MARGIN, palette, SECONDARY, TEXT } from "../scene/theme.ts";
import { countData } from "../stages/counts.ts";
import { headingMarks, subtitle } from "../stages/heading.ts";
import type { DrawOptions } from "../stages/options.ts";
import { familyOf, layersOf, type Stage, stagesOf, titleOf } from "../stages/stages.ts";

const TOP = 92;
const ROW_GAP = 30;
const COLUMN_GAP = 28;
const KEY_GAP = 36;
/** Room for the sign between two tensors. */
const SIGN_GAP = 20;
/** Longest side of what is drawn weight by weight, of a kernel among others, and of one weight, in px. */
const SIDE = 46;
const KERNEL_SIDE = 34;
const CELL = 9;
/** Most kernels of a layer that are drawn, most of their input channels, and how far each of those is shifted. */
const MOST_KERNELS = 4;
const MOST_CHANNELS = 4;
const SHIFT = 3;
const KERNEL_GAP = 8;
/** Length of the longest bar. */
const BAR = 150;
const BAR_HEIGHT = 10;

/** Why a net has no arithmetic to draw; undefined where it has. */
export function arithmeticRefusal(net: CheckedNet): string | undefined {
  return stagesOf(net).some(({ counts }) => counts.weights > 0) ? undefined : "it has no weights";
}

/** Stages that store weights of the same form, and how many weights they store together. */
interface Row {
  readonly stages: readonly Stage[];
  readonly tensors: readonly Tensor[];
  readonly total: number;
}

/** A tensor in the colours of its layer. */
interface Tensor {
  readonly weight: Weight;
  readonly colours: Colours;
}

/** A drawing whose top left corner is at 0, 0; sizes in px. */
interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

/**
 * Draws the count of a net's weights: for each layer its tensors over their arithmetic, their sum, and a bar for its share of
 * the whole. Layers that are alike stand once, with how many there are. A pure function; sizes in px.
 */
export function drawArithmetic(net: CheckedNet, options: DrawOptions = {}): Scene {
  const { measure = measureArimo, source } = options;
  const rows = rowsOf(net);
  const all = rows.reduce((sum, { total }) => sum + total, 0);
  const largest = Math.max(1, ...rows.map(({ total }) => total));
  const labels = rows.map((row) => labelOf(row, measure));
  const sums = rows.map((row) => equation(row, measure));
  const left = MARGIN + Math.max(0, ...labels.map(({ width }) => width)) + COLUMN_GAP;
  const right = left + Math.max(0, ...sums.map(({ width }) => width)) + COLUMN_GAP;
  let y = TOP;
  const drawn = rows.map((row, i): GroupMark => {
    const [label, sum, first] = [labels[i]!, sums[i]!, row.stages[0]!];
    const height = Math.max(label.height, sum.height);
    const bar = share(row, all, largest, measure);
    const at = y;
    y += height + ROW_GAP;
    const line = source?.position(first.node.span.start).line;
    return {
      type: "group",
      id: `${net.name}-${first.node.id}`,
      className: `stage ${first.tint}`,
      data: {
        nodes: idsOf(row.stages.flatMap(holders)),
        ...(line ? { line: String(line) } : {}),
        ...countData({ layers: row.stages.length * holders(first).length, weights: row.total }),
      },
      children: [
        ...moved(label.marks, MARGIN, at + (height - label.height) / 2),
        ...moved(sum.marks, left, at + (height - sum.height) / 2),
        ...moved(bar.marks, right, at + (height - bar.height) / 2),
      ],
    };
  });
  const marks: Mark[] = [
    { type: "group", className: "heading", children: headingMarks(net, measure) },
    ...drawn,
    ...restOf(net, y + LEADING - ROW_GAP / 2, measure),
  ];
  if (flatMarks(marks).some((mark) => mark.type === "rect" && typeof mark.fill === "object"))
    marks.push({
      type: "group",
      className: "legend",
      children: shadesKey(
        "lowest",
        "highest weight of a layer",
        MARGIN,
        extentOf(marks).y + KEY_GAP,
        measure,
      ),
    });
  const end = extentOf(marks);
  const said = rows.map(({ stages, total }) => `${times(stages)}${named(stages[0]!)}: ${digits(total)}`);
  return {
    width: Math.ceil(end.x + MARGIN),
    height: Math.ceil(end.y + 22),
    title: net.name,
    description: `${subtitle(net)}. ${said.join("; ")}.`,
    marks,
  };
}

/** Layers of a stage that store weights: what is shared is stored where it stands first. */
function holders(stage: Stage): readonly Node[] {
  return layersOf(stage).filter(
    ({ weights, shares }) => shares === undefined && weights.some(({ shape }) => product(shape) > 0),
  );
}

function named(stage: Stage): string {
  return holders(stage).map(titleOf).join(", ");
}

function idsOf(nodes: readonly Node[]): string {
  return nodes.map(({ id }) => id).join(" ");
}

/** What is said of the layers that store no weights, in lines from y downwards. */
function restOf(net: CheckedNet, y: number, measure: Measure): GroupMark[] {
  const stored = new Set(stagesOf(net).flatMap(holders));
  const rest = net.nodes.filter((node) => !stored.has(node));
  const using = rest.filter(({ weights, shares }) => shares !== undefined && weights.length > 0);
  const bare = rest.filter((node) => !using.includes(node));
  const lines = [
    { layers: using, said: "with shared weights, which count above" },
    { layers: bare, said: "without weights" },
  ].filter(({ layers }) => layers.length > 0);
  return lines.map(({ layers, said }, i): GroupMark => {
    const content = `${digits(layers.length)} ${layers.length === 1 ? "layer" : "layers"} ${said}`;
    return {
      type: "group",
      className: "rest",
      data: { nodes: idsOf(layers), ...countData({ layers: layers.length, weights: 0 }) },
      children: [text(content, MARGIN, y + i * LEADING, measure, { fill: SECONDARY, className: "layers" })],
    };
  });
}

function times(stages: readonly Stage[]): string {
  return stages.length > 1 ? `${stages.length} × ` : "";
}

/** Tensors that count at a stage: what is shared counts where it stands first. */
function tensorsOf(stage: Stage): Tensor[] {
  return holders(stage).flatMap((each) =>
    each.weights.map((weight) => ({
      weight,
      colours: palette[each === stage.node ? stage.tint : familyOf(each)],
    })),
  );
}

/** Rows in the order of their first layers. */
function rowsOf(net: CheckedNet): Row[] {
  const stages = stagesOf(net).filter(({ counts }) => counts.weights > 0);
  const form = (stage: Stage) =>
    [named(stage), ...tensorsOf(stage).map(({ weight }) => weight.arithmetic)].join("\n");
  return groups(stages, form).map(([, alike]) => ({
    stages: alike,
    tensors: tensorsOf(alike[0]!),
    total: alike.length * alike[0]!.counts.weights,
  }));
}

/** The names of a row's layers, and how many there are. */
function labelOf({ stages }: Row, measure: Measure): Drawn {
  const lines = holders(stages[0]!).map(titleOf);
  const marks = lines.map((line, i) =>
    text(line, 0, (i + 1) * LEADING - 4, measure, { bold: true, className: "layer" }),
  );
  if (stages.length > 1) {
    const y = (lines.length + 1) * LEADING - 4;
    marks.push(text(`${stages.length} alike`, 0, y, measure, { fill: SECONDARY, className: "alike" }));
  }
  return { width: extentOf(marks).x, height: marks.length * LEADING, marks };
}

/** The tensors of one layer with signs between them, and what they come to. */
function equation({ stages, tensors, total }: Row, measure: Measure): Drawn {
  const scale = scaleOfLayer(tensors);
  const parts = tensors.map(({ weight, colours }) => ({ weight, figure: figureOf(weight, colours, scale) }));
  const tallest = Math.max(...parts.map(({ figure }) => figure.height));
  const marks: Mark[] = [];
  const baseline = tallest + LEADING + 2;
  const sign = (content: string, x: number) =>
    text(content, x, baseline, measure, { anchor: "middle", fill: SECONDARY, className: "sign" });
  let x = 0;
  const before = stages.length > 1 ? `${stages.length} · (` : "";
  if (before) {
    const opened = text(before, 0, baseline, measure, { fill: SECONDARY, className: "sign" });
    marks.push(opened);
    x = opened.box.width + 4;
  }
  parts.forEach(({ weight, figure }, i) => {
    if (i > 0) {
      marks.push(sign("+", x + SIGN_GAP / 2));
      x += SIGN_GAP;
    }
    const name = weight.name.replaceAll("_", " ");
    const width = Math.max(
      figure.width,
      ...[weight.arithmetic, name].map((line) => measure(line, TEXT, false)),
    );
    marks.push(...moved(figure.marks, x + (width - figure.width) / 2, tallest - figure.height));
    marks.push(
      text(weight.arithmetic, x + width / 2, baseline, measure, {
        anchor: "middle",
        className: "arithmetic",
      }),
      text(name, x + width / 2, baseline + LEADING, measure, {
        anchor: "middle",
        fill: SECONDARY,
        className: "tensor",
      }),
    );
    x += width;
  });
  const end = `${before ? ") " : ""}=`;
  const equals = text(end, x + 6, baseline, measure, { fill: SECONDARY, className: "sign" });
  const sum = text(digits(total), x + 10 + equals.box.width, baseline, measure, {
    bold: true,
    className: "sum",
  });
  marks.push(equals, sum);
  return { width: sum.box.x + sum.box.width, height: baseline + LEADING + 3, marks };
}

/** A bar as long as a row's share of all weights, beside the largest. */
function share({ stages, total }: Row, all: number, largest: number, measure: Measure): Drawn {
  const width = Math.max(1, (total / largest) * BAR);
  const percent = (100 * total) / all;
  const written = percent >= 9.95 ? percent.toFixed(0) : percent.toFixed(1);
  const { fill, stroke } = palette[stages[0]!.tint];
  const paint = { fill, stroke, strokeWidth: 0.9, className: "share" };
  return {
    width: BAR,
    height: BAR_HEIGHT,
    marks: [
      { type: "rect", x: 0, y: 0, width, height: BAR_HEIGHT, radius: 1.5, ...paint },
      text(`${written} %`, width + 7, BAR_HEIGHT - 1, measure, { fill: SECONDARY, className: "percent" }),
    ],
  };
}

/**
 * A tensor: kernels as grids, one behind the other for each input; a matrix, or a row of numbers, as its cells. Weights that
 * are written down shade their cells.
 */
function figureOf({ shape, initial }: Weight, colours: Colours, scale: Scale): Drawn {
  const numbers = initial.type === "literal" ? initial.values : undefined;
  const shadeOf = numbers && ((index: number) => shade(numbers[index]!, scale));
  if (shape.length < 3) {
    const sides = shape.length === 2 ? shape : [1, ...shape];
    return cells(sides, colours, SIDE, shadeOf && ((row, column) => shadeOf(row * sides[1]! + column)));
  }
  const [inputs, outputs] = shape.slice(-2) as [number, number];
  const window = shape.slice(0, -2);
  const [rows, columns] = [window.length > 1 ? window.at(-2)! : 1, window.at(-1)!];
  const deep = Math.min(MOST_CHANNELS, inputs * product(window.slice(0, -2)));
  /** A kernel's grid for one of its inputs, or, of a volume, one of its planes. */
  const kernelOf = (output: number, sheet: number) => {
    const plane = Math.floor(sheet / inputs) * rows * columns;
    const input = sheet % inputs;
    const at = (row: number, column: number) =>
      ((plane + row * columns + column) * inputs + input) * outputs + output;
    return cells(
      [rows, columns],
      colours,
      KERNEL_SIDE,
      shadeOf && ((row, column) => shadeOf(at(row, column))),
    );
  };
  const shift = (deep - 1) * SHIFT;
  const shown = Math.min(MOST_KERNELS, outputs);
  const marks: Mark[] = [];
  let x = 0;
  let height = 0;
  for (let i = 0; i < shown; i++) {
    let width = 0;
    for (let d = deep - 1; d >= 0; d--) {
      const sheet = kernelOf(i, d);
      width = sheet.width;
      height = sheet.height + shift;
      marks.push(...moved(sheet.marks, x + d * SHIFT, shift - d * SHIFT));
    }
    x += width + shift + KERNEL_GAP;
  }
  if (shown < outputs) {
    for (const dx of [0, 4, 8]) {
      const y = height / 2;
      marks.push({ type: "circle", x: x + dx, y, r: 1, fill: colours.stroke, className: "elided" });
    }
    x += 9 + KERNEL_GAP;
  }
  return { width: x - KERNEL_GAP, height, marks };
}

/** The scale of all weights of a layer that are written down. */
function scaleOfLayer(tensors: readonly Tensor[]): Scale {
  const scales = tensors.flatMap(({ weight: { initial } }) =>
    initial.type === "literal" ? [scaleOf(initial.values)] : [],
  );
  return scaleOf(scales.flatMap(({ low, high }) => [low, high]));
}

/**
 * Rows × columns of weights: each a square where they are few, else one area whose sides grow with the logarithm.
 *
 * @param shade fill of a weight; all have that of their layer where none is given
 */
function cells(
  [rows, columns]: readonly number[],
  { fill, stroke }: Colours,
  side: number,
  shade?: (row: number, column: number) => Colour,
): Drawn {
  const cell = Math.min(CELL, side / Math.max(rows!, columns!));
  const few = cell >= 3.5;
  const length = (count: number) => 4 + 7 * Math.log2(count + 1);
  const [width, height] = few ? [columns! * cell, rows! * cell] : [length(columns!), length(rows!)];
  const marks: Mark[] = [];
  if (few) {
    for (let i = 0; i < rows!; i++) {
      for (let j = 0; j < columns!; j++) {
        const square = { x: j * cell, y: i * cell, width: cell, height: cell };
        const paint = { fill: shade?.(i, j) ?? fill, stroke, strokeWidth: 0.5 };
        marks.push({ type: "rect", ...square, ...paint, className: "weight" });
      }
    }
  }
  const frame = few ? {} : { fill };
  marks.push({
    type: "rect",
    x: 0,
    y: 0,
    width,
    height,
    ...frame,
    stroke,
    strokeWidth: 0.9,
    className: "tensor",
  });
  return { width, height, marks };
}
