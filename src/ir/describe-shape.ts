import { formatShape } from "../shape/shape.ts";
import type { Node } from "./net.ts";

/** Output of a node: `26×26×4`, or `H/2×W/2×4` where the spec leaves sizes open. */
export function describeShape({ form, output }: Node): string {
  if (!form) return formatShape(output);
  // A sum among factors stands in parentheses, unless it is a part of a rounded quotient alone.
  return form
    .map((size) => (/ [+\u2212] /.test(size.replace(/\([^()]*\)/g, "")) ? `(${size})` : size))
    .join("×");
}
