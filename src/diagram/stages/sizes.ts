import { scaleLog } from "d3";
import { rank, spatial } from "../../shape/shape.ts";
import type { Stage } from "./stages.ts";

/** How sizes of the net become px. */
export interface Sizes {
  /** Side of a map or volume, logarithmic. */
  readonly side: (size: number) => number;
  /** Length of a signal, logarithmic. */
  readonly length: (size: number) => number;
  /** Most sheets of a stack, and how far each is shifted. */
  readonly sheets: number;
  readonly shift: number;
  /** Least way between maps. */
  readonly gap: number;
  /** Captions break to stay within this width. */
  readonly caption: number;
}

/** How much room a net has beside what it needs. */
export type Density = "roomy" | "compact" | "narrow";

type Extents = Omit<Sizes, "side" | "length"> & {
  /** Shortest and longest side of a map, and length of a signal, in px. */
  readonly sides: readonly [number, number];
  readonly lengths: readonly [number, number];
};

const extents: { readonly [D in Density]: Extents } = {
  roomy: { sides: [14, 108], lengths: [18, 132], sheets: 12, shift: 5, gap: 44, caption: 124 },
  compact: { sides: [12, 72], lengths: [14, 84], sheets: 6, shift: 3.5, gap: 30, caption: 106 },
  narrow: { sides: [10, 50], lengths: [12, 64], sheets: 4, shift: 3, gap: 24, caption: 92 },
};

/** The scales of one figure: the largest map and the longest signal of the net get the most room. */
export function sizesOf(stages: readonly Stage[], density: Density): Sizes {
  const { sides, lengths, ...rest } = extents[density];
  let side = 8;
  let length = 8;
  for (const { node } of stages) {
    if (rank(node.output) === 1) length = Math.max(length, ...spatial(node.output));
    else side = Math.max(side, ...spatial(node.output));
  }
  const scale = (largest: number, range: readonly [number, number]) =>
    scaleLog().domain([1, largest]).range(range).clamp(true);
  return { side: scale(side, sides), length: scale(length, lengths), ...rest };
}
