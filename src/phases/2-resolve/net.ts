import { insert, sure } from "../../diagnostics/fix.ts";
import type { InputSyntax, Name, NetSyntax, Statement } from "../../ir/ast.ts";
import { NestedMap } from "../../ir/nested-map.ts";
import type { Expectation, ResolvedNet } from "../../ir/resolved.ts";
import { define, resolveBody } from "./body.ts";
import { claimsKnown } from "./claims.ts";
import type { BodyContext } from "./context.ts";
import { named, resolveInput, symbolsOf } from "./input.ts";

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
  for (const symbol of symbols) context.mentions.define("size", symbol);
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
