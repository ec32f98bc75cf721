import type { InitialValue } from "../ir/net.ts";
import { formatShape, type Shape, sameShape } from "../shape/shape.ts";
import { isProblem, type Problem, problem, type WeightSpec } from "./definition.ts";
import { flag, type Grid, option } from "./parameters.ts";

/** The option of every layer that learns. */
export const freezable = {
  frozen: flag(false, "Training leaves the weights as they are.", "training"),
} as const;

/** The options of a layer whose weights can be written down. */
export const trainable = {
  fixed: flag(false, "The weights stay as they are written here.", "training"),
  ...freezable,
} as const;

/** The option of every layer that adds a bias. */
export const biased = {
  bias: option("bias", "`no bias` leaves the bias away, `bias [1 2]` writes it down."),
} as const;

/**
 * Glorot and Bengio's uniform start (AISTATS 2010, equation 16): limit √(6 / (fan in + fan out)).
 */
export function glorotUniform(fanIn: number, fanOut: number): InitialValue {
  return { type: "glorot_uniform", fanIn, fanOut };
}

/** The bias of `count` outputs: none for `no bias`, the grid where one is written, else zeros. */
export function biasWeight(count: number, bias: boolean | Grid | undefined): WeightSpec[] | Problem {
  if (bias === false) return [];
  let initial: InitialValue = { type: "constant", value: 0 };
  if (typeof bias === "object") {
    const literal = literalValues("bias", bias, [count]);
    if (isProblem(literal)) return literal;
    initial = literal;
  }
  return [{ name: "bias", shape: [count], role: "trained", initial }];
}

/** A grid as the values of a weight; a grid of another size is a problem. */
export function literalValues(what: string, grid: Grid, shape: Shape): InitialValue | Problem {
  // A row of numbers is a bias; the rows and columns of a matrix must not be swapped.
  const fits =
    shape.length === 1
      ? grid.shape.length === 2 && grid.shape[0] === 1 && grid.shape[1] === shape[0]
      : sameShape(grid.shape, shape);
  if (!fits) {
    return problem(
      "weight_wrong_size",
      shape.length === 1
        ? `${what} has ${formatShape(grid.shape)} numbers, and the layer needs a row of ${shape[0]}`
        : `${what} has ${formatShape(grid.shape)} numbers, and the layer needs ${formatShape(shape)}`,
      shape.length === 2
        ? `write ${shape[0]} row${shape[0] === 1 ? "" : "s"} (one an input, separated by \`;\` or a new line) of ${shape[1]} (one an output)`
        : undefined,
    );
  }
  return { type: "literal", values: grid.values };
}
