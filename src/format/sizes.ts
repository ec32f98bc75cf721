import * as t from "../../grammar/tokens.ts";
import type { Piece } from "./lines.ts";

const OPERATORS = new Set([t.Plus, t.Minus, t.Star, t.Slash, t.Percent, t.Caret]);

/**
 * The `x` between sizes that get no spaces: `28x28x1`, but `H x W x 1`. Alone, `x` is a name, and `repeat 2 x` applies
 * a block of that name: an `x` that the author set apart is drawn to numbers only where it must be a sign.
 */
export function tightJoints(
  pieces: readonly Piece[],
  startsLine: ReadonlySet<Piece | undefined>,
): ReadonlySet<Piece> {
  const tight = new Set<Piece>();
  let i = 0;
  while (i < pieces.length) {
    if (pieces[i]!.kind !== "number") {
      // Nothing else can stand here than what did: `28x-3`.
      if (isJoint(pieces[i]) && pieces[i]!.token.tokenType === t.By && !beginsSize(pieces[i + 1]))
        tight.add(pieces[i]!);
      i++;
      continue;
    }
    let end = i;
    while (
      isJoint(pieces[end + 1]) &&
      pieces[end + 2]?.kind === "number" &&
      !startsLine.has(pieces[end + 1]) &&
      !startsLine.has(pieces[end + 2])
    )
      end += 2;
    const [before, after] = [pieces[i - 1], pieces[end + 1]];
    const joints = pieces.slice(i + 1, end).filter(isJoint);
    const alone = !isPartOfSize(before) && !isPartOfSize(after) && before?.token.tokenType !== t.Repeat;
    // Behind `28_` the lexer would take `x28` for a name.
    const lexes = pieces.slice(i, end).every(({ kind, image }) => kind !== "number" || /\d$/.test(image));
    if (alone && lexes) for (const joint of joints) tight.add(joint);
    i = end + 1;
  }
  return tight;
}

function isJoint(piece: Piece | undefined): boolean {
  return piece?.token.tokenType === t.By || piece?.token.tokenType === t.X;
}

function isPartOfSize(piece: Piece | undefined): boolean {
  return isJoint(piece) || (piece !== undefined && OPERATORS.has(piece.token.tokenType));
}

function beginsSize(piece: Piece | undefined): boolean {
  return piece?.kind === "number" || piece?.kind === "word" || piece?.token.tokenType === t.LeftParen;
}
