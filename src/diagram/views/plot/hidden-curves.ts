import { extent } from "d3";
import type { CheckedNet, Field, Node, Weight } from "../../../ir/net.ts";
import { channels } from "../../../shape/shape.ts";
import { type Axis, chartIn, curveIn, rounded } from "../../scene/chart.ts";
import type { Measure } from "../../scene/font.ts";
import { arrow, text } from "../../scene/marks.ts";
import type { Mark, Point } from "../../scene/scene.ts";
import { PAPER, SECONDARY, type Sign, TEXT, WIRE } from "../../scene/theme.ts";
import type { Answers } from "./answers.ts";

/** Curves of hidden neurons, one under the other, and the way from each into a sum. */
export interface HiddenCurves {
  /** Where the sum's own chart begins. */
  readonly right: number;
  readonly marks: readonly Mark[];
}

const AREA = { width: 132, height: 74 };
const LEFT = 40;
/** From one chart to the next: its name above and the numbers below. */
const STEP = AREA.height + 58;
/** From the end of what carries a factor to the sum. */
const WAY = 44;
const RADIUS = 11;

/** From the top of the first chart's area to the bottom of the last one's, in px. */
export function heightOf(hidden: Node): number {
  return (channels(hidden.output) - 1) * STEP + AREA.height;
}

/**
 * The curves of the few neurons of a layer, over the net's one input, and the factors with which the next layer adds them.
 *
 * @param at left end and top of the first chart's area, without its numbers
 */
export function hiddenMarks(
  net: CheckedNet,
  { hidden, sum }: { readonly hidden: Node; readonly sum: Node },
  { inputs, values }: Answers,
  across: Axis,
  at: Point,
  measure: Measure,
): HiddenCurves {
  const count = channels(hidden.output);
  const numbers = values.get(hidden.id)!;
  const curves = Array.from({ length: count }, (_, i) =>
    inputs[0]!.map((x, example) => ({ x, y: numbers[example * count + i]! })),
  );
  const [from = 0, to = 1] = extent(numbers);
  const upright = rounded({ from: Math.min(0, from), to });
  const height = heightOf(hidden);
  const middle = at.y + height / 2;
  const factors = Array.from(numbersOf(sum.weights[0]));
  const labels = factors.map((factor) => `× ${written(factor)}`);
  const straight = Math.max(...labels.map((label) => measure(label, TEXT, false))) + 8;
  const centre = { x: at.x + LEFT + AREA.width + 8 + straight + WAY + RADIUS, y: middle };
  const marks = curves.flatMap((curve, i): Mark[] => {
    const box = { ...AREA, x: at.x + LEFT, y: at.y + i * STEP };
    const { name: _, ...plain } = across;
    const chart = chartIn(box, plain, upright, measure);
    const factor = factors[i]!;
    const sign: Sign = factor < 0 ? "inhibits" : "stimulates";
    const start = { x: box.x + box.width + 8, y: box.y + box.height / 2 };
    const bend = { x: start.x + straight, y: start.y };
    const angle = Math.atan2(centre.y - bend.y, centre.x - bend.x);
    const end = {
      x: centre.x - (RADIUS + 2) * Math.cos(angle),
      y: centre.y - (RADIUS + 2) * Math.sin(angle),
    };
    return [
      {
        type: "group",
        className: "chart",
        children: [...chart.marks, ...curveIn(chart, curve, "dense edge", { strokeWidth: 1.8 })],
      },
      text(formulaOf(net, hidden, i), box.x, box.y - 14, measure, { bold: true, className: "chart-name" }),
      ...arrow([start, bend, end], { stroke: factor === 0 ? WIRE : sign }),
      text(labels[i]!, start.x + straight / 2, start.y - 7, measure, {
        anchor: "middle",
        fill: SECONDARY,
        className: "factor",
      }),
    ];
  });
  marks.push(
    {
      type: "circle",
      ...centre,
      r: RADIUS,
      fill: PAPER,
      stroke: SECONDARY,
      strokeWidth: 1,
      className: "sum",
    },
    ...plus(centre),
    ...arrow([
      { x: centre.x + RADIUS + 2, y: middle },
      { x: centre.x + RADIUS + 26, y: middle },
    ]),
  );
  return { right: centre.x + RADIUS + 28, marks };
}

function plus({ x, y }: Point): Mark[] {
  const stroke = { stroke: SECONDARY, strokeWidth: 1.4, className: "plus" } as const;
  return [
    {
      type: "path",
      points: [
        { x: x - 5, y },
        { x: x + 5, y },
      ],
      ...stroke,
    },
    {
      type: "path",
      points: [
        { x, y: y - 5 },
        { x, y: y + 5 },
      ],
      ...stroke,
    },
  ];
}

function numbersOf(weight: Weight | undefined): ArrayLike<number> {
  return weight?.initial.type === "literal" ? weight.initial.values : [];
}

function written(value: number): string {
  return String(Number(value.toPrecision(3))).replace("-", "−");
}

/** `relu(2 x − 1)`: what a neuron makes of the net's input; its number where other layers stand between. */
function formulaOf(net: CheckedNet, hidden: Node, neuron: number): string {
  const byId = new Map(net.nodes.map((node) => [node.id, node]));
  const outer: string[] = [];
  let node = hidden;
  while (node.weights.length === 0 && node.inputs.length === 1) {
    outer.push(node.kind);
    node = byId.get(node.inputs[0]!)!;
  }
  const source = byId.get(node.inputs[0] ?? "");
  const [matrix, bias] = node.weights;
  if (!source || source.inputs.length > 0 || matrix?.shape.length !== 2) return `neuron ${neuron + 1}`;
  const field = (source.params.fields as unknown as readonly Field[])[0]!.name.replaceAll("_", " ");
  const slope = numbersOf(matrix)[neuron] ?? 0;
  const offset = bias ? (numbersOf(bias)[neuron] ?? 0) : 0;
  const factor = slope === 1 ? "" : slope === -1 ? "−" : `${written(slope)} `;
  const shift = offset === 0 ? "" : offset > 0 ? ` + ${written(offset)}` : ` − ${written(-offset)}`;
  return outer.reduce((inner, kind) => `${kind}(${inner})`, `${factor}${field}${shift}`);
}
