/** What the page of a browser runs: `conformance.start("webgl")`, then `conformance.outcome(i)` of each case. */
import "@tensorflow/tfjs-backend-webgl";
import "@tensorflow/tfjs-backend-webgpu";
import { registerKernels } from "../../src/backends/kernels/index.ts";
import * as tf from "../../src/backends/tf.ts";
import { cases, type Outcome, outcomeOf } from "./cases.ts";

export interface Conformance {
  /** Whether the browser has the backend. */
  start(backend: "webgl" | "webgpu"): Promise<boolean>;
  outcome(index: number): Promise<Outcome>;
}

const conformance: Conformance = {
  async start(backend) {
    const started = (await tf.setBackend(backend).catch(() => false)) && tf.getBackend() === backend;
    if (started) registerKernels(backend);
    return started;
  },
  outcome: (index) => outcomeOf(cases[index]!),
};

Object.assign(globalThis, { conformance });
