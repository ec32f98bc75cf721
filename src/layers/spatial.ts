import { axisNames, formatShape, rank, type Shape } from "../shape/shape.ts";
import { perAxis } from "../shape/window.ts";
import { type Problem, problem } from "./definition.ts";
import { listOf } from "./sliding.ts";

/** One number for each spatial axis, or why there is none: a list has no axes, an image has two. */
export function overAxes(
  input: Shape,
  sizes: readonly number[],
  what: string,
  kind: string,
): readonly number[] | Problem {
  const axes = rank(input);
  if (axes === 0) {
    return problem(
      "shape_no_space",
      `there is no axis to work along: the value here is ${listOf(input)}`,
      `\`${kind}\` needs a signal, an image or a volume`,
    );
  }
  return (
    perAxis(sizes, axes) ??
    problem(
      "shape_wrong_rank",
      `${what} has ${sizes.length} sizes (${formatShape(sizes)}), but the value here, ${formatShape(input)}, has ${axes} (${axisNames(axes).join(", ")})`,
      `write one number for all axes, or ${axes}`,
    )
  );
}
