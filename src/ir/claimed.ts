import { digits, formatShape } from "../shape/shape.ts";
import type { Claimed } from "./net.ts";

/** `8 940 100`, or `26×26×4`; a claim that comes out as a fraction to two places, `11.64×256×4`. */
export function claimedText(claimed: Claimed): string {
  return "count" in claimed ? digits(readable(claimed.value)) : formatShape(claimed.shape.map(readable));
}

function readable(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toFixed(2));
}
