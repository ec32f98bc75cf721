import { didYouMean } from "../../diagnostics/suggest.ts";
import type { Name } from "../../ir/ast.ts";
import type { BodyContext, Place } from "./context.ts";

/** Whether a name is that of an earlier value, or `in` where there is one; reports what is not. */
export function valueKnown({ text, span }: Name, { sink, mentions }: BodyContext, place: Place): boolean {
  if (text === "in" && !place.inBlock) {
    sink.error("net_misplaced", span, "`in` is what a block was given, and this is no block", {
      help: "name an earlier value with `as NAME`",
    });
    return false;
  }
  const value = place.names?.get(text);
  mentions.use(span, value);
  if (text === "in" || value) return true;
  sink.error("name_unknown", span, `no value above is named \`${text || "…"}\``, {
    help: () =>
      didYouMean(text, place.names?.keys() ?? [], span) ??
      `name it where it is made: \`conv 32@3 as ${text || "skip"}\``,
  });
  return false;
}
