import { FoundError } from "../../diagnostics/found-error.ts";
import { quoted } from "../wants.ts";

/**
 * Which of the columns that a spec lists stands for each name that a net has. Where they are the same names, in whatever
 * order, each stands for itself; where names differ, for the one at its place.
 *
 * @param columns as many as there are names
 * @throws FoundError where a column has the name of another one than that at its place, so that either may be meant
 */
export function bindColumns(
  columns: readonly string[],
  names: readonly string[],
  what: string,
  file: string,
): readonly string[] {
  const distinct = new Set(names).size === names.length;
  if (distinct && names.every((name) => columns.includes(name))) return names;
  for (const [place, column] of columns.entries()) {
    if (column === names[place] || !names.includes(column)) continue;
    throw new FoundError(
      "data_column",
      `The column \`${column}\` would be taken for the ${what} \`${names[place]}\`, since columns are given by their places where names differ, and there is a ${what} \`${column}\` too.`,
      {
        file,
        help: `Put the columns in the order of the net, which is ${quoted(names)}, or give them its names.`,
      },
    );
  }
  return columns;
}
