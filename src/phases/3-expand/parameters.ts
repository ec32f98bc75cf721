import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { Expression } from "../../ir/ast.ts";
import type { Argument, Arguments } from "../../ir/resolved.ts";
import {
  describeRange,
  type FormValues,
  inRange,
  type Parameter,
  type ParameterTable,
  rangeOf,
} from "../../layers/parameters.ts";
import { evaluate, setting, type Values, wholeNumber } from "./evaluate.ts";

/** Values of a layer's parameters, where sizes may follow from open ones; or undefined where one of them is unknown; what is wrong is reported. */
export function evaluateArguments(
  table: ParameterTable,
  given: Arguments,
  values: Values,
  sink: Pick<Sink, "error">,
): { [name: string]: unknown } | undefined {
  const results: { [name: string]: unknown } = {};
  for (const name in table) {
    const argument = given[name];
    if (!argument) {
      const parameter = table[name]!;
      if (parameter.form === "flag") results[name] = parameter.fallback ?? false;
      continue;
    }
    const value = evaluateArgument(name, argument, values, sink);
    if (value !== undefined && !checkRange(name, table[name]!, argument, value, sink)) return undefined;
    // One message a layer: a number that is wrong here is often wrong in the next argument too.
    if (value === undefined) return undefined;
    results[name] = value;
  }
  return results;
}

function evaluateArgument(
  name: string,
  argument: Argument,
  values: Values,
  sink: Pick<Sink, "error">,
): FormValues[keyof FormValues] | undefined {
  const sizes = (expressions: readonly Expression[], least: number) =>
    all(expressions, (e) => wholeNumber(e, values, least, `\`${name}\``, sink));
  switch (argument.form) {
    case "count":
      return wholeNumber(argument.value, values, 1, `the number of ${name}`, sink);
    case "ratio":
    case "number": {
      const value = setting(evaluate(argument.value, values, sink));
      if (value === undefined || Number.isFinite(value)) return value;
      sink.error("argument_wrong", argument.span, "this number is too large");
      return undefined;
    }
    case "extent":
      return sizes(argument.sizes, 1);
    case "margin":
      return sizes(argument.sizes, 0);
    case "window":
      return argument.sizes === "all" ? "all" : sizes(argument.sizes, 1);
    case "kernels": {
      const count = wholeNumber(argument.count, values, 1, "the number of kernels", sink);
      const extent = all(argument.extent.sizes, (e) => wholeNumber(e, values, 1, "a kernel's size", sink));
      return count === undefined || extent === undefined ? undefined : { count, extent };
    }
    case "grids":
      return {
        count: argument.grids.length,
        extent: argument.grids[0]!.grid.shape,
        literal: argument.grids.map(({ name: kernel, grid }) => ({ name: kernel, values: grid.values })),
      };
    case "grid":
      return argument.grid;
    case "bias":
      return argument.bias;
    case "flag":
      return argument.value;
  }
}

/** Whether each number is one that the parameter may hold; the first one that is not is reported. */
function checkRange(
  name: string,
  parameter: Parameter,
  { span }: Argument,
  value: FormValues[keyof FormValues],
  sink: Pick<Sink, "error">,
): boolean {
  // Kernels that are written down are weights as any others; their number and size were checked.
  const range = rangeOf(parameter.form === "kernels" ? { ...parameter, form: "grid" } : parameter);
  const wrong = range && numbersIn(value).find((number) => !inRange(number, range));
  if (!range || wrong === undefined) return true;
  sink.error("argument_wrong", span, `\`${name}\` is ${wrong}, and must be ${describeRange(range)}`);
  return false;
}

/** The numbers of what is checked here; whole ones were checked where each of them stands. */
function numbersIn(value: FormValues[keyof FormValues]): readonly number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || "length" in value) return [];
  if ("literal" in value) return (value.literal ?? []).flatMap(({ values }) => values);
  return "shape" in value ? value.values : [];
}

function all<A, B>(items: readonly A[], each: (item: A) => B | undefined): B[] | undefined {
  const results: B[] = [];
  for (const item of items) {
    const result = each(item);
    if (result === undefined) return undefined;
    results.push(result);
  }
  return results;
}
