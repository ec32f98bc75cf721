import { dataSources } from "../../../data/declared.ts";
import type { Sink } from "../../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../../diagnostics/suggest.ts";
import type { DataSyntax, Word } from "../../../ir/ast.ts";
import type { DataSource } from "../../../ir/program.ts";
import { bareName } from "../words.ts";
import { readOptions } from "./options.ts";

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
  const read = readOptions(syntax, definition.options, definition.example, sink);
  return read && { name: syntax.name.text, kind, arguments: values, ...read, span: syntax.span };
}
