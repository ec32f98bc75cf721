import { channels } from "../../shape/shape.ts";
import type { Measure } from "../scene/font.ts";
import type { Mark } from "../scene/scene.ts";
import { type Colours, LEADING, PAPER } from "../scene/theme.ts";
import { type Names, nameMarks, nameWidth } from "../stages/names.ts";
import type { Stage } from "../stages/stages.ts";
import { type Body, bands, dots, outline, shown } from "./body.ts";

const NEURON = 4.2;

/** A list of numbers: a column of neurons, with their names where they have some. */
export function column(stage: Stage, names: Names, colours: Colours, measure: Measure): Body {
  const count = channels(stage.node.output);
  const { head, tail } = shown(count, 12);
  const labels = [names.fields, names.outputs].map((side) => (side.length === count ? side : []));
  const named = labels.some((side) => side.length > 0);
  const step = named ? LEADING + 2 : 12.5;
  const gap = tail > 0 ? 20 : 0;
  const folded = stage.after.length * 4;
  const height = (head + tail - 1) * step + gap + 2 * NEURON + 8;
  const top = -(height + folded) / 2;
  const places = Array.from({ length: head + tail }, (_, i) => ({
    index: i < head ? i : count - tail + (i - head),
    y: top + 4 + NEURON + i * step + (i >= head ? gap : 0),
  }));
  const [before, after] = labels.map((side) =>
    Math.max(0, ...places.map(({ index }) => (side[index] ? nameWidth(side[index], measure) + 7 : 0))),
  ) as [number, number];
  const capsule = { x: before, y: top, width: 2 * NEURON + 7, height: height + folded };
  const x = capsule.x + capsule.width / 2;
  const marks: Mark[] = [{ type: "rect", ...capsule, radius: 3, className: "column", ...outline(colours) }];
  marks.push(...bands(stage.after, capsule, 4));
  for (const { index, y } of places) {
    marks.push({
      type: "circle",
      x,
      y,
      r: NEURON,
      fill: PAPER,
      stroke: colours.stroke,
      strokeWidth: 0.9,
      className: "neuron",
    });
    for (const [side, entries] of labels.entries()) {
      const entry = entries[index];
      if (!entry) continue;
      const start = side === 0 ? before - 7 - nameWidth(entry, measure) : capsule.x + capsule.width + 7;
      marks.push(...nameMarks(entry, start, y + 4, measure));
    }
  }
  if (tail > 0) marks.push(...dots(x, top + 4 + NEURON + (head - 1) * step + (step + gap) / 2, colours));
  return {
    form: "column",
    width: before + capsule.width + after,
    top,
    bottom: -top,
    core: { left: capsule.x, right: capsule.x + capsule.width, centre: x },
    crest: x,
    neurons: places.map(({ y }) => ({ x, y })),
    whole: tail === 0,
    marks,
  };
}

/** A circle with what joins its inputs: its sign, or two bars where values stand side by side. */
export function glyph(stage: Stage, colours: Colours): Body {
  const r = 9;
  const stroke = { stroke: colours.stroke, strokeWidth: 1.5, className: "glyph" };
  const bar = (x1: number, y1: number, x2: number, y2: number): Mark => ({
    type: "path",
    points: [
      { x: x1, y: y1 },
      { x: x2, y: y2 },
    ],
    ...stroke,
  });
  const { symbol } = stage.definition ?? {};
  const sign =
    symbol === "×"
      ? [bar(r - 3.4, -3.4, r + 3.4, 3.4), bar(r - 3.4, 3.4, r + 3.4, -3.4)]
      : symbol === "+"
        ? [bar(r - 4.5, 0, r + 4.5, 0), bar(r, -4.5, r, 4.5)]
        : [bar(r - 2.2, -4.5, r - 2.2, 4.5), bar(r + 2.2, -4.5, r + 2.2, 4.5)];
  const marks: Mark[] = [
    {
      type: "circle",
      x: r,
      y: 0,
      r,
      fill: PAPER,
      stroke: colours.stroke,
      strokeWidth: 1.2,
      className: "join",
    },
    ...sign,
    ...bands(stage.after, { x: 0, y: 0, width: 2 * r, height: r + 3 + 4 * stage.after.length }, 4),
  ];
  return {
    form: "glyph",
    width: 2 * r,
    top: -r,
    bottom: r + (stage.after.length > 0 ? 3 + 4 * stage.after.length : 0),
    core: { left: 0, right: 2 * r, centre: r },
    crest: r,
    neurons: [],
    whole: false,
    marks,
  };
}
