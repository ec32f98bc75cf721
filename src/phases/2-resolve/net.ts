import { insert, put, sure, when, write } from "../../diagnostics/fix.ts";
import type { Expression, InputSyntax, Name, NetSyntax, Statement } from "../../ir/ast.ts";
import { NestedMap } from "../../ir/nested-map.ts";
import type { Field } from "../../ir/net.ts";
import type { Expectation, ResolvedInput, ResolvedNet } from "../../ir/resolved.ts";
import { measures } from "../../shape/shape.ts";
import { isRange, rangeFault } from "../../tasks/range.ts";
import { define, resolveBody } from "./body.ts";
import { claimsKnown } from "./claims.ts";
import type { BodyContext } from "./context.ts";
import { known } from "./expressions.ts";

/** A net: its inputs first, then its layers; expectations are kept aside. */
export function resolveNet(net: NetSyntax, context: BodyContext): ResolvedNet | undefined {
  const { sink } = context;
  const given = net.body.filter((statement) => statement.type === "input");
  const first = net.body[0];
  // What could not be read may have been the input.
  const lost = (statement: Statement | undefined) =>
    statement?.type === "broken" && (statement === first || statement.names.includes("input"));
  if (given.length === 0 && net.body.some(lost)) {
    // It was reported.
  } else if (given.length === 0) {
    const named = first?.type === "layer" && INPUT_FORMS.includes(first.name.text) ? first : undefined;
    sink.error("net_no_input", named?.name.span ?? net.name.span, `\`${net.name.text}\` has no input`, {
      help: named
        ? {
            text: `write \`input\` before \`${named.name.text}\``,
            fix: sure("write `input`", insert(named.name.span.start, "input ")),
          }
        : "begin with `input image 28x28x1`, `input 5000 samples x 12 leads` or `input { age in years }`",
    });
  }
  const late = given.find((input, i) => input !== net.body[i]);
  if (late && first?.type !== "broken")
    sink.error("net_misplaced", late.span, "`input` stands at the top of a net, before all layers");
  if (given.length > MAX_INPUTS) {
    sink.error("net_too_large", given[MAX_INPUTS]!.span, `a net has at most ${MAX_INPUTS} inputs`, {
      help: "measurements go together: `input { age in years, crp in mg/L }`",
    });
    return undefined;
  }
  const inputs = given.map((input) => resolveInput(input, context)).filter((input) => input !== undefined);
  const symbols = symbolsOf(given.flatMap(({ sizes }) => sizes?.sizes ?? []));
  const inside = symbols.length === 0 ? context : { ...context, variables: named(symbols, context) };
  const names = nameInputs(given, net, context);
  const expectations: Expectation[] = [];
  const body: Statement[] = [];
  for (const statement of net.body) {
    const isInput =
      statement.type === "input" ||
      (given.length === 0 &&
        statement === first &&
        statement.type === "layer" &&
        INPUT_FORMS.includes(statement.name.text));
    if (isInput) continue;
    if (statement.type !== "expect") body.push(statement);
    else if (claimsKnown(statement.claims, inside)) expectations.push(statement);
  }
  const steps = resolveBody(body, inside, { inBlock: false, names });
  if (inputs.length === 0 || inputs.length < given.length) return undefined;
  if (given.length > 1 && given.some(({ as }) => !as)) return undefined;
  return { name: net.name, span: net.span, inputs, symbols, body: steps, expectations };
}

/** Names of the inputs as values; each of several needs one. */
function nameInputs(inputs: readonly InputSyntax[], net: NetSyntax, context: BodyContext): NestedMap<Name> {
  const names = new NestedMap<Name>();
  for (const { as, form, span } of inputs) {
    if (as) define(as, names, context);
    else if (inputs.length > 1) {
      context.sink.error(
        "net_input_unclear",
        span,
        `\`${net.name.text}\` has ${inputs.length} inputs, and this one has no name`,
        { help: `name it, so that a chain can begin with it: \`input ${EXAMPLES[form]} as rest\`` },
      );
    }
  }
  return names;
}

/** Every value remembers the inputs that it comes from, so there are few. */
const MAX_INPUTS = 64;

/** What an input of measured numbers begins with. */
const INPUT_FORMS = ["image", "volume", "samples"];

/** An input of each form. */
const EXAMPLES = {
  image: "image 28x28x1",
  volume: "volume 16x32x32x1",
  samples: "5000 samples x 12 leads",
  fields: "{ age in years }",
};

/** An input of each form whose sizes are left open. */
const OPEN = {
  image: "image H x W x 1",
  volume: "volume D x H x W x 1",
  samples: "N samples x 12 leads",
  fields: "{ age in years }",
};

/** Names in sizes, each once: sizes that the spec leaves open. */
function symbolsOf(sizes: readonly Expression[]): Name[] {
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

function apart({ text }: Name): string {
  return text.replaceAll("x", " x ");
}

function named(symbols: readonly Name[], { variables }: BodyContext): ReadonlySet<string> {
  return symbols.length === 0 ? variables : new Set([...variables, ...symbols.map(({ text }) => text)]);
}

function resolveInput(input: InputSyntax, context: BodyContext): ResolvedInput | undefined {
  const { sink } = context;
  const sizes = input.sizes?.sizes ?? [];
  const symbols = symbolsOf(sizes);
  const misread = symbols.find(({ text }) => measures.includes(text));
  if (misread) {
    sink.error(
      "argument_wrong",
      misread.span,
      `\`${misread.text}\` is what a layer calls a size of its own value, and an open size of the input needs another name`,
      {
        help: {
          text: `a capital letter is usual: \`input ${OPEN[input.form]}\``,
          fix: write(misread.text[0]!.toUpperCase(), misread.span),
        },
      },
    );
    return undefined;
  }
  let ok =
    known(sizes, { ...context, variables: named(symbols, context), measures: false }) &&
    known(input.rate ? [input.rate] : [], { ...context, measures: false }) &&
    claimsKnown(input.claims, { ...context, variables: named(symbols, context) });
  const wanted = { image: 3, volume: 4, samples: 2, fields: 0 }[input.form];
  if (sizes.length !== wanted) {
    const example =
      input.form === "image"
        ? "`image 28x28x1`: height x width x channels"
        : "`volume 16x32x32x1`: depth x height x width x channels";
    const found = sizes.length === 1 ? "here is one" : `here are ${sizes.length}`;
    const glued = symbols.find(({ text }) => /^[A-Z]\w*x\w/.test(text));
    sink.error(
      "argument_wrong",
      input.sizes!.span,
      `${input.form === "image" ? "an image" : "a volume"} has ${wanted} sizes, and ${found}`,
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
    ok = false;
  }
  const fields: Field[] = [];
  const fieldNames = new Set<string>();
  for (const { name, unit } of input.fields ?? []) {
    if (fieldNames.size === fieldNames.add(name.text).size) {
      sink.error("name_defined_twice", name.span, `there is already a field \`${name.text}\``);
      ok = false;
    }
    fields.push(unit === undefined ? { name: name.text } : { name: name.text, unit });
  }
  if (input.broken) ok = false;
  else if (input.form === "fields" && fields.length === 0) {
    sink.error("argument_missing", input.span, "an input of measurements names at least one", {
      help: "`input { age in years }`",
    });
    ok = false;
  }
  const { range } = input;
  if (range && input.form !== "image" && input.form !== "volume") {
    sink.error("argument_wrong", range.span, "only an image or a volume has a range, from black to white", {
      help: "measurements and samples are given to the net in their own units",
    });
    ok = false;
  } else if (range && !isRange(range)) {
    sink.error("argument_wrong", range.span, rangeFault(range));
    ok = false;
  }
  if (!ok) return undefined;
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
