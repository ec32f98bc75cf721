/**
 * A training step of LeNet-5 (28×28×1, batch 64, Adam) on tfjs's own CPU backend and on our WASM kernels, in one run.
 * `tsx bench/kernels.ts profile` lists the WASM kernels' shares too. Times are medians.
 */
import "@tensorflow/tfjs-backend-cpu";
import { startBackend } from "../src/runtime/backend.ts";
import * as tf from "../src/runtime/tf.ts";

interface Share {
  calls: number;
  ms: number;
}

const profile = process.argv.includes("profile");
const shares = new Map<string, Share>();

tf.env().set("PROD", true);
await startBackend("wasm");
if (profile) measureKernels();
const wasm = await medianStep(20, 100);
const wasmShares = [...shares].map(([name, { calls, ms }]) => ({ name, calls: calls / 120, ms: ms / 120 }));
await tf.setBackend("cpu");
const cpu = await medianStep(1, 3);

console.log(
  `LeNet-5 step: cpu ${cpu.toFixed(0)} ms, wasm ${wasm.toFixed(1)} ms, ratio ${(cpu / wasm).toFixed(0)}`,
);
if (profile) console.table(wasmShares.sort((a, b) => b.ms - a.ms).slice(0, 25));

async function medianStep(warmUp: number, steps: number): Promise<number> {
  const model = leNet5();
  const x = tf.randomUniform([64, 28, 28, 1], 0, 1, "float32", 1);
  const y = tf.cast(
    tf.oneHot(
      Array.from({ length: 64 }, (_, i) => i % 10),
      10,
    ),
    "float32",
  );
  const times: number[] = [];
  for (let step = 0; step < warmUp + steps; step++) {
    const start = performance.now();
    await model.trainOnBatch(x, y);
    if (step >= warmUp) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[steps >> 1]!;
}

function leNet5(): tf.Sequential {
  const { averagePooling2d, conv2d, dense, flatten } = tf.layers;
  const model = tf.sequential({
    layers: [
      conv2d({ inputShape: [28, 28, 1], filters: 6, kernelSize: 5, padding: "same", activation: "tanh" }),
      averagePooling2d({ poolSize: [2, 2], strides: [2, 2] }),
      conv2d({ filters: 16, kernelSize: 5, activation: "tanh" }),
      averagePooling2d({ poolSize: [2, 2], strides: [2, 2] }),
      flatten(),
      dense({ units: 120, activation: "tanh" }),
      dense({ units: 84, activation: "tanh" }),
      dense({ units: 10, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(), loss: "categoricalCrossentropy" });
  return model;
}

/** Counts calls and time of every WASM kernel, without that of kernels it calls in turn through the registry. */
function measureKernels(): void {
  const inner: number[] = [];
  for (const kernel of tf.getKernelsForBackend("wasm")) {
    const { kernelFunc, kernelName } = kernel;
    kernel.kernelFunc = (args) => {
      inner.push(0);
      const start = performance.now();
      const result = kernelFunc(args);
      const took = performance.now() - start;
      const own = took - inner.pop()!;
      if (inner.length > 0) inner[inner.length - 1]! += took;
      const share = shares.get(kernelName) ?? { calls: 0, ms: 0 };
      shares.set(kernelName, { calls: share.calls + 1, ms: share.ms + own });
      return result;
    };
  }
}
