import type { CheckedNet } from "../../../ir/net.ts";
import { outputsOf } from "../../../ir/task-outputs.ts";
import { channels, rank, spatial } from "../../../shape/shape.ts";
import { captionHeight, captionMarks, captionOf } from "../../bodies/captions.ts";
import { type Measure, measureArimo } from "../../scene/font.ts";
import { arrow, text } from "../../scene/marks.ts";
import { extentOf, type GroupMark, type Mark, moved, type Scene } from "../../scene/scene.ts";
import { type Scale, scaleOf, shadesKey, writtenNumber } from "../../scene/shades.ts";
import { LEADING, MARGIN, SECONDARY, TEXT } from "../../scene/theme.ts";
import { headingMarks, subtitle } from "../../stages/heading.ts";
import type { DrawOptions } from "../../stages/options.ts";
import { type Stage, stagesOf, titleOf } from "../../stages/stages.ts";
import { answerBlock, listBlock } from "./list-columns.ts";
import {
  type Block,
  inputBlock,
  kernelScale,
  kernelsAndMaps,
  kernelsBlock,
  kernelsOf,
  MOST,
  mapsBlock,
  pitchOf,
  pixelRange,
  rowsOf,
  withMore,
} from "./map-columns.ts";

/** What the layers of a net make of one example. */
export interface Example {
  /** By the ids of nodes, the numbers of their values. */
  readonly values: ReadonlyMap<string, ArrayLike<number>>;
}

/** Width in px at which columns go on in a further line, where nothing else is asked for. */
const ROOM = 1600;
const TOP = 82;
const COLUMN_GAP = 46;
const LINE_GAP = 40;
const KEY_GAP = 36;
const CAPTION = 130;

/** Why a net's kernels can't be drawn; undefined where they can. */
export function kernelsRefusal(net: CheckedNet): string | undefined {
  const stages = stagesOf(net);
  const volume = stages.find(({ node }) => rank(node.output) > 2);
  if (volume) return `\`${volume.node.label}\` is of volumes, whose kernels and maps are not flat`;
  const sliding = stages.find(({ node }) => node.params.kernels !== undefined);
  if (!sliding) return "it has no layer with kernels";
  if (stages.some((stage) => kernelsOf(stage))) return undefined;
  return `the kernels of \`${sliding.node.label}\` are not known before it is trained: train it, and draw its run folder`;
}

/** The node with which a stage ends, behind the layers that keep its shape. */
function endOf({ node, after }: Stage): string {
  return (after.at(-1) ?? node).id;
}

/** Ids of the nodes whose values the picture of an example shows. */
export function shownNodes(net: CheckedNet): string[] {
  return stagesOf(net).map(endOf);
}

/** A stage with what is drawn of it. */
interface Column {
  readonly stage: Stage;
  readonly block: Block;
  /** Lowest and highest of the numbers that are shown as shades, a line for each kind. */
  readonly ranges: readonly string[];
}

/**
 * Draws the kernels of a net and, for an example, the maps that they make of it, layer by layer up to the answer. A pure
 * function; sizes in px.
 */
export function drawKernels(net: CheckedNet, example?: Example, options: DrawOptions = {}): Scene {
  const { measure = measureArimo, width: room = ROOM, source } = options;
  const stages = stagesOf(net);
  const columns = example ? columnsOf(net, stages, example, measure) : kernelColumns(stages, measure);
  const lineOf = (stage: Stage) => source?.position(stage.node.span.start).line;
  const marks: Mark[] = [
    { type: "group", className: "heading", children: headingMarks(net, measure) },
    ...placed(net, columns, room, measure, lineOf),
  ];
  if (columns.some(({ ranges }) => ranges.length > 0))
    marks.push({
      type: "group",
      className: "legend",
      children: shadesKey("lowest", "highest of each range", MARGIN, extentOf(marks).y + KEY_GAP, measure),
    });
  const end = extentOf(marks);
  return {
    width: Math.ceil(end.x + MARGIN),
    height: Math.ceil(end.y + 22),
    title: net.name,
    description: `${subtitle(net)}. ${columns.map(({ stage }) => described(stage)).join("; ")}.`,
    marks,
  };
}

function described({ before, node, after }: Stage): string {
  return [...before, node, ...after].map(titleOf).join(", ");
}

function kernelColumns(stages: readonly Stage[], measure: Measure): Column[] {
  return stages
    .filter((stage) => kernelsOf(stage))
    .map((stage) => {
      const kernels = kernelsBlock(stage, measure, pitchOf(stage, 1, false));
      const block = withMore(kernels, channels(stage.node.output) - rowsOf(stage), measure);
      return { stage, block, ranges: [rangeOf(kernelScale(stage))] };
    });
}

function columnsOf(
  net: CheckedNet,
  stages: readonly Stage[],
  { values }: Example,
  measure: Measure,
): Column[] {
  const full = Math.max(...stages.flatMap(({ node }) => spatial(node.output)));
  return stages.map((stage): Column => {
    const numbers = values.get(endOf(stage))!;
    const ranges = [rangeOf(scaleOf(numbers))];
    if (stage.inputs.length === 0) return inputColumn(stage, numbers, measure);
    const output = net.outputs.find(({ node }) => node === endOf(stage));
    if (rank(stage.node.output) === 0) {
      if (output) return { stage, block: answerBlock(stage, output, numbers, measure), ranges: [] };
      const from = stages[stage.inputs[0]!]!;
      const pooled =
        stage.inputs.length === 1 &&
        kernelsOf(from) !== undefined &&
        channels(stage.node.output) === channels(from.node.output) &&
        channels(stage.node.output) <= MOST;
      return {
        stage,
        block: listBlock(stage, numbers, measure, pooled ? pitchOf(from, full, true) : undefined),
        ranges,
      };
    }
    const pitch = pitchOf(stage, full, true);
    const names = output?.task ? outputsOf(output.task).map(({ name }) => name) : [];
    const maps = mapsBlock(stage, numbers, full, measure, { pitch, names });
    if (!kernelsOf(stage)) return { stage, block: maps, ranges };
    const kernels = kernelsBlock(stage, measure, pitch);
    return {
      stage,
      block: kernelsAndMaps(kernels, maps, rowsOf(stage), pitch),
      ranges: [`kernels ${rangeOf(kernelScale(stage))}`, `maps ${ranges[0]}`],
    };
  });
}

/** Colours are themselves, and have no range. */
function inputColumn(stage: Stage, numbers: ArrayLike<number>, measure: Measure): Column {
  const block = inputBlock(stage, numbers, measure);
  const maps = channels(stage.node.output);
  if (maps === 3) return { stage, block, ranges: [] };
  const scale = maps === 1 ? pixelRange(stage.node, numbers) : scaleOf(numbers);
  return { stage, block, ranges: [rangeOf(scale)] };
}

function rangeOf({ low, high }: Scale): string {
  return `${writtenNumber(low)} to ${writtenNumber(high)}`;
}

interface Line {
  readonly columns: Column[];
  width: number;
}

/** Columns from left to right, in as many lines as the room asks for: names on top, the middles of what is drawn level. */
function placed(
  net: CheckedNet,
  columns: readonly Column[],
  room: number,
  measure: Measure,
  lineOf: (stage: Stage) => number | undefined,
): GroupMark[] {
  const wholes = columns.map((column) => {
    const widest = Math.max(CAPTION, column.block.width);
    const caption = captionOf(column.stage, measure, widest);
    const ranges = column.ranges.map((range) => measure(range, TEXT, false));
    return { ...column, caption, width: Math.max(column.block.width, caption.width, ...ranges) };
  });
  const lines: Line[] = [];
  for (const column of wholes) {
    const line = lines.at(-1);
    if (line && line.width + COLUMN_GAP + column.width <= room - 2 * MARGIN) {
      line.columns.push(column);
      line.width += COLUMN_GAP + column.width;
    } else lines.push({ columns: [column], width: column.width });
  }
  let top = TOP;
  return lines.flatMap(({ columns: row }) => {
    const line = row as typeof wholes;
    const named = Math.max(
      ...line.map(({ caption, ranges }) => captionHeight(caption) + LEADING * ranges.length),
    );
    const tallest = Math.max(...line.map(({ block }) => block.height));
    const middle = top + named + 16 + tallest / 2;
    let x = MARGIN;
    const groups = line.map(({ stage, block, caption, ranges, width }, i): GroupMark => {
      const left = x + (width - block.width) / 2;
      const own = captionHeight(caption) + LEADING * ranges.length;
      const children: Mark[] = [
        ...captionMarks(caption, x + width / 2, top + named - own, measure),
        ...moved(block.marks, left, middle - block.height / 2),
      ];
      for (const [i, range] of ranges.entries())
        children.push(
          text(range, x + width / 2, top + named - LEADING * (ranges.length - i) + 11, measure, {
            anchor: "middle",
            fill: SECONDARY,
            className: "range",
          }),
        );
      const follows = i > 0 && stage.inputs.length === 1 && stage.inputs[0] === line[i - 1]!.stage.index;
      if (follows)
        children.push(
          ...arrow([
            { x: x - COLUMN_GAP + 8, y: middle },
            { x: x - 8, y: middle },
          ]),
        );
      x += width + COLUMN_GAP;
      const at = lineOf(stage);
      const nodes = [...stage.before, stage.node, ...stage.after].map(({ id }) => id).join(" ");
      return {
        type: "group",
        id: `${net.name}-${stage.node.id}`,
        className: `stage ${stage.tint}`,
        title: described(stage),
        data: { nodes, ...(at ? { line: String(at) } : {}) },
        children,
      };
    });
    top = middle + tallest / 2 + LINE_GAP;
    return groups;
  });
}
