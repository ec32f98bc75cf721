import { channels, formatShape, rank, type Shape, spatial } from "../shape/shape.ts";
import type { Window } from "../shape/window.ts";
import { isProblem, type LayerDefinition, type Problem, problem } from "./definition.ts";
import { positional, type Values } from "./parameters.ts";
import { listOf, slidingOutput, slidingParameters, slidingSettings, slidingWindow } from "./sliding.ts";

/** Parameters of both kinds of pooling. The stride is the window's size where none is given. */
export const poolingParameters = {
  window: positional("window", "Size of the window, or `all` for one number a channel."),
  ...slidingParameters,
} as const;

type Pooling = Values<typeof poolingParameters>;

/** The window of a pooling layer; `all` covers the whole value. */
function poolingWindow(input: Shape, p: Pooling): Window | Problem {
  if (p.window !== "all") {
    const window = slidingWindow(input, p.window, p, { stride: p.window });
    if (isProblem(window) || typeof window.padding === "string") return window;
    const { pad } = window.padding;
    // Half a window is what people write, and what every backend can do without inventing numbers at the border.
    if (window.extent.every((size, axis) => pad[axis] === (size - 1) / 2)) return window;
    return problem(
      "argument_wrong",
      window.extent.every((size) => size % 2 === 1)
        ? `a pooling window of ${formatShape(window.extent)} can be padded by ${formatShape(window.extent.map((size) => (size - 1) / 2))}, not by ${formatShape(pad)}`
        : `a pooling window of ${formatShape(window.extent)} can't be padded by a number: its size is even`,
      "`pad` of a pooling is half of an odd window: `maxpool 3 stride 2 pad 1`; otherwise use `same` or `valid`",
    );
  }
  if (rank(input) > 0) return { extent: spatial(input), stride: spatial(input), padding: "valid" };
  return problem(
    "shape_no_space",
    `there is nothing to pool: the value here is already ${listOf(input)}`,
    "leave the pooling away",
  );
}

/** What maximum and average pooling share. */
export const poolingRules: Pick<
  LayerDefinition<typeof poolingParameters>,
  "family" | "takes" | "parameters" | "output" | "window" | "seesAll" | "settings"
> = {
  family: "pooling",
  takes: "one",
  parameters: poolingParameters,
  output([input], p) {
    const window = poolingWindow(input!, p);
    if (isProblem(window)) return window;
    if (p.window === "all") return [channels(input!)];
    return slidingOutput(input!, window, channels(input!));
  },
  window: (input, p) => {
    const window = poolingWindow(input, p);
    return isProblem(window) ? { extent: spatial(input), stride: spatial(input), padding: "valid" } : window;
  },
  seesAll: (p) => p.window === "all",
  settings: (p) =>
    p.window === "all"
      ? "all"
      : [formatShape(p.window), slidingSettings(p, p.window)].filter(Boolean).join(" "),
};
