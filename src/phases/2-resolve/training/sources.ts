/** What the sources of data of a training must be for its parts. */

import { dataSources } from "../../../data/declared.ts";
import type { DataSource, Grouping } from "../../../ir/program.ts";

/** Why a test on one source would be on examples of another, as far as a spec shows it; undefined where it doesn't. */
export function sharedExamples(
  test: string,
  train: string,
  sources: ReadonlyMap<string, DataSource | undefined>,
): string | undefined {
  const why = "what a net was trained on can't show what it makes of other examples";
  if (test === train) return `\`${test}\` is what the net is trained on, and ${why}`;
  const [a, b] = [sources.get(test), sources.get(train)];
  if (!a || !b || a.kind !== b.kind || placeOf(a) !== placeOf(b)) return undefined;
  return `\`${test}\` are the examples of \`${train}\`, and ${why}`;
}

/** What of a source's text says where its examples come from. */
function placeOf({ kind, arguments: [first], options }: DataSource): string {
  const text = first?.text ?? "";
  // The first examples of a generator are the same for any count.
  if (dataSources[kind]?.arguments[0]?.form === "word") return `${text} ${options.size} ${options.seed ?? 1}`;
  const parts: string[] = [];
  for (const part of text.split("/")) {
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part);
  }
  return parts.join("/");
}

/** Why examples of a source can't be grouped so, as far as a spec shows it. */
export function groupingFault(
  { column, pattern }: Grouping,
  { name, kind }: DataSource,
): { readonly message: string; readonly help: string } | undefined {
  if (kind === "csv") return undefined;
  const byName = '`by name "(*)_*"`: by what stands before the first `_`';
  if (kind === "npy" || kind === "idx")
    return {
      message: `the examples of \`${name}\` have no columns and no names that could say which of them belong together`,
      help: "write them as a `csv` with a column for it and with the paths of the examples",
    };
  if (column !== "name")
    return { message: `\`${name}\` has files and no columns, so there is no \`${column}\``, help: byName };
  if (pattern === undefined)
    return {
      message: "each file has a name of its own, so nothing would be kept together",
      help: `say which part of the name is the patient's, ${byName}`,
    };
  return undefined;
}
