import { channels, formatShape, type Shape, spatial } from "../../shape/shape.ts";
import { divideDown, divideUp, minus, plus, times } from "../../shape/size.ts";
import { defineLayer, isProblem, type Problem, problem } from "../definition.ts";
import { maybePositional, option, type Values } from "../parameters.ts";
import { overAxes } from "../spatial.ts";

const parameters = {
  margin: maybePositional("margin", "How many zeros at both ends of every axis.", "amount"),
  to: option("extent", "Zeros until every size is a multiple of this; an odd one goes to the end.", "amount"),
} as const;

/** Zeros before and after each axis, or why there are none. */
export function paddingOfLayer(
  input: Shape,
  p: Values<typeof parameters>,
): readonly (readonly [number, number])[] | Problem {
  if (!p.margin && !p.to) {
    return problem(
      "argument_missing",
      "how many zeros is not said",
      "`pad 1` adds one at both ends of every axis; `pad to 8` adds as many as make every size a multiple of 8",
    );
  }
  const sizes = overAxes(input, p.margin ?? p.to!, "the padding", "pad");
  if (isProblem(sizes)) return sizes;
  return spatial(input).map((size, axis): [number, number] => {
    const step = sizes[axis]!;
    if (p.margin) return [step, step];
    const missing = minus(times(divideUp(size, step), step), size);
    return [divideDown(missing, 2), divideUp(missing, 2)];
  });
}

/** Zeros around a value. */
export const pad = defineLayer({
  kind: "pad",
  family: "shape",
  summary: "Puts zeros around the value: so many, or up to the next multiple.",
  parameters,
  takes: "one",
  output([input], p) {
    const pads = paddingOfLayer(input!, p);
    if (isProblem(pads)) return pads;
    return [...spatial(input!).map((size, axis) => plus(size, plus(...pads[axis]!))), channels(input!)];
  },
  settings: (p) => (p.margin ? `${formatShape(p.margin)}` : p.to ? `to ${formatShape(p.to)}` : ""),
  window: (input, p) => {
    const pads = paddingOfLayer(input, p);
    const before = isProblem(pads) ? spatial(input).map(() => 0) : pads.map(([size]) => size);
    const ones = before.map(() => 1);
    return { extent: ones, stride: ones, padding: { pad: before } };
  },
  alsoCalled: {
    padding: "pad 1",
    zeropadding: "pad 1",
    zeropadding1d: "pad 1",
    zeropadding2d: "pad 1",
    zeropadding3d: "pad 1",
    zeropad2d: "pad 1",
  },
  examples: [
    "net a { input image 250x250x1, pad to 8 => 256x256x1 }",
    "net a { input image 224x224x3, pad 3, conv 64@7 stride 2 valid => 112x112x64, 9_472 weights }",
  ],
  source: "Keras, layers.ZeroPadding2D; 9 472 = 64·7·7·3 + 64 is conv1_conv of ResNet-50",
});
