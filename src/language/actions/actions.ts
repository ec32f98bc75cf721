import type { Analysis } from "../analysis.ts";
import { actionOf } from "../diagnostics.ts";
import type { ReadFile } from "../documents.ts";
import type { Action, Range } from "../types.ts";
import { claimActions } from "./claim.ts";
import { extractActions } from "./extract.ts";
import { inlineActions } from "./inline.ts";
import { repeatActions } from "./repeat.ts";
import { keepsNets } from "./same.ts";

const REFACTORINGS = [repeatActions, extractActions, inlineActions, claimActions];

/** What can be changed in a range: the fixes of messages there, and refactorings, which leave all nets what they are. */
export function actionsIn(analysis: Analysis, range: Range, read: ReadFile): Action[] {
  const fixes = analysis.compilation.diagnostics.flatMap(({ span, fix }) =>
    fix && analysis.isHere(span) && span.start <= range.end && span.end >= range.start
      ? [actionOf(fix, analysis)]
      : [],
  );
  const refactorings = REFACTORINGS.flatMap((offer) => offer(analysis, range)).filter(({ edits }) =>
    keepsNets(analysis, edits, read),
  );
  return [...fixes, ...refactorings];
}
