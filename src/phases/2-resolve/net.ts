import type { Expression, InputSyntax, Name, NetSyntax, Statement } from "../../ir/ast.ts";
import type { Field } from "../../ir/net.ts";
import type { Expectation, ResolvedInput, ResolvedNet } from "../../ir/resolved.ts";
import { measures } from "../../shape/shape.ts";
import { isRange, rangeFault } from "../../tasks/range.ts";
import { resolveBody } from "./body.ts";
import { claimsKnown } from "./claims.ts";
import type { BodyContext } from "./context.ts";
import { known } from "./expressions.ts";

/** A net: its input first, then its layers; expectations are kept aside. */
export function resolveNet(net: NetSyntax, context: BodyContext): ResolvedNet | undefined {
  const { sink } = context;
  const given = net.body.find((statement) => statement.type === "input");
  const first = net.body[0];
  // What could not be read may have been the input.
  const lost = (statement: Statement | undefined) =>
    statement?.type === "broken" && (statement === first || statement.names.includes("input"));
  if (!given && net.body.some(lost)) {
    // It was reported.
  } else if (!given) {
    const named = first?.type === "layer" && INPUT_FORMS.includes(first.name.text) ? first : undefined;
    sink.error("net_no_input", named?.name.span ?? net.name.span, `\`${net.name.text}\` has no input`, {
      help: named
        ? `write \`input\` before \`${named.name.text}\``
        : "begin with `input image 28x28x1`, `input 5000 samples x 12 leads` or `input { age in years }`",
    });
  } else if (given !== first && first?.type !== "broken")
    sink.error("net_misplaced", given.span, "`input` stands in the first line of a net, before all layers");
  const input = given && resolveInput(given, context);
  const symbols = given?.sizes ? symbolsOf(given.sizes.sizes) : [];
  const inside = symbols.length === 0 ? context : { ...context, variables: named(symbols, context) };
  const expectations: Expectation[] = [];
  const body: Statement[] = [];
  for (const statement of net.body) {
    const isInput =
      statement === given ||
      (!given &&
        statement === first &&
        statement.type === "layer" &&
        INPUT_FORMS.includes(statement.name.text));
    if (isInput) continue;
    if (statement.type !== "expect") body.push(statement);
    else if (claimsKnown(statement.claims, inside)) expectations.push(statement);
  }
  const steps = resolveBody(body, inside, { inBlock: false });
  return input && { name: net.name, span: net.span, input, body: steps, expectations };
}

/** What an input of measured numbers begins with. */
const INPUT_FORMS = ["image", "volume", "samples"];

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
      { help: `a capital letter is usual: \`input ${OPEN[input.form]}\`` },
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
          ? `\`${glued.text}\` is one name: sizes that are names stand apart, \`${glued.text.replaceAll("x", " x ")}\``
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
    symbols,
    fields,
    ...(input.group ? { group: input.group.text } : {}),
    ...(input.rate ? { rate: input.rate } : {}),
    ...(range ? { range: [range.from, range.to] as const } : {}),
    claims: input.claims,
    span: input.span,
  };
}
