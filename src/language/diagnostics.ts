import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { explanations } from "../diagnostics/explanations.ts";
import type { Fix } from "../diagnostics/fix.ts";
import type { Analysis } from "./analysis.ts";
import type { Action, Problem } from "./types.ts";

/** What the compiler finds in a file, in the order of its text. */
export function problemsOf(analysis: Analysis): Problem[] {
  return analysis.compilation.diagnostics
    .filter(({ span }) => analysis.isHere(span))
    .map((diagnostic) => problemOf(diagnostic, analysis));
}

function problemOf(
  { code, severity, span, message, labels, notes, help, fix }: Diagnostic,
  analysis: Analysis,
): Problem {
  return {
    ...analysis.locate(span),
    code,
    severity,
    title: explanations[code].title,
    message,
    labels: labels.map((label) => ({ ...analysis.locate(label.span), text: label.text })),
    notes,
    ...(help === undefined ? {} : { help }),
    ...(fix ? { fix: actionOf(fix, analysis) } : {}),
  };
}

/** A fix of the compiler as a change of files. */
export function actionOf({ title, safe, edits }: Fix, analysis: Analysis): Action {
  return {
    title,
    kind: "fix",
    safe,
    edits: edits.map(({ span, text }) => ({ ...analysis.locate(span), text })),
  };
}
