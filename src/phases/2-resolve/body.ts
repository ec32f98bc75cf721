import { didYouMean } from "../../diagnostics/suggest.ts";
import type {
  BlockSyntax,
  BranchesSyntax,
  Expression,
  LayerSyntax,
  Name,
  Statement,
  Word,
} from "../../ir/ast.ts";
import type { Task } from "../../ir/net.ts";
import type { ResolvedStep } from "../../ir/resolved.ts";
import type { ParameterTable } from "../../layers/parameters.ts";
import { type LayerKind, type LayerWord, layers, vocabulary, wordOf } from "../../layers/registry.ts";
import { type ArgumentContext, bareName, known, readArguments } from "./arguments.ts";
import { claimsKnown } from "./claims.ts";

/** What statements may refer to. */
export interface BodyContext extends ArgumentContext {
  readonly tasks: ReadonlyMap<string, Task | undefined>;
  /** Undefined for a block that could not be read. */
  readonly blocks: ReadonlyMap<string, BlockSyntax | undefined>;
  /** Uses of blocks that would contain themselves; they were reported. */
  readonly recursive: ReadonlySet<LayerSyntax>;
}

/** The head is a dense layer whose number of outputs the task gives. */
const { units: _units, ...headParameters } = layers.dense.parameters;

interface Place {
  readonly inBlock: boolean;
  /** Names that `as` has given so far. */
  readonly names?: ReadonlyMap<string, Name>;
}

/** Statements in their order; those with a fault are reported, and a fault stands in their place. */
export function resolveBody(
  statements: readonly Statement[],
  context: BodyContext,
  place: Place,
): ResolvedStep[] {
  const names = new Map(place.names);
  const steps: ResolvedStep[] = [];
  for (const statement of statements) {
    const step = resolveStatement(statement, context, { ...place, names });
    const fault = !step || !claimsKnown(step.claims, context);
    steps.push(fault ? { type: "fault", claims: [], span: statement.span } : step);
    if ("as" in statement && statement.as) define(statement.as, names, context);
  }
  return steps;
}

/** Gives a value its name. */
function define(name: Name, names: Map<string, Name>, { sink }: BodyContext): void {
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
}

function resolveStatement(
  statement: Statement,
  context: BodyContext,
  place: Place,
): ResolvedStep | undefined {
  const { sink } = context;
  switch (statement.type) {
    case "layer":
      return resolveLayer(statement, context, place);
    case "repeat": {
      const body = resolveBody(statement.body, context, place);
      if (!known([statement.count], context)) return undefined;
      return { ...suffix(statement), type: "repeat", count: statement.count, body };
    }
    case "branches":
      return resolveBranches(statement, context, place);
    case "input":
      sink.error("net_misplaced", statement.span, "`input` stands once, in the first line of a net");
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
      help:
        didYouMean(join, joins) ?? `they are joined by ${joins.map((name) => `\`${name}\``).join(" or ")}`,
    });
    return undefined;
  }
  return { ...suffix(statement), type: "branches", join: join as LayerKind, branches };
}

function resolveLayer(layer: LayerSyntax, context: BodyContext, place: Place): ResolvedStep | undefined {
  const { sink } = context;
  const { text: name } = layer.name;
  if (name === "head") return resolveHead(layer, context);
  const block = context.blocks.get(name);
  if (block) return resolveUse(layer, block, context);
  if (context.blocks.has(name) || (context.blocks.has("") && !wordOf(name)) || context.unreadable.has(name))
    return undefined;
  const definition = name === "input" ? undefined : wordOf(name);
  if (!definition) {
    const candidates = [...Object.keys(vocabulary), ...context.blocks.keys(), "head", "repeat", "branches"];
    sink.error("name_unknown_layer", layer.name.span, `there is no layer or block \`${name}\``, {
      help:
        alsoCalled(name) ??
        didYouMean(name, candidates) ??
        `layers are ${Object.values(vocabulary)
          .filter(({ family }) => family !== "input")
          .map(({ kind }) => kind)
          .join(", ")}`,
    });
    return undefined;
  }
  const words = wordsOf(layer);
  if (definition.takes === "many") {
    const operands = readOperands(layer, words, context, place);
    return operands && { ...suffix(layer), type: "layer", kind: name as LayerWord, arguments: {}, operands };
  }
  const values = readArguments(layer.name, definition.parameters as ParameterTable, words, context);
  return (
    values && { ...suffix(layer), type: "layer", kind: name as LayerWord, arguments: values, operands: [] }
  );
}

/** The layer that other tools call by this name. */
function alsoCalled(name: string): string | undefined {
  const plain = name.toLowerCase().replaceAll("_", "");
  for (const word of Object.keys(vocabulary)) {
    const spelling = wordOf(word)!.alsoCalled?.[plain];
    if (spelling !== undefined) return `here it is called \`${spelling}\``;
  }
  return undefined;
}

/** A layer's words; `dense(10)` is read as `dense 10`. */
function wordsOf(layer: LayerSyntax): readonly Word[] {
  const inParentheses = (layer.arguments ?? []).map(
    (expression): Word => ({
      type: "sizes",
      value: { sizes: [expression], span: expression.span },
      span: expression.span,
    }),
  );
  return [...inParentheses, ...layer.words];
}

function resolveHead(layer: LayerSyntax, context: BodyContext): ResolvedStep | undefined {
  const { sink } = context;
  const [first, ...rest] = wordsOf(layer);
  const name = first && bareName(first);
  if (first === undefined || name === undefined) {
    sink.error("argument_missing", layer.name.span, "`head` needs the name of a task", {
      help: "`head digit`, after `task digit = classify { … }`",
    });
    return undefined;
  }
  if (context.unreadable.has(name) || context.tasks.has("")) return undefined;
  if (!context.tasks.has(name)) {
    sink.error("name_unknown", first.span, `there is no task \`${name}\``, {
      help:
        didYouMean(name, context.tasks.keys()) ?? `define it: \`task ${name} = classify { first, second }\``,
    });
    return undefined;
  }
  const task = context.tasks.get(name);
  const values = readArguments(layer.name, headParameters, rest, context);
  return task && values && { ...suffix(layer), type: "head", task, arguments: values };
}

function resolveUse(layer: LayerSyntax, block: BlockSyntax, context: BodyContext): ResolvedStep | undefined {
  const { sink } = context;
  if (context.recursive.has(layer)) return undefined;
  if (layer.words.length > 0) {
    const word = layer.words[0]!;
    sink.error(
      "argument_unknown",
      word.span,
      "a block's arguments stand in parentheses right behind its name",
      {
        help:
          word.type === "sizes" && bareName(word) !== undefined && context.isLayer(bareName(word)!)
            ? `\`${bareName(word)}\` is a layer of its own: put a comma before it`
            : block.parameters.length > 0
              ? `write \`${block.name.text}(${block.parameters.map((p) => p.text).join(", ")})\``
              : "start the next layer after a comma or on a new line",
      },
    );
    return undefined;
  }
  const values: readonly Expression[] = layer.arguments ?? [];
  if (values.length !== block.parameters.length) {
    const wanted = block.parameters.length;
    sink.error(
      "argument_missing",
      layer.span,
      `\`${block.name.text}\` takes ${wanted} argument${wanted === 1 ? "" : "s"}${wanted > 0 ? ` (${block.parameters.map((p) => p.text).join(", ")})` : ""}, and here ${values.length === 1 ? "is 1" : `are ${values.length}`}`,
      { labels: [{ span: block.name.span, text: "defined here" }] },
    );
    return undefined;
  }
  if (!known(values, context)) return undefined;
  return { ...suffix(layer), type: "use", block: block.name.text, values };
}

function readOperands(
  layer: LayerSyntax,
  words: readonly Word[],
  context: BodyContext,
  place: Place,
): Name[] | undefined {
  const { sink } = context;
  const operands: Name[] = [];
  for (const word of words) {
    const name = bareName(word);
    if (name === "in" && !place.inBlock) {
      sink.error("net_misplaced", word.span, "`in` is what a block was given, and this is no block", {
        help: "name an earlier value with `as NAME`",
      });
      return undefined;
    }
    if (name === undefined || (name !== "in" && !place.names?.has(name))) {
      sink.error("name_unknown", word.span, `no value above is named \`${name ?? "…"}\``, {
        help:
          didYouMean(name ?? "", place.names?.keys() ?? []) ??
          `name it where it is made: \`conv 32@3 as ${name ?? "skip"}\``,
      });
      return undefined;
    }
    operands.push({ text: name, span: word.span });
  }
  if (operands.length === 0) {
    sink.error(
      "argument_missing",
      layer.name.span,
      `\`${layer.name.text}\` needs the name of a value to join`,
      {
        help: `\`${layer.name.text} skip\`, after \`as skip\` above${place.inBlock ? `; or \`${layer.name.text} in\`` : ""}`,
      },
    );
    return undefined;
  }
  return operands;
}

function suffix(
  statement: Pick<LayerSyntax, "as" | "claims" | "span">,
): Pick<LayerSyntax, "as" | "claims" | "span"> {
  const { as, claims, span } = statement;
  return as ? { as, claims, span } : { claims, span };
}
