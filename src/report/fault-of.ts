import type { Compilation } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fault } from "../diagram/index.ts";
import type { CheckedNet } from "../ir/net.ts";

/** The first fault of a net that is not complete. */
export function faultOf({ diagnostics, source }: Compilation, net: CheckedNet): Fault | undefined {
  const inside = ({ span, severity }: Diagnostic) =>
    severity === "error" && span.start >= net.span.start && span.end <= net.span.end;
  const found = diagnostics.find(inside) ?? diagnostics.find(({ severity }) => severity === "error");
  if (!found) return undefined;
  const [text] = source.slice(found.span).split("\n", 1) as [string];
  const short = text.length > 48 ? `${text.slice(0, 47)}…` : text;
  return {
    text: short.trim(),
    message: found.message.replaceAll("`", ""),
    line: source.position(found.span.start).line,
  };
}
