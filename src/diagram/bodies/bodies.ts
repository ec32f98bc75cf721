import type { Node } from "../../ir/net.ts";
import { channels, digits, rank, spatial } from "../../shape/shape.ts";
import type { Measure } from "../scene/font.ts";
import { palette } from "../scene/theme.ts";
import type { Names } from "../stages/names.ts";
import type { Sizes } from "../stages/sizes.ts";
import type { Stage } from "../stages/stages.ts";
import type { Body } from "./body.ts";
import { column, glyph } from "./list-bodies.ts";
import { boxes, sheets, strips } from "./map-bodies.ts";

/** Draws the value of a stage to scale: maps as sheets, volumes as boxes, signals as strips, lists as neurons. */
export function bodyOf(stage: Stage, names: Names, sizes: Sizes, measure: Measure): Body {
  const colours = palette[stage.tint];
  if (stage.tint === "join") return glyph(stage, colours);
  switch (rank(stage.node.output)) {
    case 0:
      return column(stage, names, colours, measure);
    case 1:
      return strips(stage, colours, sizes);
    case 2:
      return sheets(stage, colours, sizes);
    default:
      return boxes(stage, colours, sizes);
  }
}

/** `6@28×28`: channels at a size; `120` of a list. */
export function shapeLabel(node: Node): string {
  const size = node.form ? node.form.slice(0, -1) : spatial(node.output);
  const count = node.form?.at(-1) ?? digits(channels(node.output));
  return size.length === 0 ? count : `${count}@${size.join("×")}`;
}
