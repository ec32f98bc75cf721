import { product } from "../shape/shape.ts";
import type { Node } from "./net.ts";

/** How many weights a layer brings in: none where it shares those of an earlier one. */
export function weightsOf({ shares, weights }: Pick<Node, "shares" | "weights">): number {
  return shares === undefined ? weights.reduce((sum, { shape }) => sum + product(shape), 0) : 0;
}
