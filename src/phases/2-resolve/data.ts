import { dataSources } from "../../data/declared.ts";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import { insert, sure } from "../../diagnostics/fix.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { DataSyntax, Word } from "../../ir/ast.ts";
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
