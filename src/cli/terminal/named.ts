import { guess } from "../../diagnostics/suggest.ts";
import { Failure } from "./failure.ts";

/** What stands in a table under a name that the command line gives; a Failure with the names that there are, else. */
export function named<T>(kind: string, name: string, table: { readonly [name: string]: T }): T {
  if (Object.hasOwn(table, name)) return table[name]!;
  const names = Object.keys(table);
  throw new Failure(`there is no ${kind} \`${name}\``, {
    help: guess(name, names) ?? `${kind}s: ${names.join(", ")}`,
  });
}
