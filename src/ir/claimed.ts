import { digits, formatShape } from "../shape/shape.ts";
import type { Claimed } from "./net.ts";

/** `8 940 100`, or `26×26×4`. */
export function claimedText(claimed: Claimed): string {
  return "count" in claimed ? digits(claimed.value) : formatShape(claimed.shape);
}
