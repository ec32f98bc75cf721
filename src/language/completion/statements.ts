import { wordsAfter } from "../../../grammar/following.ts";
import type { Token } from "../../../grammar/lexer.ts";
import * as t from "../../../grammar/tokens.ts";
import { COUNTS } from "../../ir/counts.ts";
import { excludes } from "../../layers/described.ts";
import type { ParameterTable } from "../../layers/parameters.ts";
import { layerOf, layers, vocabulary, wordOf } from "../../layers/registry.ts";
import { taskOf } from "../../tasks/registry.ts";
import { claimsOfNet, trueClaims } from "../claims.ts";
import { field, layerDocs, layerSnippet, optionSnippet, parameterDocs } from "../docs.ts";
import type { Completion } from "../types.ts";
import { blockSnippet } from "./blocks.ts";
import type { Context } from "./context.ts";
import { namesOf, numbers, word } from "./names.ts";

/** What is put in for a word that begins a statement; any other word is put in alone. */
const SNIPPETS = new Map<Token["tokenType"], string>([
  [t.Input, `input image ${field(1, "28x28x1")}`],
  [t.Expect, `expect ${field(1, "0")} weights`],
  [t.Repeat, `repeat ${field(1, "3")} {\n  ${field(2, "relu")}\n}`],
  [t.If, `if ${field(1, "width > 1")} {\n  ${field(2, "relu")}\n}`],
  [t.Branches, `branches ${field(1, "add")} {\n  | ${field(2, "conv 32@3")}\n  |\n}`],
  [t.Nest, `nest ${field(1, "level")}(${field(2, "16, 32")}) {\n  ${field(3, "relu")}\n}`],
  [t.Shared, `shared ${field(1, "eye")} {\n  ${field(2, "conv 32@3")}\n}`],
  [t.From, `from ${field(1, "skip")}`],
]);

let beginnings: readonly Completion[] | undefined;

/** Words that begin a statement, as the grammar has them. */
function statementWords(): readonly Completion[] {
  beginnings ??= wordsAfter("statement", [])
    .filter((type) => SNIPPETS.has(type) || !isName(type))
    .map(
      (type): Completion => ({
        label: type.PATTERN as string,
        kind: "keyword",
        snippet: SNIPPETS.get(type) ?? (type.PATTERN as string),
      }),
    );
  return beginnings;
}

/** A word that is a name wherever it has no meaning of its own. */
function isName(type: Token["tokenType"]): boolean {
  return type.CATEGORIES?.includes(t.Identifier) ?? false;
}

/** What may stand in the braces of nets and blocks, at a place. */
export function inBody(context: Context): Completion[] {
  const { statement } = context;
  const [first] = statement;
  if (!first) return beginning(context);
  const types = statement.map(({ tokenType }) => tokenType);
  const last = types.at(-1)!;
  if (last === t.As) return [];
  if (types.includes(t.Arrow) || first.tokenType === t.Expect) return claims(context);
  const behind = [word("as", "keyword"), word("=>", "keyword", "a claim")];
  switch (first.tokenType) {
    case t.Input:
      return inputWords(context);
    case t.Repeat:
      return [...numbers(context), word("as", "keyword")];
    case t.If:
      return [...numbers(context), ...["and", "or", "not"].map((each) => word(each, "keyword"))];
    case t.Shared:
      return [];
    case t.From:
      return statement.length === 1 ? namesOf(context, "value") : [];
    case t.Branches:
      return statement.length === 1 ? joins() : [];
    case t.Nest:
      return statement.length === 1 ? namesOf(context, "block") : behind;
    default:
      return [...ofLayer(context), ...behind];
  }
}

function beginning(context: Context): Completion[] {
  const blocks = namesOf(context, "block").map((item) => blockSnippet(item, context));
  return [
    ...layerItems(),
    ...statementWords(),
    {
      label: "head",
      kind: "layer",
      snippet: `head ${field(1, "task")}`,
      detail: "what a task is answered with",
    },
    ...blocks,
    ...namesOf(context, "shared", "hole"),
  ];
}

let known: readonly Completion[] | undefined;

function layerItems(): readonly Completion[] {
  known ??= Object.values(vocabulary)
    .filter(({ family }) => family !== "input")
    .map((definition): Completion => {
      const layer = wordOf(definition.kind)!;
      return {
        label: layer.kind,
        kind: "layer",
        snippet: layerSnippet(layer),
        detail: layer.summary,
        documentation: layerDocs(layer),
      };
    });
  return known;
}

function joins(): Completion[] {
  return Object.values(layers)
    .filter(({ takes }) => takes === "many")
    .map(({ kind, summary }) => word(kind, "layer", summary));
}

function inputWords({ statement }: Context): Completion[] {
  return wordsAfter("statement", statement)
    .filter((type) => type !== t.X)
    .map(({ PATTERN }) => word(PATTERN as string, "keyword"));
}

/** Behind a layer's name: its options that are not given yet and can be, or the value of the one before. */
function ofLayer(context: Context): Completion[] {
  const { statement } = context;
  const [first, second] = statement;
  const name = first!.image;
  if (name === "head" && !second) return namesOf(context, "task");
  const definition = wordOf(name);
  if (definition?.takes === "many")
    return [...namesOf(context, "value"), word("in", "word", "what the block was given")];
  const table = name === "head" ? headOptions(second!.image, context) : definition?.parameters;
  if (!table)
    return namesOf(context, "block").some(({ label }) => label === name) ? [word("frozen", "option")] : [];
  const parameters = table as ParameterTable;
  const given = statement
    .slice(1)
    .map(({ image }) => image)
    .filter((image) => Object.hasOwn(parameters, image));
  const before = statement.at(-1)!.image;
  const waiting = Object.hasOwn(parameters, before) ? parameters[before]! : undefined;
  if (waiting && waiting.form !== "flag" && waiting.form !== "bias" && !waiting.positional)
    return numbers(context);
  const out = new Set(
    given.flatMap((each) => [each, ...excludes(each, parameters[each]!.group, parameters)]),
  );
  if (before === "no") {
    return Object.entries(parameters)
      .filter(([, { form, fallback }]) => form === "bias" || fallback)
      .map(([label, { doc }]) => word(label, "option", doc));
  }
  const options = Object.entries(parameters)
    .filter(([label, { positional }]) => !out.has(label) && !positional)
    .map(
      ([label, parameter]): Completion => ({
        label,
        kind: "option",
        snippet: optionSnippet(label, parameter),
        detail: parameter.doc,
        documentation: parameterDocs(label, parameter, parameters),
      }),
    );
  const hasWindow = Object.values(parameters).some(({ form, positional }) => form === "window" && positional);
  const isFirst = statement.length === 1 && context.word.start > first!.startOffset;
  const all = hasWindow && isFirst ? [word("all", "word", "the whole value")] : [];
  return [...options, ...all, ...(isFirst ? numbers(context) : [])];
}

/** Options of the layer that a head is made of. */
function headOptions(name: string, { analysis }: Context): ParameterTable | undefined {
  const task = analysis.compilation.program.tasks.find((each) => each.name === name);
  if (!task) return undefined;
  const { units: _, ...options } = layerOf(taskOf(task.kind)!.layer)!.parameters as ParameterTable;
  return options;
}

/** Behind `=>` and `expect`: what is true here, and what can be counted. */
function claims(context: Context): Completion[] {
  const truth = truthOf(context).map(
    (text): Completion => ({ label: text, kind: "claim", snippet: text, detail: "as it is" }),
  );
  return [...truth, ...COUNTS.map((name) => word(name, "claim"))];
}

/** A claim that is begun can't be read, and hides what it is about: the file is compiled without it. */
function truthOf({ analysis, statement, declaration, word: { end } }: Context): readonly string[] {
  const [first] = statement;
  const arrow = statement.find(({ tokenType }) => tokenType === t.Arrow);
  const start = (arrow ?? first)!.startOffset;
  const without = analysis.without({ start, end });
  return arrow ? trueClaims(without, first!.startOffset) : claimsOfNet(without, declaration[1]?.image ?? "");
}
