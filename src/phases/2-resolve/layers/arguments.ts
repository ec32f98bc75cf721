import { offer, remove } from "../../../diagnostics/fix.ts";
import type { Expression, Word } from "../../../ir/ast.ts";
import type { Argument } from "../../../ir/resolved.ts";
import type { Form, Parameter, ParameterTable } from "../../../layers/parameters.ts";
import type { Span } from "../../../source/source-file.ts";
import type { ArgumentContext } from "../context.ts";
import { bareName } from "../words.ts";
import { FORMS, missing, readValue } from "./argument-values.ts";
import { helpForOption } from "./unknown-option.ts";

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
  const taken = new Taken(table, context);
  const pending = [...positionalOf(table)];
  const reject = (word: Word, text: string | undefined, before: number) => {
    const message =
      text === undefined
        ? `\`${layer.text}\` takes nothing more here`
        : `\`${layer.text}\` has no option \`${text}\``;
    const help = helpForOption(text, word, before, table, context.isLayer);
    sink.error("argument_unknown", word.span, message, { help });
    taken.ok = false;
  };

  // One message a layer: what follows a wrong word is often a part of the same mistake.
  for (let i = 0; i < words.length && taken.ok; i++) {
    const word = words[i]!;
    const name = word.type === "no" ? word.name.text : bareName(word);
    const parameter = name === undefined ? undefined : own(table, name);
    /** Where the word before this one ends. */
    const before = words[i - 1]?.span.end ?? layer.span.end;
    const take = (key: string, argument: Argument | undefined, span: Span) =>
      taken.take(key, argument, span, before);
    if (word.type === "no") {
      const denied = parameter && negation(parameter, word.span);
      if (denied) take(name!, denied, word.span);
      else reject(word, `no ${name}`, before);
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
      const hinted = { ...context, words: () => wordsFor(wanted, table) };
      take(key, readValue(wanted, layer.text, word, hinted), word.span);
    } else reject(word, name, before);
  }
  const needed = pending.find(([, parameter]) => !parameter.optional);
  if (taken.ok && needed) {
    const [, wanted] = needed;
    sink.error("argument_missing", layer.span, `\`${layer.text}\` needs ${FORMS[wanted.form]}`);
    return undefined;
  }
  return taken.ok ? taken.values : undefined;
}

/** What a layer was given so far; what is given twice, or excludes another, is reported. */
class Taken {
  readonly values: { [name: string]: Argument } = {};
  ok = true;
  private readonly table: ParameterTable;
  private readonly context: ArgumentContext;
  private readonly groups = new Map<string, { name: string; span: Span }>();

  constructor(table: ParameterTable, context: ArgumentContext) {
    this.table = table;
    this.context = context;
  }

  take(name: string, argument: Argument | undefined, span: Span, before: number): void {
    const group = this.table[name]!.group;
    const other = group && this.groups.get(group);
    if (!argument) this.ok = false;
    else if (name in this.values) {
      this.context.sink.error("argument_conflict", span, `\`${name}\` is given twice`, {
        fix: offer("leave it out", remove(before, span.end)),
      });
      this.ok = false;
    } else if (other) {
      this.context.sink.error(
        "argument_conflict",
        span,
        `\`${name}\` and \`${other.name}\` exclude each other`,
        { labels: [{ span: other.span, text: "given here" }] },
      );
      this.ok = false;
    } else {
      if (group) this.groups.set(group, { name, span });
      this.values[name] = argument;
    }
  }
}

/** What `no` before a parameter's name says; undefined where it can't stand there. */
function negation({ form, fallback }: Parameter, span: Span): Argument | undefined {
  if (form === "bias") return { form: "bias", bias: false, span };
  if (form === "flag" && fallback) return { form: "flag", value: false, span };
  return undefined;
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
function splitNegative(
  word: Word,
  table: ParameterTable,
  variables: ReadonlyMap<string, unknown>,
): readonly Word[] {
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
