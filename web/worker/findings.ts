import type { Compilation } from "../../src/compile.ts";
import { catalogue } from "../../src/diagnostics/catalogue.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { Fix } from "../../src/diagnostics/fix.ts";
import type { SourceFile, Span } from "../../src/source/source-file.ts";
import type { Found, Range, Repair } from "./messages.ts";

/** Turns spans of a source with its imports into places in files. */
export function placesIn(source: SourceFile): (span: Span) => Range {
  return ({ start, end }) => {
    const { name, base, text } = source.fileAt(start);
    const from = Math.min(start - base, text.length);
    return { file: name, from, to: Math.max(from, Math.min(end - base, text.length)) };
  };
}

/** What was found, as the page shows it. */
export function foundIn({ source, diagnostics }: Compilation): Found[] {
  const place = placesIn(source);
  return diagnostics.map((diagnostic): Found => {
    const { code, severity, message, notes, help, fix, span, labels } = diagnostic;
    return {
      at: place(span),
      line: source.position(span.start).line,
      severity,
      code,
      message,
      notes,
      help,
      explanation: explanationOf(diagnostic),
      fix: fix && repairOf(fix, place),
      labels: labels.map((label) => ({
        at: place(label.span),
        line: source.position(label.span.start).line,
        text: label.text,
      })),
    };
  });
}

function explanationOf({ code }: Diagnostic): string {
  return code in catalogue ? catalogue[code as keyof typeof catalogue].explanation : "";
}

function repairOf({ title, edits }: Fix, place: (span: Span) => Range): Repair {
  return { title, edits: edits.map(({ span, text }) => ({ ...place(span), text })) };
}
