import { expect } from "vitest";
import { compileText } from "../../src/compile.ts";
import { type Diagnostic, Sink } from "../../src/diagnostics/diagnostic.ts";
import type { Edit } from "../../src/diagnostics/fix.ts";
import { applyEdits, errorsIn, type Findings } from "../../src/diagnostics/mend.ts";
import { format } from "../../src/format/format.ts";
import type { Host } from "../../src/source/host.ts";
import { SourceFile } from "../../src/source/source-file.ts";

/**
 * Makes each fix of a text by itself: its message must be gone from its place, a safe one must bring no error, and the
 * formatter must take what it leaves.
 */
export function expectMended({ source, diagnostics }: Findings, host: Host): void {
  for (const diagnostic of diagnostics) {
    const { fix, code } = diagnostic;
    // Fixes of imported files are those of a case of their own.
    if (!fix || source.fileAt(fix.edits[0]!.span.start) !== source) continue;
    const about = `${code}: ${fix.title}`;
    const text = applyEdits(source.text, fix.edits);
    expect(text, about).toBeDefined();
    expect(text, about).not.toBe(source.text);
    const found = compileText(text!, source.name, { host });
    const start = moved(diagnostic.span.start, fix.edits);
    const again = found.diagnostics.filter((each) => each.code === code && each.span.start === start);
    expect(
      again.map(({ message }) => message),
      about,
    ).not.toContain(diagnostic.message);
    if (fix.safe) {
      expect(again, about).toEqual([]);
      expect(errorsIn(found), about).toBeLessThanOrEqual(errorsIn({ source, diagnostics }));
    }
    expectFormat(text!, source.text, found.diagnostics, about);
  }
}

/** Where an offset is once the edits are made. */
function moved(offset: number, edits: readonly Edit[]): number {
  return edits.reduce(
    (at, { span, text }) => (span.end <= offset ? at + text.length - (span.end - span.start) : at),
    offset,
  );
}

function expectFormat(text: string, before: string, found: readonly Diagnostic[], about: string): void {
  const trailing = (each: string) => each.match(/[ \t]+$/gm)?.length ?? 0;
  expect(trailing(text), about).toBeLessThanOrEqual(trailing(before));
  if (found.some(({ code }) => code.startsWith("syntax_"))) return;
  const plain = (each: string | undefined) => each?.replace(/[\s,;]/g, "");
  expect(plain(format(new SourceFile("mended.cnn", text), new Sink())), about).toBe(plain(text));
}
