import type { SourceFile } from "../source/source-file.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Edit, Fix } from "./fix.ts";

/** A fix that was made: the line of its first edit as it was then, from 1, and what it did. */
export interface Mended {
  readonly line: number;
  readonly title: string;
}

/** What is found in a text; the source may hold the files that it imports. */
export interface Findings {
  readonly source: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
}

export interface MendResult {
  readonly text: string;
  readonly mended: readonly Mended[];
}

/** A fix may uncover the next mistake of its statement; nobody writes as many of them. */
const MAX_ROUNDS = 64;

/** So many errors more than at first may come up on the way; fixes that bring more would go on bringing them. */
const MAX_MORE = 100;

/**
 * The text with its safe fixes made, again and again until none is left. Imported files stay as they are. The result has
 * no more errors than the text had; where all fixes together would bring more, those that do are left out.
 */
export function mend(text: string, look: (text: string) => Findings): MendResult {
  const before = look(text);
  const most = errorsIn(before);
  const all = rounds(text, before, look, ({ source, diagnostics }) => {
    const fixes = compatible(safeFixes({ source, diagnostics }));
    return apply(source.text, fixes);
  });
  if (errorsIn(look(all.text)) <= most) return all;
  return rounds(text, before, look, (findings) => {
    const errors = errorsIn(findings);
    for (const fix of safeFixes(findings)) {
      const step = apply(findings.source.text, [fix]);
      if (step && errorsIn(look(step.text)) <= errors) return step;
    }
    return undefined;
  });
}

interface Step {
  readonly text: string;
  readonly fixes: readonly Fix[];
}

function rounds(
  given: string,
  first: Findings,
  look: (text: string) => Findings,
  next: (findings: Findings) => Step | undefined,
): MendResult {
  const mended: Mended[] = [];
  const seen = new Set([given]);
  let findings = first;
  let text = given;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const step = next(findings);
    // A text that was there before would come again.
    if (!step || seen.size === seen.add(step.text).size) break;
    for (const { title, edits } of step.fixes)
      mended.push({ line: findings.source.position(edits[0]!.span.start).line, title });
    text = step.text;
    findings = look(text);
    if (errorsIn(findings) > errorsIn(first) + MAX_MORE) break;
  }
  return { text, mended: mended.sort((a, b) => a.line - b.line) };
}

/** Safe fixes of the spec itself, in the order of the source. */
export function safeFixes({ source, diagnostics }: Findings): readonly Fix[] {
  return diagnostics.flatMap(({ fix }) =>
    fix?.safe && fix.edits.every(({ span }) => source.fileAt(span.start) === source) ? [fix] : [],
  );
}

/** The first ones that don't touch each other. */
export function compatible(fixes: readonly Fix[]): readonly Fix[] {
  const chosen: Fix[] = [];
  const taken: Edit[] = [];
  for (const fix of fixes) {
    const touches = ({ span: a }: Edit) => taken.some(({ span: b }) => a.start <= b.end && b.start <= a.end);
    if (fix.edits.some(touches)) continue;
    chosen.push(fix);
    taken.push(...fix.edits);
  }
  return chosen;
}

function apply(text: string, fixes: readonly Fix[]): Step | undefined {
  const changed =
    fixes.length === 0
      ? undefined
      : applyEdits(
          text,
          fixes.flatMap(({ edits }) => edits),
        );
  return changed === undefined || changed === text ? undefined : { text: changed, fixes };
}

export function errorsIn({ diagnostics }: Findings): number {
  return diagnostics.filter(({ severity }) => severity === "error").length;
}

/** The text with the edits made; undefined where they overlap. Offsets are those of the text. */
export function applyEdits(text: string, edits: readonly Edit[]): string | undefined {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = "";
  let end = 0;
  for (const { span, text: written } of sorted) {
    if (span.start < end) return undefined;
    result += text.slice(end, span.start) + written;
    end = span.end;
  }
  return result + text.slice(end);
}
