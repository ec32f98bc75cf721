import { didYouMean, list } from "../../diagnostics/suggest.ts";
import type {
  BlockSyntax,
  BranchesSyntax,
  BrokenSyntax,
  IfSyntax,
  LayerSyntax,
  Name,
  RepeatSyntax,
  Statement,
} from "../../ir/ast.ts";
import { NestedMap } from "../../ir/nested-map.ts";
import type { ResolvedStep } from "../../ir/resolved.ts";
import type { ParameterTable } from "../../layers/parameters.ts";
import { type LayerKind, type LayerWord, layers, vocabulary, wordOf } from "../../layers/registry.ts";
import { claimsKnown } from "./claims.ts";
import type { BodyContext, Place } from "./context.ts";
import { known, knownCondition } from "./expressions.ts";
import { readArguments } from "./layers/arguments.ts";
import {
  alsoCalled,
  optionBefore,
  plainly,
  readOperands,
  resolveHead,
  resolveHole,
  suffix,
  wordsOf,
} from "./layers/layer.ts";
import { resolveShared, resolveSharedUse } from "./layers/shared.ts";
import { readUse } from "./layers/uses.ts";
import { valueKnown } from "./values.ts";

/** Words that begin a statement and are no layers. */
const KEYWORDS = ["repeat", "if", "branches", "nest", "shared", "from"];

/** Statements in their order; those with a fault are reported, and a fault stands in their place. */
export function resolveBody(
  statements: readonly Statement[],
  context: BodyContext,
  place: Place,
): ResolvedStep[] {
  const names = new NestedMap(place.names);
  const shared = new Map(place.shared);
  const steps: ResolvedStep[] = [];
  const here = { ...place, names, shared };
  for (const statement of statements) {
    if (statement.type === "broken") {
      const given = statement.names.filter((name) => !names.has(name));
      for (const text of given) names.set(text, { text, span: statement.span });
      steps.push({ type: "fault", names: given, claims: [], span: statement.span });
      continue;
    }
    const step = resolveStatement(statement, context, here);
    if (statement.type === "shared") shared.set(statement.name.text, statement.name);
    const fault = !step || !claimsKnown(step.claims, context);
    const as = "as" in statement ? statement.as : undefined;
    if (as) define(as, names, context);
    steps.push(
      fault ? { type: "fault", names: as ? [as.text] : [], claims: [], span: statement.span } : step,
    );
  }
  return steps;
}

/** Gives a value its name. */
export function define(name: Name, names: NestedMap<Name>, { sink, mentions }: BodyContext): void {
  const before = names.get(name.text);
  if (name.text === "in") {
    sink.error(
      "net_misplaced",
      name.span,
      "`in` is what a block was given, and no other value can have this name",
    );
  } else if (before) {
    sink.error("name_defined_twice", name.span, `there is already a value \`${name.text}\``, {
      labels: [{ span: before.span, text: "the first one" }],
    });
  }
  names.set(name.text, name);
  mentions.define("value", name);
}

function resolveStatement(
  statement: Exclude<Statement, BrokenSyntax>,
  context: BodyContext,
  place: Place,
): ResolvedStep | undefined {
  const { sink } = context;
  switch (statement.type) {
    case "layer":
      return resolveLayer(statement, context, place);
    case "repeat":
      return resolveRepeat(statement, context, place);
    case "if":
      return resolveIf(statement, context, place);
    case "nest": {
      const step = resolveLayer(statement.level, context, place, true);
      return step && { ...step, ...suffix(statement) };
    }
    case "branches":
      return resolveBranches(statement, context, place);
    case "shared":
      return resolveShared(statement, context, place, resolveBody);
    case "from":
      return valueKnown(statement.value, context, place)
        ? { type: "from", value: statement.value, claims: [], span: statement.span }
        : undefined;
    case "input":
      sink.error("net_misplaced", statement.span, "`input` stands in a net, before all layers");
      return undefined;
    case "expect":
      sink.error(
        "net_misplaced",
        statement.span,
        "`expect` stands in a net, outside of repeats, branches and blocks",
        {
          help: "a claim about one layer or block stands behind it: `=> 36 weights`",
        },
      );
      return undefined;
  }
}

function resolveRepeat(
  statement: RepeatSyntax,
  context: BodyContext,
  place: Place,
): ResolvedStep | undefined {
  const { count, counter } = statement;
  if (counter && context.variables.has(counter.text)) {
    context.sink.error(
      "name_defined_twice",
      counter.span,
      `\`${counter.text}\` already stands for a number here`,
    );
  }
  const inner = counter
    ? { ...context, variables: new Map([...context.variables, [counter.text, counter]]) }
    : context;
  if (counter) context.mentions.define("round", counter);
  const body = resolveBody(statement.body, inner, place);
  if (!known([count], context)) return undefined;
  return { ...suffix(statement), type: "repeat", count, ...(counter ? { counter: counter.text } : {}), body };
}

function resolveIf(statement: IfSyntax, context: BodyContext, place: Place): ResolvedStep | undefined {
  const choices = statement.choices.map(({ condition, body }) => ({
    condition,
    body: resolveBody(body, context, place),
  }));
  const otherwise = resolveBody(statement.otherwise ?? [], context, place);
  // Every condition is looked at, so that each fault is told.
  const conditions = choices.map(({ condition }) => knownCondition(condition, context));
  return conditions.includes(false) ? undefined : { ...suffix(statement), type: "if", choices, otherwise };
}

function resolveBranches(
  statement: BranchesSyntax,
  context: BodyContext,
  place: Place,
): ResolvedStep | undefined {
  const { sink } = context;
  const branches = statement.branches.map((branch) => resolveBody(branch, context, place));
  const { text: join } = statement.join;
  const joins = Object.values(layers)
    .filter((layer) => layer.takes === "many")
    .map((layer) => layer.kind);
  if (branches.length < 2) {
    sink.error("argument_missing", statement.join.span, "branches are at least two, and here is one", {
      help: "each starts with `|`: `branches add { | conv 8@3 | conv 8@1 }`; an empty one passes its value on",
    });
    return undefined;
  }
  if (!joins.includes(join)) {
    sink.error("name_unknown", statement.join.span, `branches can't be joined by \`${join}\``, {
      help: didYouMean(join, joins, statement.join.span) ?? `they are joined by ${list(joins)}`,
    });
    return undefined;
  }
  return { ...suffix(statement), type: "branches", join: join as LayerKind, branches };
}

/** A layer or a use of a block; `nested` where `nest` stands before it. */
function resolveLayer(
  layer: LayerSyntax,
  context: BodyContext,
  place: Place,
  nested = false,
): ResolvedStep | undefined {
  const { sink } = context;
  const { text: name } = layer.name;
  if (name === place.hole?.text && !nested) {
    context.mentions.use(layer.name.span, place.hole);
    return resolveHole(layer, context);
  }
  const shared = place.shared?.get(name);
  if (shared) context.mentions.use(layer.name.span, shared);
  if (shared) return resolveSharedUse(layer, nested, context);
  const block = context.blocks.get(name);
  if (block) context.mentions.use(layer.name.span, context.named("block", name));
  if (block) return useOf(layer, block, context, place, nested);
  if (nested && (name === "head" || wordOf(name))) {
    sink.error(
      "block_hole",
      layer.name.span,
      `\`nest\` takes a block with a hole, and \`${name}\` is a layer`,
      {
        help: "`block level(f) around inside { …, inside, … }`, then `nest level(16, 32) { … }`",
      },
    );
    return undefined;
  }
  if (name === "head") return plainly(layer, context) ? resolveHead(layer, context) : undefined;
  if (context.blocks.has(name) || (context.blocks.has("") && !wordOf(name)) || context.unreadable.has(name))
    return undefined;
  if (name === "from") {
    sink.error("argument_missing", layer.name.span, "`from` needs the name of a value", {
      help: "`from features`, after `as features` above",
    });
    return undefined;
  }
  const definition = name === "input" ? undefined : wordOf(name);
  if (!definition) {
    unknownLayer(layer, context, place);
    return undefined;
  }
  if (!plainly(layer, context)) return undefined;
  const words = wordsOf(layer);
  if (definition.takes === "many") {
    const operands = readOperands(layer, words, context, place);
    return operands && { ...suffix(layer), type: "layer", kind: name as LayerWord, arguments: {}, operands };
  }
  const values = readArguments(layer.name, definition.parameters as ParameterTable, words, context);
  if (!values) return undefined;
  const { as, claims, span } = layer;
  const step = {
    type: "layer",
    kind: name as LayerWord,
    arguments: values,
    operands: [],
    claims,
    span,
  } as const;
  return as ? { ...step, as } : step;
}

/** A use of a block; undefined where something is wrong, which is told. */
function useOf(
  layer: LayerSyntax,
  block: BlockSyntax,
  context: BodyContext,
  place: Place,
  nested: boolean,
): ResolvedStep | undefined {
  const filling = resolveBody(layer.body ?? [], context, place);
  const levels = context.recursive.has(layer) ? undefined : readUse(layer, block, nested, context);
  return (
    levels && {
      ...suffix(layer),
      type: "use",
      block: context.keyOf(block),
      levels,
      frozen: layer.words.length > 0,
      filling,
    }
  );
}

/** Tells that there is no such layer, and what may have been meant. */
function unknownLayer(layer: LayerSyntax, { sink, blocks }: BodyContext, place: Place): void {
  const { text: name } = layer.name;
  sink.error("name_unknown_layer", layer.name.span, `there is no layer or block \`${name}\``, {
    help: () =>
      optionBefore(layer) ??
      alsoCalled(layer.name) ??
      didYouMean(
        name,
        [...Object.keys(vocabulary), ...blocks.keys(), ...(place.shared?.keys() ?? []), "head", ...KEYWORDS],
        layer.name.span,
      ) ??
      `layers are ${Object.values(vocabulary)
        .filter(({ family }) => family !== "input")
        .map(({ kind }) => kind)
        .join(", ")}`,
  });
}
