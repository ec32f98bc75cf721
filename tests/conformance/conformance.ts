/** Every layer with every option, at every rank, against PyTorch: values, gradients, and saved and loaded again. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BackendName, startBackend, stopBackend } from "../../src/backends/backend.ts";
import * as tf from "../../src/backends/tf.ts";
import { cases, nameOf, outcomeOf } from "./cases.ts";

/** Declares the tests of one backend, which has a process of its own. */
export function testConformance(name: BackendName): void {
  beforeAll(async () => {
    // Else the first tensor prints tfjs's banner.
    tf.env().set("PROD", true);
    await startBackend(name);
  });
  afterAll(stopBackend);

  test.each(cases.map((c) => [nameOf(c), c] as const))("%s", async (_, c) => {
    const before = tf.memory().numTensors;
    expect(await outcomeOf(c)).toEqual({});
    expect(tf.memory().numTensors, "tensors leak").toBe(before);
  });
}
