/** Half-open range of UTF-16 offsets into one source file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place as people count it: lines and columns start at 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A spec's text under the name that messages show, with fast look-up of lines. */
export class SourceFile {
  readonly name: string;
  readonly text: string;
  private lineStarts: number[] | undefined;

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
  }

  /** Line and column of an offset; an offset past the end is the end. */
  position(offset: number): Position {
    const starts = this.starts();
    const at = Math.max(0, Math.min(offset, this.text.length));
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
    return this.text.slice(start, next - 1).replace(/\r$/, "");
  }

  /** Source text of a span. */
  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  private starts(): number[] {
    if (!this.lineStarts) {
      this.lineStarts = [0];
      for (const match of this.text.matchAll(/\r\n?|\n/g))
        this.lineStarts.push(match.index + match[0].length);
    }
    return this.lineStarts;
  }
}

/** The smallest span that holds both. */
export function join(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}
