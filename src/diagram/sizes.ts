import { scaleLog } from "d3";
import { rank, spatial } from "../shape/shape.ts";
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

/** The scales of one figure: the largest map and the longest signal of the net get the most room. */
export function sizesOf(stages: readonly Stage[], compact: boolean): Sizes {
  let side = 8;
  let length = 8;
  for (const { node } of stages) {
    if (rank(node.output) === 1) length = Math.max(length, ...spatial(node.output));
    else side = Math.max(side, ...spatial(node.output));
  }
  const scale = (largest: number, range: [number, number]) =>
    scaleLog().domain([1, largest]).range(range).clamp(true);
  return {
    side: scale(side, compact ? [12, 72] : [14, 108]),
    length: scale(length, compact ? [14, 84] : [18, 132]),
    sheets: compact ? 6 : 12,
    shift: compact ? 3.5 : 5,
    gap: compact ? 30 : 44,
    caption: compact ? 106 : 124,
  };
}
