import { colourOf } from "../../grammar/colours.ts";
import { Comment } from "../../grammar/tokens.ts";
import { wordOf } from "../layers/registry.ts";
import { type Analysis, endOf } from "./analysis.ts";
import type { ColouredRange } from "./types.ts";

/** The colours of a text, in its order and without overlap: those of the grammar, and for names what they stand for. */
export function coloursOf(analysis: Analysis): ColouredRange[] {
  const { tokens, comments, names, statements } = analysis;
  const coloured: ColouredRange[] = [];
  for (const token of tokens) {
    const start = token.startOffset;
    const range = { start, end: endOf(token) };
    const named = names.get(start);
    if (named) {
      const { of, defines } = named;
      const colour = defines ? "definition" : "name";
      coloured.push({ ...range, colour, of: of.kind, ...(defines ? { defines } : {}) });
      continue;
    }
    const layer = statements.layers.get(start);
    const isLayer = layer && (layer.name.text === "head" || wordOf(layer.name.text));
    const colour = isLayer ? "layer" : layer ? "name" : colourOf(token.tokenType);
    if (colour) coloured.push({ ...range, colour });
  }
  for (const token of comments) {
    const colour = colourOf(Comment);
    if (colour) coloured.push({ start: token.startOffset, end: endOf(token), colour });
  }
  return coloured.sort((a, b) => a.start - b.start);
}
