import { channels, spatial } from "../../shape/shape.ts";
import type { Mark, Point } from "../scene/scene.ts";
import { type Colour, type Colours, mixed, PAPER } from "../scene/theme.ts";
import type { Sizes } from "../stages/sizes.ts";
import type { Stage } from "../stages/stages.ts";
import { type Body, bands, dots, outline, shown } from "./body.ts";

/** An image's channels: a stack of sheets. */
export function sheets(stage: Stage, colours: Colours, sizes: Sizes): Body {
  const [rows, columns] = spatial(stage.node.output) as [number, number];
  const [width, height] = [sizes.side(columns), sizes.side(rows)];
  const count = sheetCount(channels(stage.node.output), sizes.sheets);
  const reach = (count - 1) * sizes.shift;
  const bottom = (height + reach) / 2;
  const front = { x: 0, y: bottom - height, width, height };
  const marks: Mark[] = [];
  for (let sheet = count - 1; sheet >= 0; sheet--) {
    const offset = sheet * sizes.shift;
    marks.push({
      type: "rect",
      ...front,
      x: offset,
      y: front.y - offset,
      radius: 1.5,
      className: "sheet",
      ...outline(colours),
    });
  }
  marks.push(...bands(stage.after, front, 4));
  return {
    form: "maps",
    width: width + reach,
    top: -bottom,
    bottom,
    core: { left: 0, right: width + reach, centre: width / 2 },
    crest: reach + width / 2,
    front,
    neurons: [],
    whole: false,
    marks,
  };
}

/** Every channel is a sheet as long as there are few; then one more for every doubling of them. */
function sheetCount(count: number, most: number): number {
  const half = Math.ceil(most / 2);
  return count <= half ? count : Math.min(most, half + Math.round(Math.log2(count / half)));
}

/** A volume's channels: boxes behind each other, seen from the upper right. */
export function boxes(stage: Stage, colours: Colours, sizes: Sizes): Body {
  const size = spatial(stage.node.output);
  const [depth, rows, columns] = size.slice(-3) as [number, number, number];
  const [width, height] = [sizes.side(columns), sizes.side(rows)];
  const slant = { x: sizes.side(depth) * 0.45, y: sizes.side(depth) * 0.27 };
  const count = sheetCount(channels(stage.node.output), 5);
  const shift = sizes.shift + 3;
  const bottom = (height + slant.y) / 2;
  const front = { x: 0, y: bottom - height, width, height };
  const lit = mixed(colours.fill, PAPER, 0.5);
  const shaded = mixed(colours.fill, colours.stroke, 0.3);
  const marks: Mark[] = [];
  for (let copy = count - 1; copy >= 0; copy--) {
    const x = copy * shift;
    const corner = (cx: number, cy: number, back: number) => ({
      x: x + cx * width + back * slant.x,
      y: front.y + cy * height - back * slant.y,
    });
    const face = (points: Point[], fill: Colour): Mark => ({
      type: "path",
      points,
      closed: true,
      className: "face",
      ...outline(colours),
      fill,
    });
    marks.push(
      face([corner(0, 0, 0), corner(0, 0, 1), corner(1, 0, 1), corner(1, 0, 0)], lit),
      face([corner(1, 0, 0), corner(1, 0, 1), corner(1, 1, 1), corner(1, 1, 0)], shaded),
      { type: "rect", ...front, x, className: "face", ...outline(colours) },
    );
  }
  marks.push(...bands(stage.after, front, 4));
  const total = width + slant.x + (count - 1) * shift;
  return {
    form: "maps",
    width: total,
    top: -bottom,
    bottom,
    core: { left: 0, right: total, centre: width / 2 },
    crest: slant.x + width / 2,
    front,
    neurons: [],
    whole: false,
    marks,
  };
}

/** A signal's channels: strips under each other. */
export function strips(stage: Stage, colours: Colours, sizes: Sizes): Body {
  const [length] = spatial(stage.node.output) as [number];
  const { head, tail } = shown(channels(stage.node.output), 12);
  const width = sizes.length(length);
  const [thick, step] = [5, 7];
  const gap = tail > 0 ? 18 : 0;
  const folded = stage.after.length * 4 + (stage.after.length > 0 ? 2 : 0);
  const height = (head + tail) * step - (step - thick) + gap + folded;
  const top = -height / 2;
  const marks: Mark[] = [];
  for (let strip = 0; strip < head + tail; strip++) {
    const y = top + strip * step + (strip >= head ? gap : 0);
    marks.push({
      type: "rect",
      x: 0,
      y,
      width,
      height: thick,
      radius: 1,
      className: "strip",
      ...outline(colours),
    });
  }
  if (tail > 0) marks.push(...dots(width / 2, top + head * step - 1 + gap / 2, colours));
  marks.push(...bands(stage.after, { x: 0, y: top, width, height }, 4));
  return {
    form: "maps",
    width,
    top,
    bottom: height / 2,
    core: { left: 0, right: width, centre: width / 2 },
    crest: width / 2,
    front: { x: 0, y: top, width, height: height - folded },
    strip: { y: top + Math.floor((head - 1) / (tail > 0 ? 1 : 2)) * step, height: thick },
    neurons: [],
    whole: false,
    marks,
  };
}
