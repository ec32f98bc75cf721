import { axisNames, channels, formatShape, rank, type Shape, spatial } from "../shape/shape.ts";
import { atLeast, isCounted, minus, plus, times } from "../shape/size.ts";
import { type Padding, perAxis, type Window, windowOutput } from "../shape/window.ts";
import { isProblem, type Problem, problem } from "./definition.ts";
import { flag, option } from "./parameters.ts";

/** The options that every sliding window has. */
export const slidingParameters = {
  stride: option("extent", "How far the window moves, one number or one an axis."),
  same: flag(false, "Pads with zeros so that stride 1 keeps the size (TensorFlow's rule).", "padding"),
  valid: flag(false, "No padding: the window stays inside.", "padding"),
  pad: option("margin", "Zeros on both sides of every axis (PyTorch's rule).", "padding"),
} as const;

/** The option of windows whose taps may lie apart. */
export const dilatable = {
  dilation: option("extent", "How far the kernel's taps lie apart: 1 where nothing is written."),
} as const;

export interface SlidingValues {
  readonly stride?: readonly number[] | undefined;
  readonly same: boolean;
  readonly valid: boolean;
  readonly pad?: readonly number[] | undefined;
  readonly dilation?: readonly number[] | undefined;
}

/** A value without spatial axes, in words. */
export function listOf(value: Shape): string {
  const count = channels(value);
  return count === 1 ? "a single number" : `a list of ${count} numbers`;
}

/** The window of a sliding layer over an input, or why it has none. Default stride is 1 and padding `same`. */
export function slidingWindow(
  input: Shape,
  extent: readonly number[],
  values: SlidingValues,
  defaults: { readonly stride?: readonly number[] } = {},
): Window | Problem {
  const axes = rank(input);
  if (axes === 0) {
    return problem(
      "shape_no_space",
      `there is nothing to slide over: the value here is ${listOf(input)}`,
      "a sliding window needs a signal, an image or a volume: put it before `flatten`, `dense` and `… all`",
    );
  }
  const given = {
    "the window": extent,
    stride: values.stride ?? defaults.stride ?? [1],
    pad: values.pad ?? [0],
    dilation: values.dilation ?? [1],
  };
  const whole: (readonly number[])[] = [];
  for (const [name, value] of Object.entries(given)) {
    const full = perAxis(value, axes);
    if (!full) {
      return problem(
        "shape_wrong_rank",
        `${name} has ${value.length} sizes (${formatShape(value)}), but the value here, ${formatShape(input)}, has ${axes} to slide along (${axisNames(axes).join(", ")})`,
        `write one number for all axes, or ${axes}`,
      );
    }
    whole.push(full);
  }
  const padding: Padding = values.pad ? { pad: whole[2]! } : values.valid ? "valid" : "same";
  // Dumoulin and Visin, arXiv:1603.07285, section 5.1.
  const reach = whole[0]!.map((taps, axis) => plus(times(minus(taps, 1), whole[3]![axis]!), 1));
  return { extent: reach, stride: whole[1]!, padding };
}

/** Output of a window that gives `outputChannels` numbers at each place. */
export function slidingOutput(
  input: Shape,
  window: Window | Problem,
  outputChannels: number,
): Shape | Problem {
  if (isProblem(window)) return window;
  const pads = typeof window.padding === "string" ? [] : window.padding.pad;
  if (!pads.every((pad, axis) => isCounted(plus(input[axis]!, 2 * pad)))) {
    return problem("shape_too_large", `padding of ${formatShape(pads)} makes the value too large to count`);
  }
  if (!window.extent.every(isCounted)) return problem("shape_too_large", "its window is too large to count");
  const sizes = windowOutput(spatial(input), window);
  const axis = sizes.findIndex((size) => !atLeast(size, 1));
  if (axis >= 0) {
    const name = axisNames(rank(input))[axis];
    return problem(
      "shape_window_too_large",
      `the window is ${window.extent[axis]} along the ${name}, and only ${input[axis]} ${input[axis] === 1 ? "is" : "are"} left of it`,
      "use a smaller window, `same` padding, or fewer layers that shrink the value",
    );
  }
  return [...sizes, outputChannels];
}

/** Stride and padding as a figure prints them, where they differ from the default. */
export function slidingSettings(values: SlidingValues, defaultStride?: readonly number[]): string {
  const stride = values.stride && formatShape(values.stride) !== formatShape(defaultStride ?? [1]);
  return [
    stride ? `stride ${formatShape(values.stride!)}` : "",
    values.dilation && formatShape(values.dilation) !== "1" ? `dilation ${formatShape(values.dilation)}` : "",
    values.valid ? "valid" : values.pad ? `pad ${formatShape(values.pad)}` : values.same ? "same" : "",
  ]
    .filter(Boolean)
    .join(" ");
}
