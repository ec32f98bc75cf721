import type { Field, Json } from "../../ir/net.ts";
import type { ResolvedInput } from "../../ir/resolved.ts";
import { toJson } from "../../layers/parameters.ts";
import type { Quantity } from "../../shape/moving.ts";
import { type Shape, spatial } from "../../shape/shape.ts";
import type { Builder } from "./builder.ts";
import { evaluate, setting, wholeNumber } from "./evaluate.ts";
import { isKnown } from "./possible.ts";
import { sightOfInput } from "./receptive-field.ts";

/** Shape of an input whose sizes are known to be right. */
export function inputShape(input: ResolvedInput, open: ReadonlyMap<string, number>): Shape {
  if (input.form === "fields") return [input.fields.length];
  return input.sizes.map((size) => setting(evaluate(size, { variables: open }, { error: () => {} })) ?? 0);
}

/** Adds an input and returns the index of its node. */
export function addInput(
  input: ResolvedInput,
  builder: Builder,
  open: ReadonlyMap<string, Quantity>,
): number {
  const values = { variables: open };
  const sizes = input.sizes.map(
    (size) => wholeNumber(size, values, 1, "a size of the input", builder.sink) ?? Number.NaN,
  );
  const followed = input.form === "fields" ? [input.fields.length] : sizes;
  const shape = builder.follow ? followed.map((size) => builder.follow!.here(size)) : followed;
  if (!isKnown([shape])) return builder.unknown(input.span, [], [shape], "input");
  const rate = input.rate && wholeNumber(input.rate, values, 1, "the sampling rate", builder.sink);
  const label = input.form === "fields" ? `input ${input.group ?? "fields"}` : `input ${input.form}`;
  const params = toJson({
    form: input.form,
    fields: input.form === "fields" ? (input.fields as readonly Field[] as unknown as Json) : undefined,
    group: input.group,
    rate,
    range: input.range,
  });
  const node = {
    kind: "input",
    label,
    params,
    inputs: [],
    output: shape,
    weights: [],
    multiplyAdds: 0,
    receptiveField: spatial(shape).map(() => 1),
    stride: spatial(shape).map(() => 1),
    scopes: [],
    span: input.span,
  };
  builder.follow?.input(followed);
  const at = builder.source(node, sightOfInput(shape));
  builder.claim(input.claims, `\`${label}\``, at, values);
  return at;
}
