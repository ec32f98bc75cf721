import { digits } from "../shape/shape.ts";
import type { CheckedNet, Totals } from "./net.ts";

/** `61 706 weights · 416 520 multiply-adds`, with the roles of the weights where not all are learned. */
export function describeTotals({ weights, learned, tracked, fixed, multiplyAdds }: Totals): string {
  const roles = Object.entries({ learned, tracked, fixed }).filter(([, count]) => count > 0);
  const split =
    tracked + fixed > 0 ? ` (${roles.map(([role, count]) => `${digits(count)} ${role}`).join(", ")})` : "";
  const counts = [`${counted(weights, "weight")}${split}`];
  if (multiplyAdds > 0) counts.push(counted(multiplyAdds, "multiply-add"));
  return counts.join(" · ");
}

function counted(count: number, what: string): string {
  return `${digits(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** ` at H = 256, W = 256`, where numbers depend on sizes that the spec leaves open; else nothing. */
export function describeSizes({ openSizes = [] }: CheckedNet): string {
  if (openSizes.length === 0) return "";
  return ` at ${openSizes.map(({ name, value }) => `${name} = ${value}`).join(", ")}`;
}
