import { write } from "../../../diagnostics/fix.ts";
import { didYouMean } from "../../../diagnostics/suggest.ts";
import type { ArgumentSyntax, BlockSyntax, Expression, LayerSyntax, Word } from "../../../ir/ast.ts";
import type { BlockValues } from "../../../ir/resolved.ts";
import { digits } from "../../../shape/shape.ts";
import type { ArgumentContext } from "../context.ts";
import { known } from "../expressions.ts";
import { bareName } from "../words.ts";
import { layerOfItsOwn } from "./unknown-option.ts";

/** A block may stand in itself this often; U-Nets have about five levels. */
const MAX_LEVELS = 100;

/**
 * The arguments of a use of a block, in the order of its parameters: one list for a plain use, one a level behind
 * `nest`. Undefined where something was reported.
 */
export function readUse(
  layer: LayerSyntax,
  block: BlockSyntax,
  nested: boolean,
  context: ArgumentContext,
): readonly BlockValues[] | undefined {
  const given = layer.arguments ?? [];
  const words = !hasWords(layer, block, context);
  if (!words || !filled(layer, block, nested, context) || !inOrder(given, context)) return undefined;
  const named = readNamed(layer, block, nested, context);
  if (!named) return undefined;
  const positional = given.filter((argument) => !argument.name);
  const values = given.flatMap((argument) => argument.values);
  if (!nested) {
    const plain = plainUse(layer, block, positional, named, context);
    return plain && known(values, context) ? [plain] : undefined;
  }
  const levels = nestedUse(layer, block, positional, named, context);
  return levels && known(values, context) ? levels : undefined;
}

type Named = ReadonlyMap<string, ArgumentSyntax>;

function hasWords(layer: LayerSyntax, block: BlockSyntax, { sink, isLayer }: ArgumentContext): boolean {
  // `frozen` alone may follow, as it may follow a layer.
  const word = layer.words.find((each, i) => i > 0 || bareName(each) !== "frozen");
  if (!word) return false;
  const name = bareName(word);
  if (name === "fixed") {
    sink.error(
      "weight_not_written",
      word.span,
      "`fixed` is for weights that are written down at their layer",
      {
        help: "`frozen` keeps training from changing any weight of the block",
        fix: write("frozen", word.span),
      },
    );
    return true;
  }
  sink.error(
    "argument_unknown",
    word.span,
    "a block's arguments stand in parentheses right behind its name",
    {
      help:
        name !== undefined && isLayer(name)
          ? layerOfItsOwn(name, endBefore(layer, word))
          : block.parameters.length > 0
            ? `write \`${block.name.text}(${block.parameters.map((p) => p.name.text).join(", ")})\``
            : "start the next layer after a comma or on a new line",
    },
  );
  return true;
}

/** Where what stands before a word of a use ends. */
function endBefore(layer: LayerSyntax, word: Word): number {
  const at = layer.words.indexOf(word);
  // The parenthesis stands behind the last argument.
  return at > 0 ? layer.words[at - 1]!.span.end : word.span.start - 1;
}

/** Whether a block with a hole has something in it, and one without has not. */
function filled(layer: LayerSyntax, block: BlockSyntax, nested: boolean, { sink }: ArgumentContext): boolean {
  const { text: name } = block.name;
  const labels = [{ span: block.name.span, text: "defined here" }];
  if (!block.hole && (layer.body || nested)) {
    const message = nested
      ? `\`nest\` takes a block with a hole, and \`${name}\` has none`
      : `\`${name}\` has no hole that braces could fill`;
    sink.error("block_hole", layer.name.span, message, {
      labels,
      help: `a hole is written \`block ${name}(…) around inside { …, inside, … }\``,
    });
    return false;
  }
  if (block.hole && !layer.body) {
    sink.error("block_hole", layer.span, `\`${name}\` is put around something, and here is nothing in it`, {
      labels,
      help: `\`${nested ? "nest " : ""}${name}(…) { conv 32@3, relu }\``,
    });
    return false;
  }
  return true;
}

/** Arguments by name stand last. */
function inOrder(given: readonly ArgumentSyntax[], { sink }: ArgumentContext): boolean {
  const first = given.findIndex((argument) => argument.name);
  const late = first < 0 ? undefined : given.slice(first).find((argument) => !argument.name);
  if (!late) return true;
  sink.error("argument_wrong", late.span, "an argument without a name stands behind one with a name", {
    help: "those without a name come first, in the order of the block's parameters",
  });
  return false;
}

function readNamed(
  layer: LayerSyntax,
  block: BlockSyntax,
  nested: boolean,
  { sink, mentions }: ArgumentContext,
): Named | undefined {
  const names = block.parameters.map((parameter) => parameter.name.text);
  const named = new Map<string, ArgumentSyntax>();
  for (const argument of layer.arguments ?? []) {
    const { name, list, span } = argument;
    if (list && !(nested && name)) {
      sink.error("argument_wrong", span, "a list stands behind a name in `nest`, one number a level", {
        help: "`nest level(16, 32, k = [3, 5]) { … }`",
      });
      return undefined;
    }
    if (!name) continue;
    if (!names.includes(name.text)) {
      sink.error("argument_unknown", name.span, `\`${block.name.text}\` has no parameter \`${name.text}\``, {
        labels: [{ span: block.name.span, text: "defined here" }],
        help: () =>
          didYouMean(name.text, names, name.span) ??
          (names.length > 0 ? `it has ${names.map((each) => `\`${each}\``).join(", ")}` : "it has none"),
      });
      return undefined;
    }
    const before = named.get(name.text);
    if (before) {
      sink.error("argument_conflict", span, `\`${name.text}\` is given twice`, {
        labels: [{ span: before.span, text: "given here" }],
      });
      return undefined;
    }
    named.set(name.text, argument);
    mentions.use(name.span, block.parameters[names.indexOf(name.text)]?.name);
  }
  return named;
}

function plainUse(
  layer: LayerSyntax,
  block: BlockSyntax,
  positional: readonly ArgumentSyntax[],
  named: Named,
  { sink }: ArgumentContext,
): BlockValues | undefined {
  const { parameters } = block;
  const labels = [{ span: block.name.span, text: "defined here" }];
  const plain = named.size === 0 && parameters.every((parameter) => !parameter.fallback);
  if (positional.length > parameters.length || (plain && positional.length < parameters.length)) {
    const wanted = parameters.length;
    const names = parameters.map((p) => p.name.text).join(", ");
    sink.error(
      "argument_missing",
      layer.span,
      `\`${block.name.text}\` takes ${plain ? "" : "at most "}${wanted} argument${wanted === 1 ? "" : "s"}${wanted > 0 ? ` (${names})` : ""}, and here ${positional.length === 1 ? "is 1" : `are ${positional.length}`}`,
      { labels },
    );
    return undefined;
  }
  const values: (Expression | undefined)[] = [];
  for (const [i, { name, fallback }] of parameters.entries()) {
    const byName = named.get(name.text);
    if (byName && i < positional.length) {
      sink.error("argument_conflict", byName.span, `\`${name.text}\` is given twice`, {
        labels: [{ span: positional[i]!.span, text: `this is \`${name.text}\`` }],
      });
      return undefined;
    }
    const value = positional[i]?.values[0] ?? byName?.values[0];
    if (!value && !fallback) return lacks(layer, block, name.text, sink);
    values.push(value);
  }
  return values;
}

/** Each argument without a name is a level's first parameter; a named one holds for all, or is a list. */
function nestedUse(
  layer: LayerSyntax,
  block: BlockSyntax,
  positional: readonly ArgumentSyntax[],
  named: Named,
  { sink }: ArgumentContext,
): readonly BlockValues[] | undefined {
  const { text: name } = block.name;
  const [first] = block.parameters;
  const count = positional.length;
  if (!first || count === 0) {
    sink.error("argument_missing", layer.span, "`nest` needs a number for each level", {
      help: first
        ? `\`nest ${name}(16, 32) { … }\` is \`${name}(16)\` around \`${name}(32)\``
        : `\`${name}\` has no parameter that counts levels: write \`${name} { ${name} { … } }\``,
    });
    return undefined;
  }
  if (count > MAX_LEVELS) {
    sink.error(
      "net_too_large",
      layer.name.span,
      `a nest has at most ${MAX_LEVELS} levels, and here are ${digits(count)}`,
      { help: "each level halves the value: five are many" },
    );
    return undefined;
  }
  for (const [key, { values, list, span }] of named) {
    if (key === first.name.text) {
      sink.error("argument_conflict", span, `\`${key}\` is given twice`, {
        labels: [{ span: positional[0]!.span, text: `this is \`${key}\` of the first level` }],
      });
      return undefined;
    }
    if (list && values.length !== count) {
      sink.error("argument_wrong", span, `\`${key}\` has ${values.length} numbers for ${count} levels`, {
        help: "write one a level, or one without brackets for all of them",
      });
      return undefined;
    }
  }
  const missing = block.parameters.find(
    (parameter) => parameter !== first && !parameter.fallback && !named.has(parameter.name.text),
  );
  if (missing) return lacks(layer, block, missing.name.text, sink);
  return positional.map(({ values: own }, level) =>
    block.parameters.map((parameter) => {
      if (parameter === first) return own[0];
      const given = named.get(parameter.name.text);
      return given?.list ? given.values[level] : given?.values[0];
    }),
  );
}

function lacks(
  layer: LayerSyntax,
  block: BlockSyntax,
  parameter: string,
  sink: ArgumentContext["sink"],
): undefined {
  sink.error("argument_missing", layer.span, `\`${block.name.text}\` needs a value for \`${parameter}\``, {
    labels: [{ span: block.name.span, text: "defined here" }],
    help: `give it by its name: \`${parameter} = 3\``,
  });
  return undefined;
}
