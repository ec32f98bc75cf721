import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { SourceFile } from "../../src/source/source-file.ts";

/** The fix of a message as its golden shows it: what goes, where, and what comes. */
export function toldFix({ fix }: Diagnostic, source: SourceFile): readonly string[] {
  if (!fix) return [];
  const edits = fix.edits.map(({ span, text }) => {
    const { line, column } = source.position(span.start);
    const quoted = JSON.stringify(text);
    return span.start === span.end
      ? `insert ${quoted} at ${line}:${column}`
      : `replace ${JSON.stringify(source.slice(span))} at ${line}:${column} by ${quoted}`;
  });
  return [`  fix (${fix.safe ? "safe" : "offered"}): ${fix.title}: ${edits.join(", ")}`];
}
