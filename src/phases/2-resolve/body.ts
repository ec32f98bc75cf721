import { didYouMean } from "../../diagnostics/suggest.ts";
import type {
  BlockSyntax,
  BranchesSyntax,
  Expression,
  InputSyntax,
  LayerSyntax,
  Name,
  NetSyntax,
  Statement,
  Word,
} from "../../ir/ast.ts";
import type { Field, Task } from "../../ir/net.ts";
import type { Expectation, ResolvedInput, ResolvedNet, ResolvedStep } from "../../ir/resolved.ts";
import type { ParameterTable } from "../../layers/parameters.ts";
import { type LayerKind, layerOf, layers } from "../../layers/registry.ts";
import { type ArgumentContext, bareName, known, readArguments } from "./arguments.ts";

/** What statements may refer to. */
export interface BodyContext extends ArgumentContext {
  readonly tasks: ReadonlyMap<string, Task | undefined>;
  readonly blocks: ReadonlyMap<string, BlockSyntax>;
}

/** The head is a dense layer whose number of outputs the task gives. */
const { units: _units, ...headParameters } = layers.dense.parameters;

interface Place {
  readonly inBlock: boolean;
  /** Names that `as` has given so far, innermost last. */
  readonly names?: ReadonlySet<string>;
}

/** A net: its input first, then its layers; expectations are kept aside. */
export function resolveNet(net: NetSyntax, context: BodyContext): ResolvedNet | undefined {
  const { sink } = context;
  const [first, ...rest] = net.body;
  const expectations: Expectation[] = [];
  const body: Statement[] = [];
  for (const statement of first?.type === "input" ? rest : net.body) {
    if (statement.type === "expect") expectations.push(statement);
    else body.push(statement);
  }
  const steps = resolveBody(body, context, { inBlock: false });
  if (first?.type !== "input") {
    sink.error("net_no_input", net.name.span, `\`${net.name.text}\` has no input in its first line`, {
      help: "begin with `input image 28x28x1`, `input 5000 samples x 12 leads` or `input { age in years }`",
    });
    return undefined;
  }
  const input = resolveInput(first, context);
  return input && { name: net.name, span: net.span, input, body: steps, expectations };
}

function resolveInput(input: InputSyntax, context: BodyContext): ResolvedInput | undefined {
  const { sink } = context;
  const sizes = input.sizes?.sizes ?? [];
  let ok = known([...sizes, ...(input.rate ? [input.rate] : [])], context);
  const wanted = { image: 3, volume: 4, samples: 2, fields: 0 }[input.form];
  if (sizes.length !== wanted) {
    const example = input.form === "image" ? "`image 28x28x1`: height x width x channels" : "`volume 16x32x32x1`: depth x height x width x channels";
    sink.error("argument_wrong", input.sizes!.span, `${input.form === "image" ? "an image" : "a volume"} has ${wanted} sizes, and here are ${sizes.length}`, {
      help: `write ${example}`,
    });
    ok = false;
  }
  const fields: Field[] = [];
  for (const { name, unit } of input.fields ?? []) {
    if (fields.some((field) => field.name === name.text)) {
      sink.error("name_defined_twice", name.span, `there is already a field \`${name.text}\``);
      ok = false;
    }
    fields.push(unit === undefined ? { name: name.text } : { name: name.text, unit });
  }
  if (input.form === "fields" && fields.length === 0) {
    sink.error("argument_missing", input.span, "an input of measurements names at least one", { help: "`input { age in years }`" });
    ok = false;
  }
  if (!ok) return undefined;
  return {
    form: input.form,
    sizes,
    fields,
    ...(input.group ? { group: input.group.text } : {}),
    ...(input.rate ? { rate: input.rate } : {}),
    claims: input.claims,
    span: input.span,
  };
}

/** Statements in their order; those with a fault are reported and left out. */
export function resolveBody(statements: readonly Statement[], context: BodyContext, place: Place): ResolvedStep[] {
  const names = new Set(place.names);
  const steps: ResolvedStep[] = [];
  for (const statement of statements) {
    const step = resolveStatement(statement, context, { ...place, names });
    if (step) steps.push(step);
    if ("as" in statement && statement.as) names.add(statement.as.text);
  }
  return steps;
}

function resolveStatement(statement: Statement, context: BodyContext, place: Place): ResolvedStep | undefined {
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
      sink.error("net_misplaced", statement.span, "`expect` stands in a net, outside of repeats, branches and blocks", {
        help: "a claim about one layer or block stands behind it: `=> 36 weights`",
      });
      return undefined;
  }
}

function resolveBranches(statement: BranchesSyntax, context: BodyContext, place: Place): ResolvedStep | undefined {
  const { sink } = context;
  const branches = statement.branches.map((branch) => resolveBody(branch, context, place));
  const { text: join } = statement.join;
  const joins = Object.values(layers).filter((layer) => layer.takes === "many").map((layer) => layer.kind);
  if (!joins.includes(join)) {
    sink.error("name_unknown", statement.join.span, `branches can't be joined by \`${join}\``, {
      help: didYouMean(join, joins) ?? `they are joined by ${joins.map((name) => `\`${name}\``).join(" or ")}`,
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
  const definition = name === "input" ? undefined : layerOf(name);
  if (!definition) {
    const candidates = [...Object.keys(layers), ...context.blocks.keys(), "head", "repeat", "branches"];
    sink.error("name_unknown_layer", layer.name.span, `there is no layer or block \`${name}\``, {
      help: didYouMean(name, candidates) ?? `layers are ${Object.keys(layers).filter((kind) => kind !== "input").join(", ")}`,
    });
    return undefined;
  }
  const words = wordsOf(layer);
  if (definition.takes === "many") {
    const operands = readOperands(layer, words, context, place);
    return operands && { ...suffix(layer), type: "layer", kind: name as LayerKind, arguments: {}, operands };
  }
  const values = readArguments(layer.name, definition.parameters as ParameterTable, words, context);
  return values && { ...suffix(layer), type: "layer", kind: name as LayerKind, arguments: values, operands: [] };
}

/** A layer's words; `dense(10)` is read as `dense 10`. */
function wordsOf(layer: LayerSyntax): readonly Word[] {
  const inParentheses = (layer.arguments ?? []).map(
    (expression): Word => ({ type: "sizes", value: { sizes: [expression], span: expression.span }, span: expression.span }),
  );
  return [...inParentheses, ...layer.words];
}

function resolveHead(layer: LayerSyntax, context: BodyContext): ResolvedStep | undefined {
  const { sink } = context;
  const [first, ...rest] = wordsOf(layer);
  const name = first && bareName(first);
  if (first === undefined || name === undefined) {
    sink.error("argument_missing", layer.name.span, "`head` needs the name of a task", { help: "`head digit`" });
    return undefined;
  }
  if (!context.tasks.has(name)) {
    sink.error("name_unknown", first.span, `there is no task \`${name}\``, {
      help: didYouMean(name, context.tasks.keys()) ?? `define it: \`task ${name} = classify { first, second }\``,
    });
    return undefined;
  }
  const task = context.tasks.get(name);
  const values = readArguments(layer.name, headParameters, rest, context);
  return task && values && { ...suffix(layer), type: "head", task, arguments: values };
}

function resolveUse(layer: LayerSyntax, block: BlockSyntax, context: BodyContext): ResolvedStep | undefined {
  const { sink } = context;
  if (layer.words.length > 0) {
    const word = layer.words[0]!;
    sink.error("argument_unknown", word.span, `a block's arguments stand in parentheses right behind its name`, {
      help:
        block.parameters.length > 0
          ? `write \`${block.name.text}(${block.parameters.map((p) => p.text).join(", ")})\``
          : "start the next layer after a comma or on a new line",
    });
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

function readOperands(layer: LayerSyntax, words: readonly Word[], context: BodyContext, place: Place): Name[] | undefined {
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
        help: didYouMean(name ?? "", place.names ?? []) ?? `name it where it is made: \`conv 32@3 as ${name ?? "skip"}\``,
      });
      return undefined;
    }
    operands.push({ text: name, span: word.span });
  }
  if (operands.length === 0) {
    sink.error("argument_missing", layer.name.span, `\`${layer.name.text}\` needs the name of a value to join`, {
      help: `\`${layer.name.text} skip\`, after \`as skip\` above${place.inBlock ? `; or \`${layer.name.text} in\`` : ""}`,
    });
    return undefined;
  }
  return operands;
}

function suffix(statement: Pick<LayerSyntax, "as" | "claims" | "span">): Pick<LayerSyntax, "as" | "claims" | "span"> {
  const { as, claims, span } = statement;
  return as ? { as, claims, span } : { claims, span };
}

/** Reports blocks that use themselves, directly or through others. */
export function findRecursion(context: BodyContext): void {
  const state = new Map<string, "open" | "done">();
  const visit = (block: BlockSyntax) => {
    state.set(block.name.text, "open");
    for (const use of uses(block.body)) {
      const target = context.blocks.get(use.text);
      if (!target) continue;
      const seen = state.get(use.text);
      if (seen === undefined) visit(target);
      else if (seen === "open") {
        context.sink.error("block_recursive", use.span, `\`${block.name.text}\` would contain itself without end`, {
          help: "to apply a block several times, write `repeat n NAME(…)`",
        });
      }
    }
    state.set(block.name.text, "done");
  };
  for (const block of context.blocks.values()) if (!state.has(block.name.text)) visit(block);
}

function uses(statements: readonly Statement[]): Name[] {
  return statements.flatMap((statement) => {
    if (statement.type === "layer") return [statement.name];
    if (statement.type === "repeat") return uses(statement.body);
    if (statement.type === "branches") return statement.branches.flatMap(uses);
    return [];
  });
}
