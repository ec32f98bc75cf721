/** Which examples belong together: those of one patient. */

import { FoundError } from "../../diagnostics/found-error.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import type { Grouping } from "../../ir/program.ts";
import type { Dataset } from "../dataset.ts";
import { quoted } from "../wants.ts";

/**
 * The name of the group of each example: what stands in a column of its table, or what a pattern finds in that or in the
 * name of its file.
 *
 * @param file what the data are called, for messages
 * @throws FoundError where there is no such column or no name, a cell is empty, or a name doesn't fit the pattern
 */
export function groupsOf(dataset: Dataset, by: Grouping, file: string): readonly string[] {
  const { column, pattern } = by;
  const values = valuesOf(dataset, column, file);
  const where = (example: number) => dataset.names?.[example] ?? `example ${example + 1}`;
  const expression = pattern === undefined ? undefined : expressionOf(pattern);
  return values.map((value, example) => {
    if (value === "") {
      throw new FoundError(
        "data_groups",
        `Nothing stands under \`${column}\` (${where(example)}), and so nothing says which examples belong together.`,
        {
          file,
          location: { example: example + 1 },
          help: "Fill it in, or leave the example out.",
        },
      );
    }
    if (!expression) return value;
    const found = expression.exec(lastParts(value, pattern!))?.[1];
    if (found) return found;
    throw new FoundError("data_groups", `\`${value}\` doesn't fit the pattern "${pattern}".`, {
      file,
      location: { example: example + 1 },
      help: 'In a pattern `*` stands for any letters, and `( )` around what names the patient: "(*)_*" for all before the first `_`.',
    });
  });
}

function valuesOf(dataset: Dataset, column: string, file: string): readonly string[] {
  const { columns, names } = dataset;
  const values = columns ? columns.get(column) : column === "name" ? names : undefined;
  if (values) return values;
  const known = columns && [...columns.keys()];
  const near = known && nearest(column, known);
  throw new FoundError(
    "data_groups",
    known
      ? `There is no column \`${column}\` that could say which examples belong together: the columns are ${quoted(known)}.`
      : names
        ? `These data have no columns, and so no \`${column}\`.`
        : "These examples have neither columns nor names that could say which of them belong together.",
    {
      file,
      help: known
        ? near === undefined
          ? "Use one of these names."
          : `Did you mean \`${near}\`?`
        : names
          ? '`by name "(*)_*"` goes by the names of the files: by what stands before the first `_`.'
          : "Write a `csv` with a column for it, and with the paths of the examples.",
    },
  );
}

/** As many parts of a path as a pattern has, the last ones. */
function lastParts(path: string, pattern: string): string {
  const parts = path.replaceAll("\\", "/").split("/");
  return parts.slice(-pattern.split("/").length).join("/");
}

/** `(*)_*`: stars stand for as few letters of a part as do, and the brackets keep what they enclose. */
function expressionOf(pattern: string): RegExp {
  const source = pattern.replace(/[\\^$.|?+[\]{}]/g, "\\$&").replaceAll("*", "[^/]*?");
  return new RegExp(`^${source}$`, "u");
}

/** Classes of examples, by what all heads say that have any, or undefined where none has. */
export function classesOf(dataset: Dataset, heads: readonly boolean[]): readonly number[] | undefined {
  const told = dataset.targets.flatMap((values, i) => (heads[i] && values ? [values] : []));
  if (told.length === 0) return undefined;
  const numbers = new Map<string, number>();
  return Array.from({ length: dataset.size }, (_, example) => {
    const key = told
      .map((values) => {
        const each = values.length / dataset.size;
        return values.subarray(example * each, (example + 1) * each).join(" ");
      })
      .join("/");
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
}
