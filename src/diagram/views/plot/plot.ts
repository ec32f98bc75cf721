import { extent, groups } from "d3";
import { firstUnknown } from "../../../ir/known-weights.ts";
import type { CheckedNet, Field, Node } from "../../../ir/net.ts";
import { formatShape, product, rank } from "../../../shape/shape.ts";
import {
  AXIS_BOTTOM,
  AXIS_LEFT,
  type Axis,
  type Chart,
  chartIn,
  curveIn,
  straight,
} from "../../scene/chart.ts";
import { type Measure, measureArimo } from "../../scene/font.ts";
import { text } from "../../scene/marks.ts";
import { type Box, extentOf, type Mark, type Scene } from "../../scene/scene.ts";
import { type ColourName, LEADING, MARGIN, SECONDARY, TEXT } from "../../scene/theme.ts";
import { headingMarks, subtitle } from "../../stages/heading.ts";
import type { DrawOptions } from "../../stages/options.ts";
import { type Answers, axisOf, type Output, outputsIn, titled } from "./answers.ts";
import { heightOf, hiddenMarks } from "./hidden-curves.ts";
import { surfaceMarks } from "./surface.ts";

const TOP = 112;
/** Size of a curve's area; beside those of neurons, which are of its height, it may be less high. */
const CURVE = { width: 420, height: 260, least: 190 };
const MOST_OUTPUTS = 8;
/** Between charts of several heads. */
const GAP = 44;
const COLOURS: readonly ColourName[] = ["head edge", "training", "validation", "dense edge"];

/** Why a net's output can't be drawn over its input; undefined where it can. */
export function plotRefusal(net: CheckedNet): string | undefined {
  const [input, other] = net.inputs.map(({ node }) => nodeOf(net, node));
  if (!input || other || fieldsOf(net).length === 0)
    return `it takes ${net.inputs.map(({ node }) => formatShape(nodeOf(net, node).output)).join(" and ")}, and a plot is over one or two fields`;
  const fields = fieldsOf(net).length;
  if (fields > 2) return `it has ${fields} fields, and a plot is over one or two`;
  const end = net.outputs.map(({ node }) => nodeOf(net, node)).find(({ output }) => rank(output) > 0);
  if (end) return `\`${end.label}\` gives ${formatShape(end.output)}, and a plot is of numbers`;
  const unknown = firstUnknown(net);
  return (
    unknown &&
    `the weights of \`${unknown.label}\` are not known before it is trained: train it, and draw its run folder`
  );
}

function nodeOf(net: CheckedNet, id: string): Node {
  return net.nodes.find((node) => node.id === id)!;
}

/** The fields of a net's one input, of which a plot has one or two. */
export function fieldsOf(net: CheckedNet): readonly Field[] {
  const fields = nodeOf(net, net.inputs[0]!.node).params.fields;
  return Array.isArray(fields) ? (fields as unknown as readonly Field[]) : [];
}

/** The last layer before a net's one output, where its neurons are few enough for a curve each: 4. */
export function hiddenLayer(net: CheckedNet): { readonly hidden: Node; readonly sum: Node } | undefined {
  if (net.outputs.length !== 1 || fieldsOf(net).length !== 1) return undefined;
  let sum = nodeOf(net, net.outputs[0]!.node);
  while (sum.weights.length === 0 && sum.inputs.length === 1) sum = nodeOf(net, sum.inputs[0]!);
  const [matrix] = sum.weights;
  if (sum.inputs.length !== 1 || matrix?.shape.length !== 2 || matrix.shape[1] !== 1) return undefined;
  const hidden = nodeOf(net, sum.inputs[0]!);
  return hidden.inputs.length > 0 && product(hidden.output) <= 4 ? { hidden, sum } : undefined;
}

/** Draws what a net gives over its input: curves over one, contours over two. A pure function; sizes in px. */
export function drawPlot(net: CheckedNet, answers: Answers, options: DrawOptions = {}): Scene {
  const { measure = measureArimo, width: room = 1280 } = options;
  const outputs = outputsIn(net, answers);
  const fields = fieldsOf(net);
  const drawn =
    fields.length === 1
      ? curves(net, outputs, answers, room, measure)
      : surfaceMarks(fields, outputs, answers.inputs, { x: MARGIN, y: TOP }, room, measure);
  const marks: Mark[] = [
    { type: "group", className: "heading", children: headingMarks(net, measure) },
    ...drawn,
  ];
  const end = extentOf(marks);
  const said = outputs.map(({ name, values }) => {
    const [low = 0, high = 0] = extent(values);
    return `${name} from ${Number(low.toPrecision(4))} to ${Number(high.toPrecision(4))}`;
  });
  return {
    width: Math.ceil(end.x + MARGIN),
    height: Math.ceil(end.y + 22),
    title: net.name,
    description: `${subtitle(net)}. Over ${fields.map(({ name }) => name).join(" and ")}: ${said.join("; ")}.`,
    marks,
  };
}

function curves(
  net: CheckedNet,
  outputs: readonly Output[],
  answers: Answers,
  room: number,
  measure: Measure,
): Mark[] {
  const [numbers] = answers.inputs;
  const across: Axis = { from: numbers![0]!, to: numbers!.at(-1)!, name: titled(fieldsOf(net)[0]!) };
  const layer = hiddenLayer(net);
  const height = layer ? Math.max(CURVE.least, heightOf(layer.hidden)) : CURVE.height;
  const beside = { x: MARGIN, y: layer ? TOP + (height - heightOf(layer.hidden)) / 2 : TOP };
  const hidden = layer && hiddenMarks(net, layer, answers, across, beside, measure);
  const start = (hidden?.right ?? MARGIN) + AXIS_LEFT;
  let at = { x: start, y: TOP };
  const charts = groups(outputs, ({ head }) => head).flatMap(([, ofHead]) => {
    const shown = ofHead.slice(0, MOST_OUTPUTS);
    const named =
      shown.length > 1 ? Math.max(...shown.map((each) => measure(titled(each), TEXT, false))) + 12 : 0;
    const width = Math.min(CURVE.width, Math.max(180, room - MARGIN - start - named));
    if (at.x > start && at.x + width + named > room - MARGIN)
      at = { x: start, y: at.y + height + AXIS_BOTTOM + GAP };
    const box = { ...at, width, height };
    at = { ...at, x: at.x + width + named + GAP + AXIS_LEFT };
    return curveChart(shown, ofHead.length, numbers!, across, box, measure);
  });
  return [...(hidden?.marks ?? []), ...charts];
}

/** A chart of what one head gives, with a curve for each number of it. */
function curveChart(
  outputs: readonly Output[],
  all: number,
  numbers: readonly number[],
  across: Axis,
  box: Box,
  measure: Measure,
): Mark[] {
  const upright = axisOf(outputs);
  const chart = chartIn(box, across, upright, measure);
  const [first] = outputs;
  const title =
    first!.head.replaceAll("_", " ") + (all > outputs.length ? `: ${outputs.length} of ${all}` : "");
  return [
    { type: "group", className: "chart", children: [...chart.marks, ...zero(chart, upright)] },
    text(all === 1 ? titled(first!) : title, box.x, box.y - 14, measure, {
      bold: true,
      className: "chart-name",
    }),
    ...outputs.flatMap(({ values }, i) =>
      curveIn(
        chart,
        values.map((y, place) => ({ x: numbers[place]!, y })),
        COLOURS[i % COLOURS.length]!,
        { strokeWidth: 2.2 },
      ),
    ),
    ...(outputs.length > 1 ? endNames(outputs, chart, measure) : []),
  ];
}

/** A line at 0, where the numbers lie on both sides. */
function zero({ box, y }: Chart, { from, to }: Axis): Mark[] {
  if (from >= 0 || to <= 0) return [];
  return [straight({ x: box.x, y: y(0) }, { x: box.x + box.width, y: y(0) }, SECONDARY, "zero")];
}

/** The name of each curve behind its end, moved apart where ends are close, none below the chart. */
function endNames(outputs: readonly Output[], { box, y }: Chart, measure: Measure): Mark[] {
  const ends = outputs
    .map((output, i) => ({ output, i, y: y(output.values.at(-1)!) + 4 }))
    .sort((a, b) => a.y - b.y);
  let above = Number.NEGATIVE_INFINITY;
  const apart = ends.map((end) => {
    above = Math.max(end.y, above + LEADING);
    return { ...end, y: above };
  });
  let below = box.y + box.height + 4 + LEADING;
  return apart.reverse().map(({ output, i, y: at }) => {
    below = Math.min(at, below - LEADING);
    return text(titled(output), box.x + box.width + 10, below, measure, {
      fill: COLOURS[i % COLOURS.length]!,
      className: "name",
    });
  });
}
