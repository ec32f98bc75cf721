import { groups as columnsBy } from "d3";
import type { CheckedNet, Weight } from "../../ir/net.ts";
import type { Values } from "../../layers/parameters.ts";
import { layerOf } from "../../layers/registry.ts";
import { channels, formatShape, product, rank } from "../../shape/shape.ts";
import { dots, shown } from "../bodies/body.ts";
import { type Caption, captionHeight, captionMarks, captionOf } from "../bodies/captions.ts";
import { type Measure, measureArimo } from "../scene/font.ts";
import { arrow, text } from "../scene/marks.ts";
import { extentOf, type GroupMark, type Mark, type Point, type Scene } from "../scene/scene.ts";
import { MARGIN, palette, SECONDARY, type Sign, WIRE } from "../scene/theme.ts";
import { headingMarks, subtitle } from "../stages/heading.ts";
import { nameMarks, namesOf, nameWidth } from "../stages/names.ts";
import type { DrawOptions } from "../stages/options.ts";
import { dataOf, layersOf, type Stage, stagesOf, titleOf } from "../stages/stages.ts";

const RADIUS = 12;
const STEP = 36;
/** Room for the dots of neurons that are left out. */
const GAP = 34;
/** Up to so many neurons, a layer is drawn whole: more where each has a name. */
const MOST = 12;
const MOST_NAMED = 30;
const COLUMN_GAP = 128;
const CAPTION_WIDTH = 132;
/** Between the stages of a column. */
const STAGE_GAP = 44;
const CAPTION_GAP = 16;
/** Top of the tallest column, where no way leads over it; and from one such way to the next. */
const TOP = 84;
const ARC_STEP = 14;
const NAME_GAP = 9;

/** Width of the line for the largest weight of a layer, and for one next to 0. */
const WIDEST = 4;
const NARROWEST = 0.5;
/** Colours of a weight above 0 and of one below: apart for colour-blind readers, and in greyscale. */
const SIGNS: readonly Sign[] = ["stimulates", "inhibits"];

/** A drawn neuron: its number in its layer and its middle. */
interface Neuron extends Point {
  readonly index: number;
}

/** A stage with a place: its column's middle, and its neurons from the top. */
interface Placed {
  readonly stage: Stage;
  /** Number of its column. */
  readonly depth: number;
  readonly x: number;
  readonly count: number;
  readonly neurons: readonly Neuron[];
  /** Middle of the dots, where neurons are left out. */
  readonly elided?: Point;
  readonly caption: Caption;
  readonly captionY: number;
}

/** Why a net can't be drawn neuron by neuron; undefined where it can. */
export function neuronsRefusal(net: CheckedNet): string | undefined {
  const map = net.nodes.find((node) => rank(node.output) > 0);
  return map && `\`${map.label}\` gives ${formatShape(map.output)}, and only lists have neurons to draw`;
}

/**
 * Draws a net of lists as nodes and links: a circle for each number, a line for each weight. Where weights are known, their
 * sign is the line's colour, and their size beside the largest of their layer its width. A pure function; sizes in px.
 */
export function drawNeurons(net: CheckedNet, options: DrawOptions = {}): Scene {
  const { measure = measureArimo, source } = options;
  const stages = stagesOf(net);
  const depths = depthsOf(stages);
  // Shorter ways lie lower.
  const over = stages
    .flatMap(({ index, inputs }) => inputs.map((input) => ({ from: input, to: index })))
    .map((way) => ({ ...way, span: depths[way.to]! - depths[way.from]! }))
    .filter(({ span }) => span > 1)
    .sort((a, b) => a.span - b.span);
  const top = TOP + over.length * ARC_STEP;
  const placed = place(net, stages, depths, top, measure);
  const known = stages.some((stage) => weightsBetween(stage, 0) !== undefined);
  const lines: Mark[] = placed.flatMap((to) => synapses(to, placed));
  const ways = over.flatMap(({ from, to }, i) => wayOver(placed[from]!, placed[to]!, top - 8 - i * ARC_STEP));
  const groups = placed.map((each) =>
    group(net, each, measure, source && ((at) => source.position(at).line)),
  );
  const bottom = extentOf([...groups, ...lines]).y;
  const marks: Mark[] = [
    { type: "group", className: "heading", children: headingMarks(net, measure) },
    { type: "group", className: "synapses", children: lines },
    { type: "group", className: "ways", children: ways },
    ...groups,
    ...(known ? [{ type: "group" as const, className: "legend", children: key(bottom + 34, measure) }] : []),
  ];
  const extent = extentOf(marks);
  return {
    width: Math.ceil(extent.x + MARGIN),
    height: Math.ceil(extent.y + 22),
    title: net.name,
    description: `${subtitle(net)}. ${stages.map(described).join("; ")}.`,
    marks,
  };
}

/** One way for all numbers of a stage that go past a column: over the top, at the height y. */
function wayOver(from: Placed, to: Placed, y: number): Mark[] {
  const [start, end] = [from.neurons[0]!, to.neurons[0]!];
  return arrow([
    { x: start.x + 5, y: start.y - RADIUS - 2 },
    { x: start.x + 5, y },
    { x: end.x - 5, y },
    { x: end.x - 5, y: end.y - RADIUS - 2 },
  ]);
}

function described(stage: Stage): string {
  return layersOf(stage).map(titleOf).join(", ");
}

/** Length of the longest way from an input to each stage. */
function depthsOf(stages: readonly Stage[]): number[] {
  const depths: number[] = [];
  for (const { inputs } of stages) depths.push(Math.max(-1, ...inputs.map((input) => depths[input]!)) + 1);
  return depths;
}

/**
 * Every stage with its place. Columns stand from left to right, each in the middle of the tallest, and captions under all of
 * them, so that no line meets one.
 */
function place(
  net: CheckedNet,
  stages: readonly Stage[],
  depths: readonly number[],
  top: number,
  measure: Measure,
): Placed[] {
  const blocks = columnsBy(stages, (stage) => depths[stage.index]!).map(([, column]) =>
    column.map((stage) => {
      const count = channels(stage.node.output);
      const { fields, outputs } = namesOf(net, stage);
      const named = Math.max(fields.length, outputs.length) === count;
      const { head, tail } = shown(count, named ? MOST_NAMED : MOST);
      const caption = captionOf(stage, measure, CAPTION_WIDTH);
      const height = (head + tail - 1) * STEP + (tail > 0 ? GAP : 0) + 2 * RADIUS;
      return { stage, count, head, tail, caption, height };
    }),
  );
  const heights = blocks.map(
    (column) => column.reduce((sum, { height }) => sum + height, 0) + (column.length - 1) * STAGE_GAP,
  );
  const tallest = Math.max(0, ...heights);
  const bottom = top + tallest;
  let right = MARGIN;
  let previous = Number.NEGATIVE_INFINITY;
  const placed = blocks.flatMap((column, depth) => {
    const half = Math.max(RADIUS, ...column.map(({ caption }) => caption.width / 2));
    const fields = Math.max(0, ...column.map(({ stage }) => namesWidth(net, stage, "fields", measure)));
    const outputs = Math.max(0, ...column.map(({ stage }) => namesWidth(net, stage, "outputs", measure)));
    const x = Math.max(right + Math.max(half, RADIUS + fields), previous + COLUMN_GAP);
    right = x + Math.max(half, RADIUS + outputs) + 24;
    previous = x;
    let y = top + (tallest - heights[depth]!) / 2;
    let captionY = bottom + CAPTION_GAP;
    return column.map(({ stage, count, head, tail, caption, height }): Placed => {
      const neurons = Array.from({ length: head + tail }, (_, i) => ({
        index: i < head ? i : count - tail + i - head,
        x,
        y: y + RADIUS + i * STEP + (i >= head ? GAP : 0),
      }));
      const elided = { x, y: y + RADIUS + (head - 1) * STEP + (STEP + GAP) / 2 };
      const at = captionY;
      y += height + STAGE_GAP;
      captionY += captionHeight(caption) + 10;
      return { stage, depth, x, count, neurons, caption, captionY: at, ...(tail > 0 ? { elided } : {}) };
    });
  });
  return placed.sort((a, b) => a.stage.index - b.stage.index);
}

function namesWidth(net: CheckedNet, stage: Stage, side: "fields" | "outputs", measure: Measure): number {
  const names = namesOf(net, stage)[side];
  return Math.max(0, ...names.map((name) => nameWidth(name, measure) + NAME_GAP));
}

/** The weights from the list that a stage takes at `place` to its own, inputs × outputs, where they are known. */
function weightsBetween(stage: Stage, place: number): ArrayLike<number> | undefined {
  const matrix = matrixOf(stage);
  return place === 0 && matrix?.initial.type === "literal" ? matrix.initial.values : undefined;
}

function matrixOf(stage: Stage): Weight | undefined {
  return stage.node.weights.find(
    ({ shape }) => shape.length === 2 && shape[1] === channels(stage.node.output),
  );
}

/** The lines into a stage. */
function synapses(to: Placed, placed: readonly Placed[]): Mark[] {
  const { stage } = to;
  let before = 0;
  return stage.inputs.flatMap((input, place) => {
    const from = placed[input]!;
    const start = before;
    const joined = stage.inputs.length > 1;
    if (joined && to.count !== from.count) before += from.count;
    if (to.depth - from.depth > 1) return [];
    if (!matrixOf(stage) && (joined || from.count === to.count)) {
      // Number by number: side by side where there are more of them than one input has.
      return from.neurons.flatMap((source) => {
        const target = to.neurons.find(({ index }) => index === source.index + start);
        return target ? [synapse(source, target, undefined, 0)] : [];
      });
    }
    const weights = weightsBetween(stage, place);
    const largest = largestSize(weights ?? []);
    return from.neurons.flatMap((source) =>
      to.neurons.map((target) =>
        synapse(source, target, weights?.[source.index * to.count + target.index], largest),
      ),
    );
  });
}

function largestSize(weights: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < weights.length; i++) largest = Math.max(largest, Math.abs(weights[i]!));
  return largest;
}

function synapse(from: Point, to: Point, weight: number | undefined, largest: number): Mark {
  const share = weight === undefined || largest === 0 ? 0 : Math.abs(weight) / largest;
  const sign: Sign | undefined =
    weight === undefined || weight === 0 ? undefined : weight > 0 ? "stimulates" : "inhibits";
  return {
    type: "path",
    points: [
      { x: from.x + RADIUS, y: from.y },
      { x: to.x - RADIUS, y: to.y },
    ],
    smooth: true,
    stroke: sign ?? WIRE,
    strokeWidth: sign ? NARROWEST + (WIDEST - NARROWEST) * share : 0.9,
    opacity: sign ? 0.8 : 0.6,
    className: sign ? `synapse ${sign}` : "synapse",
  };
}

/** A stage's neurons, with their names and its caption. */
function group(
  net: CheckedNet,
  placed: Placed,
  measure: Measure,
  lineOf: ((offset: number) => number) | undefined,
): GroupMark {
  const { stage, x, neurons, elided, caption, captionY } = placed;
  const colours = palette[stage.tint];
  const { fields, outputs } = namesOf(net, stage);
  const children: Mark[] = neurons.flatMap(({ index, y }) => {
    const named: Mark[] = [];
    const field = fields[index];
    const output = outputs[index];
    if (field) {
      const start = x - RADIUS - NAME_GAP - nameWidth(field, measure);
      named.push(...nameMarks(field, start, y + 4, measure));
    }
    if (output) named.push(...nameMarks(output, x + RADIUS + NAME_GAP, y + 4, measure));
    const circle = { x, y, r: RADIUS, ...colours, strokeWidth: 1.1, className: "neuron" };
    return [{ type: "circle", ...circle }, ...curveMarks(stage, { x, y }), ...named];
  });
  if (elided) children.push(...dots(elided.x, elided.y, colours));
  children.push(...captionMarks(caption, x, captionY, measure));
  return {
    type: "group",
    id: `${net.name}-${stage.node.id}`,
    className: `stage ${stage.tint}`,
    title: described(stage),
    data: dataOf(stage, lineOf?.(stage.node.span.start)),
    children,
  };
}

/** Half the width of an activation's curve, in px and in numbers. */
const CURVE = 6.5;
const REACH = 3.2;

/** The curve of the activation behind a stage, inside its neuron. */
function curveMarks(stage: Stage, at: Point): Mark[] {
  const node = stage.after.find(({ kind }) => layerOf(kind)?.curve);
  if (!node) return [];
  const curve = layerOf(node.kind)!.curve!;
  const xs = Array.from({ length: 25 }, (_, i) => (i / 12 - 1) * REACH);
  const ys = xs.map((x) => curve(x, node.params as Values<never>));
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const points = xs.map((x, i) => ({
    x: at.x + (x / REACH) * CURVE,
    y: at.y + CURVE * 0.75 - ((ys[i]! - low) / (high - low)) * CURVE * 1.5,
  }));
  const { stroke } = palette[stage.tint];
  return [{ type: "path", points, stroke, strokeWidth: 1.3, className: "curve" }];
}

function key(y: number, measure: Measure): Mark[] {
  let x = MARGIN;
  return SIGNS.flatMap((sign): Mark[] => {
    const points = [
      { x, y: y - 4 },
      { x: x + 22, y: y - 4 },
    ];
    const label = text(sign, x + 28, y, measure, { fill: SECONDARY, className: "key" });
    x = label.box.x + label.box.width + 22;
    return [{ type: "path", points, stroke: sign, strokeWidth: 3, className: "swatch" }, label];
  });
}

/** Whether a net is best drawn neuron by neuron: lists alone, and few enough layers with weights between them. */
export function isOfNeurons(net: CheckedNet): boolean {
  return (
    net.nodes.length > 0 &&
    neuronsRefusal(net) === undefined &&
    net.nodes.some(({ weights }) => weights.some(({ shape }) => shape.length === 2 && product(shape) > 0))
  );
}
