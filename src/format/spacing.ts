import * as t from "../../grammar/tokens.ts";
import type { Bracket, Line, Piece } from "./lines.ts";
import { tightJoints } from "./sizes.ts";

/** Signs that hold numbers of one size, rate or unit together: `2*f`, `1/9`, `70/15/15`, `beats/min`. */
const FACTORS = new Set([t.Star, t.Slash, t.Percent, t.Caret]);
const NO_SPACE_BEFORE = new Set([t.Comma, t.Semicolon, t.RightParen]);
const UNIT_SIGNS = new Set([t.In, t.Slash, t.Star, t.Caret]);

/**
 * Sets the spaces between the tokens of every line. A token that this file does not know has a space on both sides.
 */
export function space(lines: readonly Line[]): void {
  const pieces = lines.flatMap((line) => line.pieces);
  const first = new Set(lines.map((line) => line.pieces[0]));
  const tight = tightJoints(pieces, first);
  let glue = false;
  pieces.forEach((piece, i) => {
    const [before, previous] = [pieces[i - 2], pieces[i - 1]];
    const role = roleOf(piece, previous, pieces[i + 1]);
    const touches =
      previous === undefined ||
      glue ||
      role === "factor" ||
      (role === "sum" && isTight(piece, previous)) ||
      tight.has(piece) ||
      touchesBefore(piece, previous, before);
    piece.before = touches || first.has(piece) ? 0 : 1;
    glue =
      role === "factor" ||
      role === "sign" ||
      (role === "sum" && isTight(piece, previous)) ||
      tight.has(piece) ||
      touchesAfter(piece);
  });
}

type Role = "factor" | "sum" | "sign" | "other";

/** What an operator does here: multiplies, adds, or is the sign of a number. */
function roleOf(piece: Piece, previous: Piece | undefined, next: Piece | undefined): Role {
  const type = piece.token.tokenType;
  if (FACTORS.has(type)) {
    // `in %` is a unit.
    return type === t.Percent && previous && UNIT_SIGNS.has(previous.token.tokenType) ? "other" : "factor";
  }
  if (type !== t.Minus && type !== t.Plus) return "other";
  if (type === t.Minus && isSign(piece, previous, next)) return "sign";
  return "sum";
}

function isSign(minus: Piece, previous: Piece | undefined, next: Piece | undefined): boolean {
  if (!previous || minus.inside?.type === "square") return true;
  const type = previous.token.tokenType;
  if (previous.kind === "word") {
    // Behind an option's name it is a sign, behind a variable's it subtracts: the author's spaces tell.
    return (
      type === t.From || type === t.To || (minus.spacedBefore && next !== undefined && !next.spacedBefore)
    );
  }
  return !(previous.kind === "number" || type === t.RightParen);
}

/** Outside of parentheses a space ends an option, so `n+1` holds together there: `conv n+1@3`, but `(n + 1)`. */
function isTight(sign: Piece, previous: Piece | undefined): boolean {
  // `multiply-adds` is one word.
  if (previous?.image === "multiply") return false;
  return sign.inside?.type !== "paren";
}

function touchesBefore(piece: Piece, previous: Piece, before: Piece | undefined): boolean {
  const type = piece.token.tokenType;
  if (NO_SPACE_BEFORE.has(type) || type === t.AtSign) return true;
  // `stage(16)` gives arguments, `dense (n + 1)` an option: the space tells them apart.
  if (type === t.LeftParen) {
    const isHead = before?.token.tokenType === t.BlockWord && before.inside === undefined;
    return previous.kind === "word" && (!piece.spacedBefore || isHead);
  }
  if (type === t.RightSquare) return !isWide(piece.closes);
  return type === t.RightBrace && previous.token.tokenType === t.LeftBrace;
}

function touchesAfter(piece: Piece): boolean {
  const type = piece.token.tokenType;
  if (type === t.LeftParen || type === t.AtSign) return true;
  return type === t.LeftSquare && !isWide(piece.opens);
}

/** Grids of several lines and those with a name have spaces within their brackets: `kernel edge = [ -1 2 -1 ]`. */
function isWide(square: Bracket | undefined): boolean {
  return square !== undefined && (square.isLong || square.isNamed);
}
