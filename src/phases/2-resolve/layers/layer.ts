import { type Help, insert, offer, put, remove, sure, when } from "../../../diagnostics/fix.ts";
import { optionHelp } from "../../../diagnostics/other-tools.ts";
import { didYouMean } from "../../../diagnostics/suggest.ts";
import type { LayerSyntax, Name, Word } from "../../../ir/ast.ts";
import type { Task } from "../../../ir/net.ts";
import type { ResolvedStep } from "../../../ir/resolved.ts";
import type { ParameterTable } from "../../../layers/parameters.ts";
import { layerOf, vocabulary, wordOf } from "../../../layers/registry.ts";
import { taskOf } from "../../../tasks/registry.ts";
import type { BodyContext, Place } from "../context.ts";
import { valueKnown } from "../values.ts";
import { bareName } from "../words.ts";
import { readArguments } from "./arguments.ts";

/** Options of the layer that a task's head is made of, whose number of outputs the task gives. */
function headParameters(task: Task | undefined): ParameterTable {
  const { units: _units, ...options } = layerOf(task ? taskOf(task.kind)!.layer : "dense")!.parameters;
  return options;
}

/** The place of the hole in its block. */
export function resolveHole(layer: LayerSyntax, { sink }: BodyContext): ResolvedStep | undefined {
  const surplus = layer.arguments?.[0]?.span ?? layer.words[0]?.span ?? layer.body?.[0]?.span;
  if (!surplus && !layer.body) return { ...suffix(layer), type: "hole" };
  sink.error(
    "block_hole",
    surplus ?? layer.span,
    `\`${layer.name.text}\` stands alone: it is what fills the block`,
    {
      help: "the next layer starts after a comma or on a new line",
      fix:
        layer.words[0] && !layer.arguments
          ? offer("put a comma before it", insert(layer.name.span.end, ","))
          : undefined,
    },
  );
  return undefined;
}

/** Whether a layer has nothing that only blocks take: braces, and arguments by name. */
export function plainly(layer: LayerSyntax, { sink }: BodyContext): boolean {
  const { text: name } = layer.name;
  const odd = layer.arguments?.find((argument) => argument.name || argument.list);
  if (odd?.name) {
    sink.error("argument_unknown", odd.span, `\`${name}\` is a layer, and takes no arguments by name`, {
      help:
        optionHelp(odd.name.text) ?? "an option stands behind its name, without a sign: `conv 32@3 stride 2`",
    });
  } else if (odd) sink.error("argument_wrong", odd.span, `\`${name}\` takes no list`);
  else if (layer.body) {
    sink.error("block_hole", layer.name.span, `\`${name}\` takes nothing between braces`, {
      help: "to apply layers several times, write `repeat 3 { … }`",
    });
  } else return true;
  return false;
}

/** What to do about a layer's option of one word that stands before it: `frozen conv 8@3`. */
export function optionBefore({ name, words }: LayerSyntax): Help | undefined {
  const [first] = words;
  const layer = first && bareName(first);
  const table = layer === undefined ? undefined : wordOf(layer)?.parameters;
  if (!table || !Object.hasOwn(table, name.text) || table[name.text]!.form !== "flag") return undefined;
  const end = words.at(-1)!.span.end;
  return {
    text: `an option stands behind its layer: \`${layer} … ${name.text}\``,
    fix: sure(
      `put it behind \`${layer}\``,
      remove(name.span.start, first!.span.start),
      insert(end, ` ${name.text}`),
    ),
  };
}

/** The layer that other tools call by this name. */
export function alsoCalled({ text: name, span }: Name): Help | undefined {
  const plain = name.toLowerCase().replaceAll("_", "");
  for (const word of Object.keys(vocabulary)) {
    const spelling = wordOf(word)!.alsoCalled?.[plain];
    if (spelling === undefined) continue;
    // What stands behind the name is an example.
    const [called] = /^\w+( all)?/.exec(spelling)!;
    const same = plain.replace(/(ing)?([123]d)?$/, "") === called;
    return {
      text: `here it is called \`${spelling}\``,
      fix: when(same, `write \`${called}\``, put(span, called)),
    };
  }
  return undefined;
}

/** A layer's words; `dense(10)` is read as `dense 10`. */
export function wordsOf(layer: LayerSyntax): readonly Word[] {
  const inParentheses = (layer.arguments ?? []).map(
    ({ values, span }): Word => ({ type: "sizes", value: { sizes: values, span }, span }),
  );
  return [...inParentheses, ...layer.words];
}

/** The head of a task, and the options of its layer. */
export function resolveHead(layer: LayerSyntax, context: BodyContext): ResolvedStep | undefined {
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
      help: () =>
        didYouMean(name, context.tasks.keys(), first.span) ??
        `define it: \`task ${name} = classify { first, second }\``,
    });
    return undefined;
  }
  const task = context.tasks.get(name);
  context.mentions.use(first.span, context.named("task", name));
  const values = readArguments(layer.name, headParameters(task), rest, context);
  return task && values && { ...suffix(layer), type: "head", task, arguments: values };
}

/** Names of the values that a join takes besides the current one. */
export function readOperands(
  layer: LayerSyntax,
  words: readonly Word[],
  context: BodyContext,
  place: Place,
): Name[] | undefined {
  const { sink } = context;
  const operands: Name[] = [];
  for (const word of words) {
    const name = bareName(word);
    const operand = { text: name ?? "", span: word.span };
    if (!valueKnown(operand, context, place)) return undefined;
    operands.push(operand);
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

/** What may stand behind any statement. */
export function suffix(
  statement: Pick<LayerSyntax, "as" | "claims" | "span">,
): Pick<LayerSyntax, "as" | "claims" | "span"> {
  const { as, claims, span } = statement;
  return as ? { as, claims, span } : { claims, span };
}
