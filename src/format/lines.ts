import { isWord, type Token, tokenize } from "../../grammar/lexer.ts";
import * as t from "../../grammar/tokens.ts";

/** A pair of brackets. */
export interface Bracket {
  readonly type: "brace" | "square" | "paren";
  readonly open: Piece;
  /** Line of the opening one. */
  readonly line: Line;
  readonly outer: Bracket | undefined;
  /** Whether it is the grid of a `kernel NAME = [ … ]`. */
  readonly isNamed: boolean;
  /** Whether it closes on a later line. */
  isLong: boolean;
  /** Whether `|` stands in it: branches, or planes of a grid. */
  hasBars: boolean;
  /** Columns of a line of its content and of its closing bracket, once the opening line has its place. */
  content: number;
  close: number;
}

/** A token with the spaces before it. */
export interface Piece {
  readonly token: Token;
  readonly image: string;
  readonly kind: "word" | "number" | "text" | "sign";
  /** The innermost brackets around it; those that it opens or closes itself do not count. */
  readonly inside: Bracket | undefined;
  /** The brackets that it opens, or closes. */
  opens?: Bracket;
  readonly closes?: Bracket;
  /** How the author wrote it. */
  readonly spacedBefore: boolean;
  before: number;
}

/** A line with something on it. */
export interface Line {
  readonly pieces: Piece[];
  comment?: { readonly text: string; readonly column: number };
  /** Whether an empty line stands above it. */
  blank: boolean;
  /** The innermost brackets in which it stands; those that it begins by closing are behind it. */
  inside: Bracket | undefined;
  /** Where it begins by closing brackets, the outermost of them. */
  closes: Bracket | undefined;
  indent: number;
  /** Spaces before a comment behind tokens. */
  gap: number;
}

const OPENING = new Map([
  [t.LeftBrace, "brace"],
  [t.LeftSquare, "square"],
  [t.LeftParen, "paren"],
] as const);
const CLOSING = new Set([t.RightBrace, t.RightSquare, t.RightParen]);

/** Tokens and comments by lines, with the brackets around them. The text must be free of syntax errors. */
export function readLines(text: string): Line[] {
  const reader = new Reader();
  const { tokens, comments } = tokenize(text);
  let next = 0;
  for (const token of tokens) {
    while (next < comments.length && comments[next]!.startOffset < token.startOffset)
      reader.comment(comments[next++]!);
    if (token.tokenType === t.NewLine) reader.newLine(token.startOffset + token.image.length);
    else reader.token(token, text);
  }
  while (next < comments.length) reader.comment(comments[next++]!);
  return reader.lines;
}

/** The brackets that stand around a line, grids left aside: rows of a grid go with the line that opens it. */
export function bodyOf(line: Line): Bracket | undefined {
  let body = line.inside;
  while (body?.type === "square") body = body.outer;
  return body;
}

class Reader {
  readonly lines: Line[] = [];
  private line: Line | undefined;
  private lineStart = 0;
  private emptyLines = 0;
  private inside: Bracket | undefined;

  newLine(start: number): void {
    if (!this.line) this.emptyLines++;
    this.line = undefined;
    this.lineStart = start;
  }

  comment({ image, startOffset }: Token): void {
    this.current().comment = { text: image.trimEnd(), column: startOffset - this.lineStart };
  }

  token(token: Token, text: string): void {
    const type = OPENING.get(token.tokenType as never);
    const closed = CLOSING.has(token.tokenType) ? this.inside : undefined;
    const line = this.current(closed !== undefined);
    if (closed) {
      this.inside = closed.outer;
      closed.isLong = closed.line !== line;
      if (line.pieces.every((piece) => CLOSING.has(piece.token.tokenType))) {
        line.inside = this.inside;
        line.closes = closed;
      }
    }
    const piece: Piece = {
      token,
      image: token.image,
      kind: kindOf(token),
      inside: this.inside,
      spacedBefore: /\s/.test(text[token.startOffset - 1] ?? " "),
      before: 0,
      ...(closed ? { closes: closed } : {}),
    };
    if (token.tokenType === t.Bar && this.inside) this.inside.hasBars = true;
    if (type) {
      const outer = this.inside;
      const isNamed = outer === undefined && line.pieces.at(-1)?.token.tokenType === t.Equals;
      const state = { isLong: false, hasBars: false, content: 0, close: 0 };
      this.inside = { type, open: piece, line, outer, isNamed, ...state };
      piece.opens = this.inside;
    }
    line.pieces.push(piece);
  }

  /** The line that is being read. Groups within brackets begin and end without an empty line. */
  private current(closing = false): Line {
    if (this.line) return this.line;
    const above = this.lines.at(-1);
    const blank = this.emptyLines > 0 && above !== undefined && !closing && !above.pieces.at(-1)?.opens;
    this.emptyLines = 0;
    this.line = { pieces: [], blank, inside: this.inside, closes: undefined, indent: 0, gap: 0 };
    this.lines.push(this.line);
    return this.line;
  }
}

function kindOf(token: Token): Piece["kind"] {
  if (isWord(token)) return "word";
  if (token.tokenType === t.NumberLiteral) return "number";
  return token.tokenType === t.Text ? "text" : "sign";
}
