import type { ClaimSyntax } from "../../ir/ast.ts";
import { known, type Names } from "./expressions.ts";

/** Whether claims are made of numbers that are known; reports what is not. */
export function claimsKnown(claims: readonly ClaimSyntax[], context: Names): boolean {
  return claims.every((claim) => {
    const { value, but } = claim;
    if (claim.type === "count" && (value.sizes.length > 1 || (but && but.sizes.length > 1))) {
      context.sink.error("claim_unknown", claim.span, "a count is one number, and here are several sizes", {
        help: "a shape stands alone: `=> 26x26x4, 36 weights`",
      });
      return false;
    }
    return known([...value.sizes, ...(but?.sizes ?? [])], { ...context, measures: false });
  });
}
