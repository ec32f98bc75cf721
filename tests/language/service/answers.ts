import { expect } from "vitest";
import { createService, type Service, type TextEdit } from "../../../src/language/index.ts";

/** A service in which files stand, the first of them open. */
export function serviceOf(files: { readonly [path: string]: string }): Service {
  const service = createService({ files: (path) => files[path], list: () => Object.keys(files) });
  const [first] = Object.entries(files);
  service.open(first![0], first![1]);
  return service;
}

/** A text with a `▮` at the place that is meant, and without it. */
export function placed(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf("▮");
  return { text: marked.replace("▮", ""), offset };
}

/** Text of a file with edits, which must lie in it and not overlap. */
export function applied(text: string, edits: readonly TextEdit[], file: string): string {
  let result = text;
  let before = text.length;
  const own = edits.filter((edit) => edit.file === file).sort((a, b) => b.start - a.start || b.end - a.end);
  for (const { start, end, text: put } of own) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(before);
    result = result.slice(0, start) + put + result.slice(end);
    before = start;
  }
  return result;
}

/** Asks everything of a text at offsets; no query may throw, ranges lie in the text, answers can be sent to a thread. */
export function answersHold(service: Service, file: string, offsets: readonly number[]): void {
  const text = service.text(file)!;
  const lies = (range: { readonly start: number; readonly end: number } | undefined) => {
    if (!range) return;
    expect(range.start).toBeGreaterThanOrEqual(0);
    expect(range.end).toBeGreaterThanOrEqual(range.start);
    expect(range.end).toBeLessThanOrEqual(text.length);
  };
  const problems = service.diagnostics(file);
  for (const { fix, ...problem } of problems) {
    lies(problem);
    if (fix) applied(text, fix.edits, file);
  }
  const outline = service.outline(file);
  for (const item of outline) {
    lies(item);
    lies(item.selection);
  }
  const folds = service.folding(file);
  folds.forEach(lies);
  const colours = service.semanticTokens(file);
  let end = 0;
  for (const each of colours) {
    lies(each);
    expect(each.start).toBeGreaterThanOrEqual(end);
    end = each.end;
  }
  const hints = service.inlayHints(file);
  for (const { offset } of hints) lies({ start: offset, end: offset });
  applied(text, service.format(file), file);
  const answers: unknown[] = [problems, outline, folds, colours, hints];
  for (const offset of offsets) {
    const hover = service.hover(file, offset);
    const completions = service.complete(file, offset);
    const references = service.references(file, offset);
    const layers = service.layersAt(file, offset);
    lies(hover);
    lies(completions);
    for (const place of references) if (place.file === file) lies(place);
    for (const { place } of layers) lies(place);
    for (const { edits } of service.codeActions(file, {
      start: offset,
      end: Math.min(text.length, offset + 20),
    }))
      applied(text, edits, file);
    answers.push(
      hover,
      completions,
      references,
      layers,
      service.signature(file, offset),
      service.definition(file, offset),
    );
  }
  expect(structuredClone(answers)).toEqual(answers);
}
