/** What every backend must pass; each backend's test file calls it, in a process of its own. */
import "@tensorflow/tfjs-backend-cpu";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BackendName, startBackend, stopBackend } from "../../../src/backends/backend.ts";
import * as tf from "../../../src/backends/tf.ts";
import { cases } from "./cases.ts";
import { evaluate, expectClose, expectFiniteDifferences, inputsOf, onBackend } from "./compare.ts";
import { nets, train } from "./nets.ts";

const smooth = /^batchnorm/;
const piecewiseLinear = /^(conv|maxpool|avgpool|upsample|sum|mean over|tile)/;

/** Declares the tests. tfjs's CPU backend, as it comes, is the reference unless it is the backend under test. */
export function testBackend(name: BackendName): void {
  beforeAll(async () => {
    // Else the reference's first tensor prints tfjs's banner.
    tf.env().set("PROD", true);
    await startBackend(name);
  });
  afterAll(stopBackend);

  if (name !== "cpu") {
    describe("agrees with tfjs's CPU backend", () => {
      test.each(cases)("$name", async (c) => {
        const inputs = inputsOf(c);
        const result = await evaluate(c, inputs);
        const reference = await onBackend("cpu", () => evaluate(c, inputs));
        expectClose(result.value, reference.value);
        if (c.referenceIsWrong) return;
        result.gradients.forEach((gradient, i) => {
          expectClose(gradient, reference.gradients[i]!);
        });
      });
    });
  }

  describe("gradients are the slopes", () => {
    test.each(cases.filter((c) => piecewiseLinear.test(c.name)))("$name", (c) =>
      // Half the distance between two inputs, so that no maximum moves.
      expectFiniteDifferences(c, c.distinct ? 0.4 / tf.util.sizeFromShape(c.shapes[0]!) : 0.5, 1e-3),
    );
    test.each(cases.filter((c) => smooth.test(c.name)))("$name", (c) =>
      expectFiniteDifferences(c, 0.01, 5e-3),
    );
  });

  describe("computes no gradient by what is no weight", () => {
    test("fused convolution", async () => {
      const kernels = await kernelsOf((filter) =>
        tf.fused.conv2d({
          x: tf.ones([1, 5, 5, 2]) as tf.Tensor4D,
          filter: tf.reshape(filter, [3, 3, 2, 1]),
          strides: 1,
          pad: "same",
          bias: tf.ones([1]),
        }),
      );
      expect(kernels).toContain("Conv2DBackpropFilter");
      expect(kernels).not.toContain("Conv2DBackpropInput");
    });
    test("fused product", async () => {
      const kernels = await kernelsOf((b) =>
        tf.fused.matMul({ a: tf.ones([4, 18]), b: tf.reshape(b, [18, 1]), bias: tf.ones([1]) }),
      );
      expect(kernels.filter((name) => /MatMul/.test(name))).toHaveLength(2);
    });
  });

  describe("trains", () => {
    test.each(nets)("$name", async (net) => {
      const first = await train(net);
      const second = await train(net);
      expect(first.losses.at(-1)).toBeLessThan(first.losses[0]!);
      expect(second.losses, "a second run gives other bits").toEqual(first.losses);
      expect(first.tensorsAfter, "tensors leak").toBe(first.tensorsBefore);
      expect(first.buffersAfter, "buffers leak").toBe(first.buffersBefore);
    });
  });
}

/** The kernels that compute a function of eighteen weights and its gradient. */
async function kernelsOf(f: (weights: tf.Tensor) => tf.Tensor): Promise<string[]> {
  const weights = tf.ones([18]);
  const { kernels } = await tf.profile(() => tf.grad((x) => tf.sum(f(x)))(weights));
  return kernels.map(({ name }) => name);
}
