import type { Sink } from "../../diagnostics/diagnostic.ts";
import { offer, remove } from "../../diagnostics/fix.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { Expression, Word } from "../../ir/ast.ts";
import type { Kernel } from "../../ir/net.ts";
import type { Argument } from "../../ir/resolved.ts";
import type { Form, Parameter, ParameterTable } from "../../layers/parameters.ts";
import type { Span } from "../../source/source-file.ts";
import { known } from "./expressions.ts";
import { readGrid } from "./grids.ts";
import { helpForOption } from "./unknown-option.ts";

/** What a layer's words may refer to. */
export interface ArgumentContext {
  readonly sink: Sink;
  /** Undefined for a kernel whose grid was reported. */
  readonly kernels: ReadonlyMap<string, Kernel | undefined>;
  /** Names of definitions of an unknown kind that could not be read. */
  readonly unreadable: ReadonlySet<string>;
  /** Names that expressions may use: the block's parameters, and numbers of rounds. */
  readonly variables: ReadonlySet<string>;
  /** What an unknown word in the place of a number may have been meant as. */
  words?(): readonly string[];
  /** Whether a word is a layer or block, to tell a forgotten comma. */
  isLayer(name: string): boolean;
}

/** What a form looks like, for messages. */
const FORMS: { readonly [F in Form]: string } = {
  count: "a whole number, such as `120`",
  ratio: "a number from 0 up to 1, such as `0.5`",
  number: "a number, such as `0.1`",
  extent: "a size, such as `3` or `3x5`",
  margin: "a number of zeros, such as `1`",
  window: "a size such as `2`, or `all`",
  kernels: "kernels, such as `32@3x3` or `[vertical, horizontal]`",
  grid: "rows of numbers, such as `[1 -1; 0 2]`",
  flag: "nothing",
  bias: "numbers, such as `[0 0]`",
};

/**
 * Reads the words behind a layer's name against its parameter table. Reports what does not fit; returns undefined
 * where something needed is missing or wrong.
 */
export function readArguments(
  layer: { readonly text: string; readonly span: Span },
  table: ParameterTable,
  given: readonly Word[],
  context: ArgumentContext,
): { [name: string]: Argument } | undefined {
  const { sink } = context;
  const words = given.flatMap((word) => splitNegative(word, table, context.variables));
  const result: { [name: string]: Argument } = {};
  const groups = new Map<string, { name: string; span: Span }>();
  const pending = [...positionalOf(table)];
  /** Where the word before the one that is looked at ends. */
  let before = layer.span.end;
  let ok = true;
  const take = (name: string, argument: Argument | undefined, span: Span) => {
    if (!argument) {
      ok = false;
      return;
    }
    if (name in result) {
      sink.error("argument_conflict", span, `\`${name}\` is given twice`, {
        fix: offer("leave it out", remove(before, span.end)),
      });
      ok = false;
      return;
    }
    const group = table[name]!.group;
    const other = group && groups.get(group);
    if (other) {
      sink.error("argument_conflict", span, `\`${name}\` and \`${other.name}\` exclude each other`, {
        labels: [{ span: other.span, text: "given here" }],
      });
      ok = false;
      return;
    }
    if (group) groups.set(group, { name, span });
    result[name] = argument;
  };
  const reject = (word: Word, text: string | undefined) => {
    ok = false;
    const message =
      text === undefined
        ? `\`${layer.text}\` takes nothing more here`
        : `\`${layer.text}\` has no option \`${text}\``;
    const help = helpForOption(text, word, before, table, context.isLayer);
    sink.error("argument_unknown", word.span, message, { help });
  };

  // One message a layer: what follows a wrong word is often a part of the same mistake.
  for (let i = 0; i < words.length && ok; i++) {
    const word = words[i]!;
    const name = word.type === "no" ? word.name.text : bareName(word);
    const parameter = name === undefined ? undefined : own(table, name);
    before = words[i - 1]?.span.end ?? layer.span.end;
    if (word.type === "no") {
      if (parameter?.form === "bias") take(name!, { form: "bias", bias: false, span: word.span }, word.span);
      else if (parameter?.form === "flag" && parameter.fallback)
        take(name!, { form: "flag", value: false, span: word.span }, word.span);
      else reject(word, `no ${name}`);
    } else if (parameter && !parameter.positional) {
      if (parameter.form === "flag") {
        take(name!, { form: "flag", value: true, span: word.span }, word.span);
        continue;
      }
      const value = words[++i];
      const span = value ? { start: word.span.start, end: value.span.end } : word.span;
      take(
        name!,
        value ? readValue(parameter, name!, value, context) : missing(name!, parameter, word.span, sink),
        span,
      );
    } else if (pending.length > 0 && !isOwnLayer(name, pending[0]![1], context)) {
      const [key, wanted] = pending.shift()!;
      take(
        key,
        readValue(wanted, layer.text, word, { ...context, words: () => wordsFor(wanted, table) }),
        word.span,
      );
    } else reject(word, name);
  }
  const needed = pending.find(([, parameter]) => !parameter.optional);
  if (ok && needed) {
    const [, wanted] = needed;
    sink.error("argument_missing", layer.span, `\`${layer.text}\` needs ${FORMS[wanted.form]}`);
    ok = false;
  }
  return ok ? result : undefined;
}

const positionals = new WeakMap<ParameterTable, readonly (readonly [string, Parameter])[]>();

/** Parameters that stand behind the layer's name without a word of their own, in their order. */
function positionalOf(table: ParameterTable): readonly (readonly [string, Parameter])[] {
  let found = positionals.get(table);
  if (!found) {
    found = Object.entries(table).filter(([, parameter]) => parameter.positional);
    positionals.set(table, found);
  }
  return found;
}

/** What may have been meant where a positional value belongs and an unknown word stands. */
function wordsFor(wanted: Parameter, table: ParameterTable): readonly string[] {
  const options = Object.keys(table).filter((name) => !table[name]!.positional);
  return wanted.form === "window" ? ["all", ...options] : options;
}

/** What an option takes that may be a number, be it one that makes no sense. */
const NUMERIC: ReadonlySet<Form> = new Set(["count", "ratio", "number", "extent", "margin", "window"]);

/** `offset -1` reads as a difference; where `offset` takes a number, it is an option and its value. */
function splitNegative(word: Word, table: ParameterTable, variables: ReadonlySet<string>): readonly Word[] {
  const only = word.type === "sizes" && word.value.sizes.length === 1 ? word.value.sizes[0]! : undefined;
  let option: Extract<Expression, { type: "name" }> | undefined;
  const negated = (expression: Expression): Expression => {
    if (expression.type !== "binary") return expression;
    const { left, right, operator } = expression;
    const parameter = left.type === "name" ? own(table, left.name) : undefined;
    const isOption =
      parameter &&
      !parameter.positional &&
      NUMERIC.has(parameter.form) &&
      left.type === "name" &&
      !variables.has(left.name);
    if (left.type !== "name" || operator !== "-" || !isOption) return { ...expression, left: negated(left) };
    option = left;
    return { type: "negate", operand: right, span: right.span };
  };
  const value = only && negated(only);
  if (!value || !option) return [word];
  const words = [option, value].map(
    (each): Word => ({ type: "sizes", value: { sizes: [each], span: each.span }, span: each.span }),
  );
  return words;
}

/** Whether a word where a value belongs is the next layer, its comma forgotten. */
function isOwnLayer(name: string | undefined, wanted: Parameter, context: ArgumentContext): boolean {
  return (
    name !== undefined && !context.variables.has(name) && wanted.form !== "window" && context.isLayer(name)
  );
}

function own(table: ParameterTable, name: string): Parameter | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The name that a word consists of, if it is a lone name. */
export function bareName(word: Word): string | undefined {
  if (word.type !== "sizes" || word.value.sizes.length !== 1) return undefined;
  const only = word.value.sizes[0]!;
  return only.type === "name" ? only.name : undefined;
}

function missing(name: string, parameter: Parameter, span: Span, sink: Sink): undefined {
  sink.error("argument_missing", span, `\`${name}\` needs ${FORMS[parameter.form]} behind it`);
  return undefined;
}

function readValue(
  parameter: Parameter,
  what: string,
  word: Word,
  context: ArgumentContext,
): Argument | undefined {
  const { span } = word;
  const sizes = word.type === "sizes" ? word.value.sizes : undefined;
  switch (parameter.form) {
    case "count":
    case "ratio":
    case "number":
      if (sizes?.length === 1 && known(sizes, context))
        return { form: parameter.form, value: sizes[0]!, span };
      if (sizes?.length === 1) return undefined;
      break;
    case "extent":
    case "margin":
      if (sizes) return known(sizes, context) ? { form: parameter.form, sizes, span } : undefined;
      break;
    case "window":
      if (bareName(word) === "all") return { form: "window", sizes: "all", span };
      if (sizes) return known(sizes, context) ? { form: "window", sizes, span } : undefined;
      break;
    case "kernels":
      return readKernels(word, what, context);
    case "grid": {
      const grid = word.type === "grid" ? readGrid(word.grid, context.sink) : undefined;
      if (grid) return { form: "grid", grid, span };
      if (word.type === "grid") return undefined;
      break;
    }
    case "bias": {
      const grid = word.type === "grid" ? readGrid(word.grid, context.sink) : undefined;
      if (grid) return { form: "bias", bias: grid, span };
      if (word.type === "grid") return undefined;
      break;
    }
    case "flag":
      break;
  }
  context.sink.error("argument_wrong", span, `\`${what}\` needs ${FORMS[parameter.form]} here`);
  return undefined;
}

function readKernels(word: Word, what: string, context: ArgumentContext): Argument | undefined {
  const { sink } = context;
  if (word.type === "kernels") {
    const { sizes } = word.count;
    if (sizes.length > 1) {
      sink.error(
        "argument_wrong",
        word.count.span,
        "before `@` stands how many kernels there are, as one number",
        {
          help: "`32@3x3` has 32 kernels of 3×3",
        },
      );
      return undefined;
    }
    return known([...sizes, ...word.extent.sizes], context)
      ? { form: "kernels", count: sizes[0]!, extent: word.extent, span: word.span }
      : undefined;
  }
  if (word.type === "grid") {
    const grid = readGrid(word.grid, sink);
    return grid && { form: "grids", grids: [{ name: "", grid }], span: word.span };
  }
  if (word.type === "names") {
    const grids: { name: string; grid: { shape: readonly number[]; values: readonly number[] } }[] = [];
    for (const name of word.names) {
      const kernel = context.kernels.get(name.text);
      if (!kernel) {
        if ([name.text, ""].some((each) => context.kernels.has(each)) || context.unreadable.has(name.text))
          return undefined;
        sink.error("name_unknown", name.span, `there is no kernel \`${name.text}\``, {
          help: () =>
            didYouMean(name.text, context.kernels.keys(), name.span) ??
            `define it: \`kernel ${name.text} = [ -1 2 -1 ]\``,
        });
        return undefined;
      }
      const first = grids[0];
      if (first && first.grid.shape.join("×") !== kernel.shape.join("×")) {
        sink.error(
          "weight_wrong_size",
          name.span,
          `\`${name.text}\` is ${kernel.shape.join("×")} and \`${first.name}\` is ${first.grid.shape.join("×")}: kernels of one layer have one size`,
        );
        return undefined;
      }
      grids.push({ name: name.text, grid: kernel });
    }
    if (grids.length > 0) return { form: "grids", grids, span: word.span };
  }
  const lone = word.type === "sizes" && word.value.sizes.length === 1 ? word.value.sizes[0]! : undefined;
  sink.error("argument_wrong", word.span, `\`${what}\` needs ${FORMS.kernels}`, {
    help:
      lone?.type === "number"
        ? `say how large the kernels are: \`${lone.value}@3\` is ${lone.value} kernels of 3 along every axis`
        : "`32@3x3` has 32 kernels of 3×3",
  });
  return undefined;
}
