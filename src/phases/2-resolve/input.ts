import type { Sink } from "../../diagnostics/diagnostic.ts";
import { put, when, write } from "../../diagnostics/fix.ts";
import type { Expression, InputSyntax, Name } from "../../ir/ast.ts";
import type { Field } from "../../ir/net.ts";
import type { ResolvedInput } from "../../ir/resolved.ts";
import { measures } from "../../shape/shape.ts";
import { isRange, rangeFault } from "../../tasks/range.ts";
import { claimsKnown } from "./claims.ts";
import type { BodyContext } from "./context.ts";
import { known } from "./expressions.ts";

/** An input of each form whose sizes are left open. */
const OPEN = {
  image: "image H x W x 1",
  volume: "volume D x H x W x 1",
  samples: "N samples x 12 leads",
  fields: "{ age in years }",
};

/** Names in sizes, each once: sizes that the spec leaves open. */
export function symbolsOf(sizes: readonly Expression[]): Name[] {
  const found = new Map<string, Name>();
  const visit = (expression: Expression): void => {
    if (expression.type === "name") {
      const { name: text, span } = expression;
      if (!found.has(text)) found.set(text, { text, span });
    } else if (expression.type === "binary") [expression.left, expression.right].forEach(visit);
    else if (expression.type === "call") expression.arguments.forEach(visit);
    else if (expression.type !== "number") visit(expression.operand);
  };
  sizes.forEach(visit);
  return [...found.values()];
}

/** A name of sizes that stand together, apart. */
function apart({ text }: Name): string {
  return text.replaceAll("x", " x ");
}

/** The names that expressions may use where sizes are open. */
export function named(symbols: readonly Name[], { variables }: BodyContext): ReadonlyMap<string, Name> {
  if (symbols.length === 0) return variables;
  return new Map([...variables, ...symbols.map((symbol) => [symbol.text, symbol] as const)]);
}

/** An input with its sizes, fields and range; undefined where something is wrong, which is told. */
export function resolveInput(input: InputSyntax, context: BodyContext): ResolvedInput | undefined {
  const { sink } = context;
  const sizes = input.sizes?.sizes ?? [];
  const symbols = symbolsOf(sizes);
  if (misread(input, symbols, sink)) return undefined;
  const variables = named(symbols, context);
  const numbers =
    known(sizes, { ...context, variables, measures: false }) &&
    known(input.rate ? [input.rate] : [], { ...context, measures: false }) &&
    claimsKnown(input.claims, { ...context, variables });
  const counted = countFits(input, symbols, sink);
  const fields = readFields(input, sink);
  const ranged = rangeFits(input, sink);
  if (!numbers || !counted || !fields || !ranged) return undefined;
  const { range } = input;
  return {
    form: input.form,
    sizes,
    fields,
    ...(input.group ? { group: input.group.text } : {}),
    ...(input.rate ? { rate: input.rate } : {}),
    ...(range ? { range: [range.from, range.to] as const } : {}),
    ...(input.as ? { as: input.as } : {}),
    claims: input.claims,
    span: input.span,
  };
}

/** Whether an open size has the name of a measure, which is reported. */
function misread({ form }: InputSyntax, symbols: readonly Name[], sink: Sink): boolean {
  const found = symbols.find(({ text }) => measures.includes(text));
  if (!found) return false;
  sink.error(
    "argument_wrong",
    found.span,
    `\`${found.text}\` is what a layer calls a size of its own value, and an open size of the input needs another name`,
    {
      help: {
        text: `a capital letter is usual: \`input ${OPEN[form]}\``,
        fix: write(found.text[0]!.toUpperCase(), found.span),
      },
    },
  );
  return true;
}

/** Whether an input has as many sizes as its form asks for; reports where not. */
function countFits({ form, sizes }: InputSyntax, symbols: readonly Name[], sink: Sink): boolean {
  const count = sizes?.sizes.length ?? 0;
  const wanted = { image: 3, volume: 4, samples: 2, fields: 0 }[form];
  if (count === wanted) return true;
  const example =
    form === "image"
      ? "`image 28x28x1`: height x width x channels"
      : "`volume 16x32x32x1`: depth x height x width x channels";
  const found = count === 1 ? "here is one" : `here are ${count}`;
  const glued = symbols.find(({ text }) => /^[A-Z]\w*x\w/.test(text));
  sink.error(
    "argument_wrong",
    sizes!.span,
    `${form === "image" ? "an image" : "a volume"} has ${wanted} sizes, and ${found}`,
    {
      help: glued
        ? {
            text: `\`${glued.text}\` is one name: sizes that are names stand apart, \`${apart(glued)}\``,
            fix: when(
              glued.text.split("x").every((part) => /^([A-Z]|\d+)$/.test(part)),
              `write \`${apart(glued)}\``,
              put(glued.span, apart(glued)),
            ),
          }
        : `write ${example}`,
    },
  );
  return false;
}

/** The fields of an input of measurements; undefined where some are missing or twice. */
function readFields(input: InputSyntax, sink: Sink): readonly Field[] | undefined {
  const fields: Field[] = [];
  const names = new Set<string>();
  let ok = !input.broken;
  for (const { name, unit } of input.fields ?? []) {
    if (names.size === names.add(name.text).size) {
      sink.error("name_defined_twice", name.span, `there is already a field \`${name.text}\``);
      ok = false;
    }
    fields.push(unit === undefined ? { name: name.text } : { name: name.text, unit });
  }
  if (!input.broken && input.form === "fields" && fields.length === 0) {
    sink.error("argument_missing", input.span, "an input of measurements names at least one", {
      help: "`input { age in years }`",
    });
    ok = false;
  }
  return ok ? fields : undefined;
}

/** Whether a range, if there is one, is that of an image or a volume; reports where not. */
function rangeFits({ form, range }: InputSyntax, sink: Sink): boolean {
  if (range && form !== "image" && form !== "volume") {
    sink.error("argument_wrong", range.span, "only an image or a volume has a range, from black to white", {
      help: "measurements and samples are given to the net in their own units",
    });
    return false;
  }
  if (range && !isRange(range)) {
    sink.error("argument_wrong", range.span, rangeFault(range));
    return false;
  }
  return true;
}
