import { describeShape } from "../../ir/describe-shape.ts";
import { formatShape } from "../../shape/shape.ts";
import { captionHeight, captionMarks } from "../bodies/captions.ts";
import { transition } from "../bodies/transitions.ts";
import type { Measure } from "../scene/font.ts";
import { arrow, line, text } from "../scene/marks.ts";
import { type GroupMark, type Mark, moved, type Paint, type Point } from "../scene/scene.ts";
import { LEADING, SECONDARY } from "../scene/theme.ts";
import type { Around } from "../stages/brackets.ts";
import type { Repeat } from "../stages/foldings.ts";
import { arithmeticOf, dataOf, layersOf, remarkOf } from "../stages/stages.ts";
import {
  type ArcLine,
  type Bracket,
  type ChainLayout,
  captionTop,
  type Entry,
  LINE_GAP,
  type Rows,
  type StageEntry,
  type ValleyEntry,
} from "./entries.ts";
import { RISE } from "./layout.ts";

/** Marks in the order of painting: ways, then stages with their texts, in groups of repeats, then kernels and their cones. */
export interface Layers {
  readonly ways: Mark[];
  readonly stages: Mark[];
  readonly cones: Mark[];
}

/** Where the stages of a chain go: each repeat has one group, over however many rows it goes. */
class Groups {
  private readonly stages: Mark[];
  private readonly made = new Map<Repeat, Mark[]>();

  constructor(stages: Mark[]) {
    this.stages = stages;
  }

  /** What the marks of an entry with these repeats around it are added to. */
  at(around: readonly Around[]): Mark[] {
    let into = this.stages;
    for (const { repeat } of around) {
      let children = this.made.get(repeat);
      if (!children) {
        children = [];
        // What is drawn for rounds that differ stands for all of them.
        const name = repeat.differ ? "rounds" : "times";
        into.push({ type: "group", className: "repeat", data: { [name]: String(repeat.times) }, children });
        this.made.set(repeat, children);
      }
      into = children;
    }
    return into;
  }

  /** What the bracket of a repeat is added to. */
  of(repeat: Repeat): Mark[] {
    return this.made.get(repeat) ?? this.stages;
  }
}

/** What emitting needs to know of the figure. */
export interface Context {
  readonly net: string;
  readonly measure: Measure;
  readonly lineOf?: ((offset: number) => number) | undefined;
}

/** Adds the marks of rows whose first starts at `at`; returns the right end of the last body, in px. */
export function emitRows(laid: Rows, at: Point, context: Context, into: Layers): Point {
  let end = at;
  const groups = new Groups(into.stages);
  laid.rows.forEach(({ layout, x, y }, i) => {
    const start = { x: at.x + x, y: at.y + y };
    if (i > 0) {
      const channel = start.y + layout.top - LINE_GAP / 2;
      into.ways.push(
        ...wayInto(layout, start, [
          { x: end.x + 6, y: end.y },
          { x: at.x + laid.turn, y: end.y },
          { x: at.x + laid.turn, y: channel },
          { x: start.x, y: channel },
          start,
        ]),
      );
    }
    end = { x: emitChain(layout, start, context, into, groups), y: start.y };
  });
  return end;
}

/** The way along `points` into a chain that starts at `at`: an arrow to its first body, or a line to its fork. */
function wayInto({ entries }: ChainLayout, at: Point, points: readonly Point[]): Mark[] {
  const first = entries[0];
  return first?.type === "stage"
    ? arrow([...points, { x: at.x + first.x + first.body.core.left - 4, y: at.y }])
    : [line([...points, { x: at.x + 6, y: at.y }])];
}

/** Adds the marks of a chain whose start is at `at`; returns the right end of its last body, in px. */
function emitChain(layout: ChainLayout, at: Point, context: Context, layers: Layers, groups: Groups): number {
  let previous: Entry | undefined;
  let end = at.x;
  for (const [place, entry] of layout.entries.entries()) {
    const around = layout.around[place]!;
    const into = around.length === 0 ? layers : { ...layers, stages: groups.at(around) };
    if (entry.type === "stage") {
      into.stages.push(stageGroup(entry, layout, at, context));
      emitWayIn(previous, entry, at, into);
      end = at.x + entry.x + entry.body.width;
    } else if (entry.type === "parallel") {
      for (const { layout: branch, y } of entry.branches) {
        const [fork, join] = [at.x + entry.fork, at.x + entry.join];
        const start = { x: fork, y: at.y + y };
        const stop = emitRows(branch, start, context, into);
        if (!entry.ends?.startsWith("inputs"))
          into.ways.push(
            ...wayInto(branch.rows[0]!.layout, start, [{ x: end + 6, y: at.y }, { x: fork, y: at.y }, start]),
          );
        if (!entry.ends || entry.ends === "inputs")
          into.ways.push(
            line([
              { x: stop.x + 6, y: stop.y },
              { x: join, y: stop.y },
              { x: join, y: at.y },
            ]),
          );
      }
      if (entry.ends === "aside")
        into.ways.push(
          line([
            { x: end + 6, y: at.y },
            { x: at.x + entry.join, y: at.y },
          ]),
        );
      end = at.x + entry.join;
    } else {
      emitValley(entry, at, end, context, into);
      end = at.x + entry.up;
    }
    previous = entry;
  }
  for (const arc of layout.arcs) layers.ways.push(...arcMarks(arc, at, layout.width));
  for (const bracket of layout.brackets)
    groups.of(bracket.repeat).push(...bracketMarks(bracket, at, context.measure));
  return end;
}

function bracketMarks({ from, to, y, opens, closes, label }: Bracket, at: Point, measure: Measure): Mark[] {
  const end = (x: number) => ({ x: at.x + x, y: at.y + y + 6 });
  const points = [
    { x: at.x + from, y: at.y + y },
    { x: at.x + to, y: at.y + y },
  ];
  const path = [...(opens ? [end(from)] : []), ...points, ...(closes ? [end(to)] : [])];
  const bracket = line(path, { stroke: SECONDARY, className: "bracket" });
  if (label === undefined) return [bracket];
  const style = { anchor: "middle", bold: true, className: "times" } as const;
  return [bracket, text(label, at.x + (from + to) / 2, at.y + y - 4, measure, style)];
}

/** Adds the marks of a lower level of the chain at `at`, past which the way from `end` leads on. */
function emitValley(entry: ValleyEntry, at: Point, end: number, context: Context, into: Layers): void {
  const { inside } = entry;
  const [down, up] = [at.x + entry.down, at.x + entry.up];
  const start = { x: at.x + entry.insideX, y: at.y + entry.y };
  const stop = emitRows(inside, start, context, into);
  const channel = entry.channel === undefined ? undefined : at.y + entry.channel;
  const beside = start.x + inside.width + (entry.channel === undefined ? 0 : RISE);
  const first = inside.rows[0]!.layout;
  const skip = { className: "wire skip", stroke: SECONDARY } as const;
  const from = { x: down, y: at.y };
  const under = channel === undefined || start.x === down;
  const rises = channel === undefined || beside <= up;
  const kept = { x: at.x + (entry.skip?.x ?? 0), y: at.y };
  const past = entry.skip && emitChain(entry.skip.layout, kept, context, into, new Groups(into.stages));
  into.ways.push(
    ...(entry.skip ? wayInto(entry.skip.layout, kept, [{ x: end + 6, y: at.y }]) : []),
    line(
      [
        { x: (past ?? end) + 6, y: at.y },
        { x: up - 20, y: at.y },
      ],
      skip,
    ),
    ...wayInto(
      first,
      start,
      under ? [from, start] : [from, { x: down, y: channel }, { x: start.x, y: channel }, start],
    ),
    ...arrow([
      { x: stop.x + 6, y: stop.y },
      ...(rises
        ? [{ x: up, y: stop.y }]
        : [
            { x: beside, y: stop.y },
            { x: beside, y: channel },
            { x: up, y: channel },
          ]),
      { x: up, y: at.y + 13 },
    ]),
  );
}

function emitWayIn(previous: Entry | undefined, entry: StageEntry, at: Point, into: Layers): void {
  const to = { x: at.x + entry.x, y: at.y, stage: entry.stage, body: entry.body };
  const left = to.x + entry.body.core.left - 4;
  if (previous === undefined) return;
  if (previous.type === "stage") {
    if (!entry.stage.inputs.includes(previous.stage.index)) return;
    const { below, above } = transition(
      { x: at.x + previous.x, y: at.y, stage: previous.stage, body: previous.body },
      to,
    );
    into.ways.push(...below);
    into.cones.push(...above);
  } else {
    const start = previous.type === "parallel" ? previous.join : previous.up - 22;
    into.ways.push(
      ...arrow([
        { x: at.x + start, y: at.y },
        { x: left, y: at.y },
      ]),
    );
  }
}

function arcMarks(arc: ArcLine, at: Point, width: number): Mark[] {
  const y = at.y + arc.y;
  const points: Point[] = [];
  if (arc.from?.type === "stage") {
    const { body, x } = arc.from;
    // From a map's upper edge; from the way out of what is too small for that.
    const out = body.front === undefined;
    const from = { x: at.x + x + (out ? body.width + 8 : body.crest), y: at.y + (out ? 0 : body.top) };
    if (out) points.push({ x: at.x + x + body.width + 1, y: at.y });
    points.push(from, { x: from.x, y });
  } else points.push({ x: at.x + 8, y: at.y }, { x: at.x + 8, y });
  if (arc.to?.type === "stage") {
    const { body, x } = arc.to;
    const to = at.x + x + body.core.centre;
    points.push({ x: to, y }, { x: to, y: at.y + body.top - 4 });
  } else points.push({ x: at.x + width + 8, y }, { x: at.x + width + 8, y: at.y });
  const paint: Paint = { className: "wire skip", stroke: SECONDARY };
  const marks: Mark[] = arc.to ? arrow(points, paint) : [line(points, paint)];
  if (arc.from?.type !== "stage" || arc.from.body.front === undefined) {
    marks.push({
      type: "circle",
      ...points[points.findIndex((point) => point.y !== at.y) - 1]!,
      r: 2,
      fill: SECONDARY,
      className: "branch",
    });
  }
  return marks;
}

function stageGroup(entry: StageEntry, layout: ChainLayout, at: Point, context: Context): GroupMark {
  const { stage, body, caption } = entry;
  const { measure } = context;
  const x = at.x + entry.x;
  const labelX = x + body.core.centre;
  const style = { anchor: "middle", className: "shape" } as const;
  const texts: Mark[] = [];
  if (entry.textAbove) {
    const top = at.y + body.top - 6 - captionHeight(caption) - LEADING;
    texts.push(...captionMarks(caption, labelX, top, measure));
    texts.push(text(entry.label, labelX, at.y + body.top - 8, measure, style));
  } else {
    if (entry.label) texts.push(text(entry.label, labelX, at.y + body.bottom + LEADING, measure, style));
    texts.push(
      ...captionMarks(caption, at.x + entry.captionX, at.y + captionTop(entry, layout.captionY), measure),
    );
  }
  if (entry.kernels) {
    const marks = moved(entry.kernels.row.marks, at.x + entry.kernels.x, at.y + layout.kernelsY);
    texts.push({ type: "group", className: "kernels", children: marks });
  }
  return {
    type: "group",
    id: `${context.net}-${stage.node.id}`,
    className: `stage ${stage.tint}`,
    title: describe(entry),
    data: dataOf(stage, context.lineOf?.(stage.node.span.start)),
    children: [...moved(body.marks, x, at.y), ...texts],
  };
}

function describe({ stage }: StageEntry): string {
  const { sum, total } = arithmeticOf(stage);
  const field = stage.node.receptiveField;
  return [
    `${layersOf(stage)
      .map((node) => node.label)
      .join(", ")}: ${describeShape(stage.node)}`,
    [total && `${sum ? `${sum} = ` : ""}${total} weights`, remarkOf(stage)].filter(Boolean).join(" "),
    field.length > 0 ? `receptive field ${formatShape(field)}` : "",
  ]
    .filter(Boolean)
    .join("; ");
}
