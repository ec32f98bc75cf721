import { dataSources } from "../../data/declared.ts";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import { insert, sure } from "../../diagnostics/fix.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { DataSyntax, Entry, Word } from "../../ir/ast.ts";
import type { Json } from "../../ir/net.ts";
import type { DataSource } from "../../ir/program.ts";
import { bareName } from "./arguments.ts";
import { numberOf, textOf, wholeNumber } from "./entries.ts";

/** `data NAME = KIND …` against the definition of its kind. */
export function resolveData(syntax: DataSyntax, sink: Sink): DataSource | undefined {
  const kind = syntax.kind.text;
  const definition = Object.hasOwn(dataSources, kind) ? dataSources[kind] : undefined;
  if (!definition) {
    const kinds = Object.keys(dataSources);
    sink.error("data_unknown_kind", syntax.kind.span, `there is no kind of data \`${kind}\``, {
      help:
        didYouMean(kind, kinds, syntax.kind.span) ??
        `data comes from ${kinds.map((k) => `\`${k}\``).join(", ")}`,
    });
    return undefined;
  }
  const words = [...syntax.words];
  const values: { text: string; span: { start: number; end: number } }[] = [];
  for (const wanted of definition.arguments) {
    const comes = words[0] !== undefined && bareName(words[0]) === wanted.after;
    if (wanted.optional && !comes) continue;
    if (wanted.after !== undefined && comes) words.shift();
    else if (wanted.after !== undefined) {
      sink.error("argument_missing", syntax.kind.span, `\`${kind}\` needs \`${wanted.after} "FILE"\``, {
        help: definition.example,
      });
      return undefined;
    }
    const word = words.shift();
    const text =
      wanted.form === "path" ? (word?.type === "text" ? word.text : undefined) : word && bareName(word);
    if (text === undefined || text === "") {
      sink.error(
        "argument_missing",
        word?.span ?? syntax.kind.span,
        `\`${kind}\` needs ${wanted.form === "path" ? "a path between quotation marks" : `the name of its ${wanted.name}`}`,
        {
          help: definition.example,
        },
      );
      return undefined;
    }
    if (wanted.words && !wanted.words.includes(text)) {
      sink.error("name_unknown", word!.span, `there is no ${wanted.name} \`${text}\``, {
        help:
          didYouMean(text, wanted.words, word!.span) ??
          `there is ${wanted.words.map((w) => `\`${w}\``).join(", ")}`,
      });
      return undefined;
    }
    values.push({ text, span: word!.span });
  }
  if (words.length > 0) {
    const [{ span }] = words as [Word];
    const before = definition.arguments.flatMap(({ after = [] }) => after);
    sink.error("argument_unknown", span, `\`${kind}\` needs nothing more here`, {
      help: didYouMean(bareName(words[0]!) ?? "", before, span) ?? definition.example,
    });
    return undefined;
  }
  const options = readOptions(syntax, definition.options, definition.example, sink);
  return options && { name: syntax.name.text, kind, arguments: values, options, span: syntax.span };
}

type OptionTable = (typeof dataSources)[string]["options"];

function readOptions(
  syntax: DataSyntax,
  table: OptionTable,
  example: string,
  sink: Sink,
): { [name: string]: Json } | undefined {
  const options: { [name: string]: Json } = {};
  let ok = !syntax.broken;
  let openList: string | undefined;
  let unknown = false;
  for (const entry of syntax.entries) {
    const [first, ...rest] = entry.words as [Word, ...Word[]];
    const name = bareName(first);
    if (name !== undefined && table[name]?.form === "regions" && !(name in options)) {
      const named = readRegions(entry, sink);
      if (named) options[name] = named;
      else ok = false;
      openList = undefined;
      continue;
    }
    if (entry.entries) {
      sink.error("argument_unknown", entry.span, "nothing stands in braces of its own here", {
        help: example,
      });
      ok = false;
      continue;
    }
    const option = name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
    if (!option) {
      // `input age, crp` goes on with the list; a quoted text does so even where it is an option's name.
      const more = entry.words.map(textOf);
      if (openList !== undefined && more.every((text) => text !== undefined)) {
        for (const text of more) (options[openList] as string[]).push(text as string);
        continue;
      }
      // What follows an unknown option is often its list.
      if (!unknown)
        sink.error(
          "argument_unknown",
          first.span,
          `\`${syntax.kind.text}\` has no option \`${textOf(first) ?? "…"}\``,
          {
            help: didYouMean(name ?? "", Object.keys(table), first.span) ?? example,
          },
        );
      unknown = true;
      ok = false;
      continue;
    }
    unknown = false;
    openList = undefined;
    const surplus = option.form === "names" ? undefined : rest[1];
    if (surplus || name! in options) {
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
      ok = false;
      continue;
    }
    let value: Json | undefined;
    if (option.form === "count") value = wholeNumber(name!, rest[0], 1, first, sink);
    else if (option.form === "number") value = numberOf(rest[0]);
    else if (option.form === "names") {
      const names = rest.map(textOf);
      if (names.length > 0 && names.every((text) => text !== undefined)) value = names as string[];
      openList = value === undefined ? undefined : name;
      unknown = value === undefined;
    } else value = textOf(rest[0]);
    if (value === undefined) {
      if (option.form !== "count")
        sink.error(
          "argument_wrong",
          entry.span,
          `\`${name}\` needs ${option.form === "number" ? "a number" : "a name"}`,
          { help: example },
        );
      ok = false;
    } else options[name!] = value;
  }
  for (const [name, option] of Object.entries(table)) {
    if (ok && option.required && !(name in options)) {
      sink.error("argument_missing", syntax.name.span, `\`${syntax.kind.text}\` needs \`${name}\``, {
        help: example,
      });
      ok = false;
    }
  }
  return ok ? options : undefined;
}

const COLOUR = /^#[0-9a-f]{6}$/i;
const REGIONS = '`regions { background 0, lesion 128 255 }`, or colours: `lesion "#ff0000"`';

/** `regions { background 0, lesion 128 255 }`: the values or colours of each region, by its name. */
function readRegions(entry: Entry, sink: Sink): { [region: string]: (number | string)[] } | undefined {
  // A map, since a region may be called as what every object has.
  const regions = new Map<string, (number | string)[]>();
  const fault = (span: Entry["span"], message: string) => {
    sink.error("argument_wrong", span, message, { help: REGIONS });
    return undefined;
  };
  if (!entry.entries || entry.words.length > 1)
    return fault(entry.span, "`regions` needs the regions and their values between braces");
  const seen = new Set<number | string>();
  for (const { words, span } of entry.entries) {
    const region = textOf(words[0]);
    const values = words
      .slice(1)
      .map((word) => (word.type === "text" ? word.text.toLowerCase() : numberOf(word)));
    if (region === undefined || values.length === 0)
      return fault(span, "a region needs its name and its values");
    for (const value of values) {
      const known = typeof value === "string" ? COLOUR.test(value) : Number.isInteger(value) && value! >= 0;
      if (value === undefined || !known)
        return fault(
          span,
          "a value of a mask is a whole number from 0, or a colour as `#rrggbb` between quotation marks",
        );
      if (seen.has(value)) return fault(span, `\`${value}\` is given to two regions`);
      seen.add(value);
    }
    regions.set(region, [...(regions.get(region) ?? []), ...(values as (number | string)[])]);
  }
  return Object.fromEntries(regions);
}
