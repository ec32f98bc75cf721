import type { Sink } from "../../../diagnostics/diagnostic.ts";
import type { GridLiteral } from "../../../ir/ast.ts";
import type { Grid } from "../../../layers/parameters.ts";

/** Rows of numbers as a grid; rows of different lengths are reported, with the first row as the measure. */
export function readGrid(literal: GridLiteral, sink: Sink): Grid | undefined {
  if (literal.broken) return undefined;
  const first = literal.planes[0]?.rows[0];
  if (!first) {
    sink.error("grid_ragged", literal.span, "there are no numbers between the brackets");
    return undefined;
  }
  const infinite = literal.planes
    .flatMap((plane) => plane.rows)
    .find((row) => !row.values.every(Number.isFinite));
  if (infinite) {
    sink.error(
      "argument_wrong",
      infinite.span,
      "a number in this row is not finite: it is too large, or divides by zero",
    );
    return undefined;
  }
  const columns = first.values.length;
  const rows = literal.planes[0]!.rows.length;
  for (const plane of literal.planes) {
    for (const row of plane.rows) {
      if (row.values.length === columns) continue;
      sink.error(
        "grid_ragged",
        row.span,
        `this row has ${numbers(row.values.length)}, and the first one has ${columns}`,
        {
          labels: [{ span: first.span, text: numbers(columns) }],
          help:
            row.values.length < columns
              ? "write the missing numbers; a gap is a 0"
              : "each row needs the same number of columns",
        },
      );
      return undefined;
    }
    if (plane.rows.length !== rows) {
      sink.error(
        "grid_ragged",
        plane.rows[0]?.span ?? literal.span,
        `this plane has ${plane.rows.length} row${plane.rows.length === 1 ? "" : "s"}, and the first one has ${rows}`,
      );
      return undefined;
    }
  }
  const values = literal.planes.flatMap((plane) => plane.rows.flatMap((row) => row.values));
  return {
    shape: literal.planes.length > 1 ? [literal.planes.length, rows, columns] : [rows, columns],
    values,
  };
}

function numbers(count: number): string {
  return `${count} number${count === 1 ? "" : "s"}`;
}
