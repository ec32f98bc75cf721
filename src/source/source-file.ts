/** Half-open range of UTF-16 offsets. Offsets of imported files lie behind those of the spec: see `SourceFile`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place as people count it: lines and columns start at 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * A text under the name that messages show, with fast look-up of lines. A spec may hold the files that it imports: each
 * has a range of offsets of its own, from its `base` on, so that a span tells its file.
 */
export class SourceFile {
  readonly name: string;
  readonly text: string;
  /** Offset of its first character. */
  readonly base: number;
  readonly imports: readonly SourceFile[];
  private lineStarts: number[] | undefined;

  constructor(name: string, text: string, base = 0, imports: readonly SourceFile[] = []) {
    this.name = name;
    this.text = text;
    this.base = base;
    this.imports = imports;
  }

  /** The file, this one or an imported one, that an offset lies in. */
  fileAt(offset: number): SourceFile {
    return this.imports.findLast((file) => offset >= file.base) ?? this;
  }

  /** Line and column of an offset in its own file; an offset past the end is the end. */
  position(offset: number): Position {
    const file = this.fileAt(offset);
    const starts = file.starts();
    const at = Math.max(0, Math.min(offset - file.base, file.text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - starts[low]! + 1 };
  }

  /** Text of a line (from 1), without its line break. */
  line(number: number): string {
    const starts = this.starts();
    const start = starts[number - 1] ?? this.text.length;
    const next = starts[number] ?? this.text.length + 1;
    const end = next - 1;
    return this.text.slice(start, this.text[end - 1] === "\r" && end > start ? end - 1 : end);
  }

  /** Offset of a line's first character in the text of this file. */
  lineStart(number: number): number {
    return this.starts()[number - 1] ?? this.text.length;
  }

  /** Numbers of all lines. */
  lines(): readonly number[] {
    return this.starts().map((_, i) => i + 1);
  }

  /** Source text of a span. */
  slice(span: Span): string {
    const { base, text } = this.fileAt(span.start);
    return text.slice(span.start - base, span.end - base);
  }

  private starts(): number[] {
    this.lineStarts ??= lineStarts(this.text);
    return this.lineStarts;
  }
}

/** The smallest span that holds both. */
export function join(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** Where lines begin; they end in `\n`, `\r\n` or `\r`. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}
