import type { dataSources } from "../../../data/declared.ts";
import type { Sink } from "../../../diagnostics/diagnostic.ts";
import { insert, sure } from "../../../diagnostics/fix.ts";
import { didYouMean } from "../../../diagnostics/suggest.ts";
import type { DataSyntax, Entry, Word } from "../../../ir/ast.ts";
import type { Json } from "../../../ir/net.ts";
import type { DataSource } from "../../../ir/program.ts";
import { bareName, numberOf, textOf, wholeNumber } from "../words.ts";
import { readRegions } from "./regions.ts";

type OptionTable = (typeof dataSources)[string]["options"];

/** The options of a source while they are read. */
interface Reading {
  readonly syntax: DataSyntax;
  readonly table: OptionTable;
  readonly example: string;
  readonly sink: Sink;
  readonly options: { [name: string]: Json };
  regions?: DataSource["regions"];
  ok: boolean;
  /** The list that the entry before this one belongs to. */
  openList?: string;
  /** Whether the entry before this one was of an unknown option. */
  unknown: boolean;
}

/** A source's options against the table of its kind; undefined where something is wrong, which is told. */
export function readOptions(
  syntax: DataSyntax,
  table: OptionTable,
  example: string,
  sink: Sink,
): Pick<DataSource, "options" | "regions"> | undefined {
  const reading: Reading = { syntax, table, example, sink, options: {}, ok: !syntax.broken, unknown: false };
  const { options } = reading;
  for (const entry of syntax.entries) reading.ok = readEntry(entry, reading) && reading.ok;
  for (const [name, option] of Object.entries(table)) {
    if (reading.ok && option.required && !(name in options)) {
      sink.error("argument_missing", syntax.name.span, `\`${syntax.kind.text}\` needs \`${name}\``, {
        help: example,
      });
      reading.ok = false;
    }
  }
  const { regions } = reading;
  return reading.ok ? { options, ...(regions && { regions }) } : undefined;
}

function readEntry(entry: Entry, reading: Reading): boolean {
  const { table, options, example, sink } = reading;
  const [first] = entry.words as [Word, ...Word[]];
  const name = bareName(first);
  if (name !== undefined && table[name]?.form === "regions" && !(name in options)) {
    const named = readRegions(entry, sink);
    if (named) options[name] = named.values;
    reading.regions = named?.names;
    reading.openList = undefined;
    return named !== undefined;
  }
  if (entry.entries) {
    sink.error("argument_unknown", entry.span, "nothing stands in braces of its own here", { help: example });
    return false;
  }
  if (name === undefined || !Object.hasOwn(table, name)) return goesOn(entry, name, reading);
  reading.unknown = false;
  reading.openList = undefined;
  return readOption(entry, name, table[name]!, reading);
}

/** Reads what is no option: `input age, crp` goes on with the list; a quoted text does so even where it is an option's name. */
function goesOn(entry: Entry, name: string | undefined, reading: Reading): boolean {
  const { syntax, table, options, openList, example, sink } = reading;
  const [first] = entry.words as [Word, ...Word[]];
  const more = entry.words.map(textOf);
  if (openList !== undefined && more.every((text) => text !== undefined)) {
    for (const text of more) (options[openList] as string[]).push(text as string);
    return true;
  }
  // What follows an unknown option is often its list.
  if (!reading.unknown)
    sink.error(
      "argument_unknown",
      first.span,
      `\`${syntax.kind.text}\` has no option \`${textOf(first) ?? "…"}\``,
      {
        help: didYouMean(name ?? "", Object.keys(table), first.span) ?? example,
      },
    );
  reading.unknown = true;
  return false;
}

function readOption(entry: Entry, name: string, option: OptionTable[string], reading: Reading): boolean {
  const { table, options, example, sink } = reading;
  const [first, ...rest] = entry.words as [Word, ...Word[]];
  const surplus = option.form === "names" ? undefined : rest[1];
  if (surplus || name in options) {
    sink.error(
      "argument_unknown",
      (surplus ?? first).span,
      surplus ? `\`${name}\` takes nothing more here` : `\`${name}\` is given twice`,
      {
        help: surplus ? "options are separated by commas, semicolons or new lines" : undefined,
        fix:
          surplus && Object.hasOwn(table, bareName(surplus) ?? "")
            ? sure("put a comma before it", insert(rest[0]!.span.end, ","))
            : undefined,
      },
    );
    return false;
  }
  let value: Json | undefined;
  if (option.form === "count") value = wholeNumber(name, rest[0], 1, first, sink);
  else if (option.form === "number") value = numberOf(rest[0]);
  else if (option.form === "names") {
    const names = rest.map(textOf);
    if (names.length > 0 && names.every((text) => text !== undefined)) value = names as string[];
    reading.openList = value === undefined ? undefined : name;
    reading.unknown = value === undefined;
  } else value = textOf(rest[0]);
  if (value !== undefined) options[name] = value;
  else if (option.form !== "count")
    sink.error(
      "argument_wrong",
      entry.span,
      `\`${name}\` needs ${option.form === "number" ? "a number" : "a name"}`,
      { help: example },
    );
  return value !== undefined;
}
