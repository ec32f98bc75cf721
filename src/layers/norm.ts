import { channels, type Shape } from "../shape/shape.ts";
import type { WeightSpec } from "./definition.ts";
import { FROM_ZERO, flag, option, within } from "./parameters.ts";

/** The options of every normalisation: what is added to the variance, and which learned numbers it has. */
export const normParameters = {
  epsilon: within(
    FROM_ZERO,
    option("number", "What is added to the variance before its root is taken; 0 or more."),
  ),
  scale: flag(true, "`no scale` leaves the learned factor (gamma) away."),
  shift: flag(true, "`no shift` leaves the learned offset (beta) away."),
} as const;

interface NormValues {
  readonly epsilon?: number | undefined;
  readonly scale: boolean;
  readonly shift: boolean;
}

const constant = (value: number) => ({ type: "constant" as const, value });

/** A learned factor and offset for each channel, those that are wanted. */
export function scaleAndShift(input: Shape, { scale, shift }: NormValues): WeightSpec[] {
  const shape = [channels(input)];
  return [
    ...(scale ? [{ name: "gamma", shape, role: "trained" as const, initial: constant(1) }] : []),
    ...(shift ? [{ name: "beta", shape, role: "trained" as const, initial: constant(0) }] : []),
  ];
}

/** Those settings that are not the default. */
export function normSettings(p: NormValues): string {
  return [p.epsilon === undefined ? "" : `epsilon ${p.epsilon}`, normWeights(p)].filter(Boolean).join(" ");
}

/** Those of them that say which weights there are. */
export function normWeights(p: NormValues): string {
  return [p.scale ? "" : "no scale", p.shift ? "" : "no shift"].filter(Boolean).join(" ");
}
