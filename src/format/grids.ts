import * as t from "../../grammar/tokens.ts";
import type { Bracket, Line, Piece } from "./lines.ts";

/** A wider number stands as it is: it must not widen its whole column. */
const MAX_WIDTH = 16;

interface Cell {
  readonly first: Piece;
  width: number;
}

/** Columns of grids that have several lines: numbers end below each other. */
export function alignGrids(lines: readonly Line[]): void {
  const grids = new Map<Bracket, Cell[][]>();
  for (const line of lines) {
    const rows = new Map<Bracket, Cell[]>();
    let previous: Piece | undefined;
    for (const piece of line.pieces) {
      const grid = piece.inside;
      if (grid?.type === "square" && grid.isLong && !piece.closes) {
        const row = rows.get(grid) ?? [];
        rows.set(grid, row);
        if (goesOn(piece, previous)) row.at(-1)!.width += piece.before + piece.image.length;
        else if (piece.kind === "number" || piece.token.tokenType === t.Minus)
          row.push({ first: piece, width: piece.image.length });
      }
      previous = piece;
    }
    for (const [grid, row] of rows) {
      const all = grids.get(grid);
      if (all) all.push(row);
      else grids.set(grid, [row]);
    }
  }
  for (const rows of grids.values()) align(rows);
}

/** Whether a piece belongs to the number before it: `-1`, `1/9`. */
function goesOn(piece: Piece, previous: Piece | undefined): boolean {
  const before = previous?.token.tokenType;
  const inNumber = previous?.inside === piece.inside && (before === t.Minus || before === t.Slash);
  return inNumber || piece.token.tokenType === t.Slash;
}

/** All columns of a grid get one width: a kernel is a square that one sees. */
function align(rows: readonly (readonly Cell[])[]): void {
  let widest = 0;
  for (const { width } of rows.flat()) if (width <= MAX_WIDTH) widest = Math.max(widest, width);
  for (const { first, width } of rows.flat()) first.before += Math.max(0, widest - width);
}
