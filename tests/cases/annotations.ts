import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { SourceFile } from "../../src/source/source-file.ts";

/**
 * What a fixture expects, in comments under the line that each message is about:
 *
 *     conv 6@5 relu
 *     #        ^^^^ argument_unknown: `conv` has no option `relu`
 *
 * A mark can't stand under the comment's own sign; `# 1-3 code: message` names columns instead.
 */
export interface Expected {
  readonly line: number;
  readonly column: number;
  readonly width: number;
  readonly code: string;
  readonly message: string;
}

const MARKED = /^( *# *)(\^+) ([a-z_]+): (.+)$/;
const NUMBERED = /^# (\d+)-(\d+) ([a-z_]+): (.+)$/;

/** The spec without its annotations, and what they expect. */
export function readAnnotations(text: string): { source: string; expected: Expected[] } {
  const kept: string[] = [];
  const expected: Expected[] = [];
  for (const line of text.split("\n")) {
    const marked = MARKED.exec(line);
    const numbered = NUMBERED.exec(line);
    if (marked) {
      const [, before, marks, code, message] = marked as unknown as [string, string, string, string, string];
      expected.push({ line: kept.length, column: before.length + 1, width: marks.length, code, message });
    } else if (numbered) {
      const [, from, to, code, message] = numbered as unknown as [string, string, string, string, string];
      expected.push({
        line: kept.length,
        column: Number(from),
        width: Number(to) - Number(from) + 1,
        code,
        message,
      });
    } else kept.push(line);
  }
  return { source: kept.join("\n"), expected };
}

/** What was found, in the same form. */
export function toExpected({ span, code, message }: Diagnostic, source: SourceFile): Expected {
  const from = source.position(span.start);
  const to = source.position(span.end);
  const end = to.line === from.line ? to.column : source.line(from.line).length + 1;
  return { line: from.line, column: from.column, width: Math.max(1, end - from.column), code, message };
}

/** The spec with an annotation for each message. */
export function annotate(source: SourceFile, diagnostics: readonly Diagnostic[]): string {
  const lines = source.text.split("\n");
  const found = diagnostics.map((diagnostic) => toExpected(diagnostic, source)).reverse();
  for (const { line, column, width, code, message } of found) {
    const place =
      column > 2 ? `#${" ".repeat(column - 2)}${"^".repeat(width)}` : `# ${column}-${column + width - 1}`;
    lines.splice(line, 0, `${place} ${code}: ${message}`);
  }
  return lines.join("\n");
}
