import { channels, formatShape, rank, type Shape } from "../shape/shape.ts";
import { times } from "../shape/size.ts";
import { type Problem, problem, type WeightSpec } from "./definition.ts";
import { flag, positional } from "./parameters.ts";
import { biased, freezable, glorotUniform } from "./weights.ts";

/** Parameters of layers that read a signal step by step. */
export const recurrentParameters = {
  units: positional("count", "How many numbers it remembers, and gives."),
  sequence: flag(false, "Gives what it remembers after every step, not only after the last."),
  bias: biased.bias,
  ...freezable,
} as const;

interface Recurrent {
  readonly units: number;
  readonly sequence: boolean;
  readonly bias?: unknown;
}

/** Units behind the last step, or behind each. */
export function recurrentOutput(input: Shape, p: Recurrent): Shape | Problem {
  if (rank(input) === 1) {
    if (typeof p.bias !== "object") return p.sequence ? [input[0]!, p.units] : [p.units];
    return problem("argument_wrong", "its bias can't be written down", "`no bias` leaves it away");
  }
  return problem(
    rank(input) === 0 ? "shape_no_space" : "shape_wrong_rank",
    `it reads a signal, length × channels, and the value here is ${formatShape(input)}`,
    rank(input) === 0 ? "put it before `flatten`, `dense` and `… all`" : "`reshape` makes a signal of a map",
  );
}

/** Kernels of the input and of what is remembered, with the gates side by side. */
export function recurrentKernels(input: Shape, units: number, gates: number): WeightSpec[] {
  const inputs = channels(input);
  return [
    { name: "kernel", shape: [inputs, gates * units], initial: glorotUniform(inputs, gates * units) },
    { name: "recurrent_kernel", shape: [units, gates * units], initial: glorotUniform(units, gates * units) },
  ].map((weight) => ({ ...weight, role: "trained" as const }));
}

/** Products of both kernels at every step. */
export function recurrentMultiplyAdds(input: Shape, units: number, gates: number): number {
  return times(input[0]!, gates * units * (channels(input) + units));
}
