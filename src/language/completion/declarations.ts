import type { Token } from "../../../grammar/lexer.ts";
import * as t from "../../../grammar/tokens.ts";
import { dataSources } from "../../data/declared.ts";
import { options as trainOptions } from "../../phases/2-resolve/training/options.ts";
import { UNITS } from "../../phases/5-advise/units.ts";
import { tasks } from "../../tasks/registry.ts";
import { escaped, field } from "../docs.ts";
import type { Completion } from "../types.ts";
import type { Context } from "./context.ts";
import { namesOf, word } from "./names.ts";

/** What is put in for each word that begins a declaration. */
const SNIPPETS: { readonly [word: string]: string } = {
  net: `net ${field(1, "name")} {\n  input image ${field(2, "28x28x1")}\n  ${field(3, "flatten")}\n}`,
  block: `block ${field(1, "name")}(${field(2, "f")}) {\n  ${field(3, "conv f@3")}\n}`,
  kernel: `kernel ${field(1, "name")} = [${field(2, "-1 2 -1")}]`,
  task: `task ${field(1, "name")} = ${field(2, "classify")} { ${field(3, "no, yes")} }`,
  data: `data ${field(1, "name")} = ${field(2, "images")} ${field(3, '"folder/"')}`,
  train: `train ${field(1, "net")} on ${field(2, "data")} {\n  ${field(3, "epochs 10")}\n}`,
  use: `use ${field(1, "block")} from "${field(2, "blocks.cnn")}"`,
};

/** What may stand outside of all brackets: a new declaration, or the head of one that is begun. */
export function outside(context: Context): Completion[] {
  const { declaration } = context;
  const [first] = declaration;
  if (!first) return beginning(context);
  const last = declaration.at(-1)!.tokenType;
  switch (first.tokenType) {
    case t.TaskWord:
      return last === t.Equals ? taskKinds() : units(last);
    case t.DataWord:
      return last === t.Equals ? dataKinds() : dataWords(declaration);
    case t.TrainWord:
      if (declaration.length === 1) return namesOf(context, "net");
      return last === t.On
        ? namesOf(context, "data")
        : declaration.length === 2
          ? [word("on", "keyword")]
          : [];
    case t.UseWord:
      return declaration.length > 1 ? [word("from", "keyword")] : [];
    default:
      return [];
  }
}

function beginning({ analysis, word: { start } }: Context): Completion[] {
  // A declaration begins a line.
  const before = analysis.text.slice(0, start);
  if (!/(^|[\r\n])[ \t]*$/.test(before)) return [];
  return t.declarationWords.map((type) => {
    const label = type.PATTERN as string;
    return { label, kind: "keyword", snippet: SNIPPETS[label] ?? label };
  });
}

function taskKinds(): Completion[] {
  return Object.values(tasks).map(({ kind, summary, example }) => ({
    label: kind,
    kind: "word",
    snippet: escaped(kind),
    detail: summary,
    documentation: `\`${example}\``,
  }));
}

function dataKinds(): Completion[] {
  return Object.entries(dataSources).map(([label, { summary, example }]) => ({
    label,
    kind: "word",
    snippet: escaped(label),
    detail: summary,
    documentation: `\`${example}\``,
  }));
}

/** Behind the kind of a data source: the word before its next argument, or the words that it may be. */
function dataWords(declaration: readonly Token[]): Completion[] {
  const at = declaration.findIndex(({ tokenType }) => tokenType === t.Equals);
  const definition = dataSources[declaration[at + 1]?.image ?? ""];
  if (at < 0 || !definition) return [];
  const given = declaration.slice(at + 2).map(({ image }) => image);
  return definition.arguments.flatMap(({ after, words = [], form }, i) => {
    if (after !== undefined) return given.includes(after) || given.length < i ? [] : [word(after, "option")];
    return form === "word" && given.length === i ? words.map((each) => word(each, "word")) : [];
  });
}

function units(last: Token["tokenType"]): Completion[] {
  return last === t.In ? UNITS.map((unit) => word(unit, "unit")) : [];
}

/** What may stand in braces that are not those of layers: items of tasks, fields, entries of data and trainings. */
export function inEntries(context: Context): Completion[] {
  const { declaration, open, statement } = context;
  const last = statement.at(-1)?.tokenType;
  if (last === t.In) return units(last);
  const [first] = declaration;
  const inner = open.length > 1 ? open.at(-1)!.owner[0]?.image : undefined;
  if (first?.tokenType === t.DataWord && inner === undefined) return dataOptions(context);
  if (first?.tokenType === t.TrainWord)
    return inner === undefined ? trainEntries(context) : choicesOf(inner, statement);
  return statement.length > 0 ? [word("in", "keyword", "a unit")] : [];
}

function dataOptions({ declaration, statement }: Context): Completion[] {
  const at = declaration.findIndex(({ tokenType }) => tokenType === t.Equals);
  const definition = dataSources[declaration[at + 1]?.image ?? ""];
  if (!definition || statement.length > 0) return [];
  return Object.entries(definition.options).map(([label, { doc, form }]) => ({
    label,
    kind: "option",
    snippet:
      form === "regions"
        ? `${label} { ${field(1, "background 0")} }`
        : `${label} ${field(1, form === "names" ? "column" : "1")}`,
    detail: doc,
  }));
}

function trainEntries(context: Context): Completion[] {
  const { statement } = context;
  const [first] = statement;
  if (first) {
    if (first.image === "test") return namesOf(context, "data");
    return statement.length === 1 ? choicesOf(first.image, []) : [];
  }
  return Object.entries(trainOptions).map(([label, { example }]) => ({
    label,
    kind: "option",
    snippet: escaped(example),
    documentation: `\`${example}\``,
  }));
}

function choicesOf(option: string, statement: readonly Token[]): Completion[] {
  if (statement.length > 0 || !Object.hasOwn(trainOptions, option)) return [];
  return (trainOptions[option]!.choices ?? []).map((each) => word(each, "word"));
}
