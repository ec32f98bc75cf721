/** Compares a backend's values and gradients with tfjs's CPU backend and with finite differences. */
import { expect } from "vitest";
import type { BackendName } from "../../../src/backends/backend.ts";
import * as tf from "../../../src/backends/tf.ts";
import type { Case } from "./cases.ts";

/** Park & Miller's generator (1988): test data must not depend on the machine. Values in [−1, 1). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  };
}

/** Input values of a case, row by row. */
export function inputsOf({ shapes, distinct }: Case): Float32Array[] {
  const next = random(20260101);
  return shapes.map((shape) => {
    const size = tf.util.sizeFromShape(shape);
    if (!distinct) return Float32Array.from({ length: size }, next);
    const keys = Array.from({ length: size }, (_, i) => [next(), i] as const).sort(([a], [b]) => a - b);
    const values = new Float32Array(size);
    keys.forEach(([, i], rank) => {
      values[i] = (2 * rank) / size - 1;
    });
    return values;
  });
}

/** A case's value, and the gradient by each input of Σ value · weights. */
export interface Result {
  value: Float32Array;
  gradients: Float32Array[];
}

export async function evaluate(c: Case, inputs: Float32Array[]): Promise<Result> {
  const tensors = inputs.map((values, i) => tf.tensor(values, c.shapes[i]!));
  const value = tf.tidy(() => c.f(...tensors));
  const weights = tf.tensor(weightsOf(value.size), value.shape);
  const gradients = tf.tidy(() => tf.grads((...xs) => tf.sum(tf.mul(c.f(...xs), weights)))(tensors));
  const result = {
    value: (await value.data()) as Float32Array,
    gradients: (await Promise.all(gradients.map((g) => g.data()))) as Float32Array[],
  };
  tf.dispose([tensors, value, weights, gradients]);
  return result;
}

function weightsOf(size: number): Float32Array {
  return Float32Array.from({ length: size }, random(7));
}

/** Runs `work` on another backend, then goes back. */
export async function onBackend<T>(name: BackendName, work: () => Promise<T>): Promise<T> {
  const before = tf.getBackend();
  await tf.setBackend(name);
  try {
    return await work();
  } finally {
    await tf.setBackend(before);
  }
}

/** Fails where a value is further from the reference than 1e-4 of it, or of the array's largest value times 0.01. */
export function expectClose(actual: Float32Array, reference: ArrayLike<number>, tolerance = 1e-4): void {
  expect(actual.length).toBe(reference.length);
  const floor = 0.01 * Math.max(1e-2, ...Array.from(reference, Math.abs));
  for (let i = 0; i < actual.length; i++) {
    const allowed = tolerance * Math.max(Math.abs(reference[i]!), floor);
    if (!(Math.abs(actual[i]! - reference[i]!) <= allowed)) {
      expect.fail(`value ${i} is ${actual[i]}, the reference says ${reference[i]}`);
    }
  }
}

/**
 * Compares the gradients with central differences of Σ value · weights along three random directions an input.
 *
 * @param step size of the step; larger for functions that are linear, where only rounding errs
 */
export async function expectFiniteDifferences(c: Case, step: number, tolerance: number): Promise<void> {
  const inputs = inputsOf(c);
  const { gradients } = await evaluate(c, inputs);
  const next = random(99);
  for (let which = 0; which < inputs.length; which++) {
    for (let repeat = 0; repeat < 3; repeat++) {
      const direction = Float32Array.from(inputs[which]!, next);
      const slope = dot(gradients[which]!, direction);
      const moved = (sign: number) =>
        inputs.map((values, i) =>
          i === which ? values.map((v, j) => v + sign * step * direction[j]!) : values,
        );
      const difference = ((await objective(c, moved(1))) - (await objective(c, moved(-1)))) / (2 * step);
      const scale = Math.sqrt(dot(gradients[which]!, gradients[which]!));
      expect(Math.abs(slope - difference), `input ${which}: ${slope} is not ${difference}`).toBeLessThan(
        tolerance * Math.max(Math.abs(difference), scale),
      );
    }
  }
}

async function objective(c: Case, inputs: Float32Array[]): Promise<number> {
  const value = tf.tidy(() => c.f(...inputs.map((values, i) => tf.tensor(values, c.shapes[i]!))));
  const values = (await value.data()) as Float32Array;
  value.dispose();
  return dot(values, weightsOf(values.length));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
