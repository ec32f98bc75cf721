/**
 * Where a training step's time goes: `tsx bench/kernels.ts [NET]` lists the WASM kernels of a step of `lenet5`, `unet`, `ecg`
 * or `volume` with their calls and median milliseconds, through cnnc and by hand.
 */
import { startBackend } from "../src/backends/backend.ts";
import * as tf from "../src/backends/tf.ts";
import { median } from "./measure.ts";
import { byHandStep, cnncStep, workloads } from "./steps.ts";

const WARM_UP = 5;
const STEPS = 20;

interface Share {
  calls: number;
  readonly times: number[];
}

/** Time and calls of each kernel in the current step, without that of kernels it calls in turn. */
const step = new Map<string, { calls: number; ms: number }>();

const [name = "lenet5"] = process.argv.slice(2);
const work = workloads.find((each) => each.name === name);
if (!work) throw new Error(`there is no net ${name}: ${workloads.map((each) => each.name).join(", ")}`);

tf.env().set("PROD", true);
await startBackend("wasm");
watchKernels();
for (const [way, run] of Object.entries({ cnnc: await cnncStep(work), "by hand": await byHandStep(work) })) {
  const shares = new Map<string, Share>();
  for (let i = -WARM_UP; i < STEPS; i++) {
    step.clear();
    await run();
    if (i >= 0) for (const [kernel, { calls, ms }] of step) add(shares, kernel, calls, ms);
  }
  const rows = [...shares].map(([kernel, { calls, times }]) => ({
    kernel,
    calls: calls / STEPS,
    ms: median(times),
  }));
  console.log(way);
  console.table(rows.sort((a, b) => b.ms - a.ms).slice(0, 20));
}

function add(shares: Map<string, Share>, kernel: string, calls: number, ms: number): void {
  const share = shares.get(kernel) ?? { calls: 0, times: [] };
  share.calls += calls;
  share.times.push(ms);
  shares.set(kernel, share);
}

function watchKernels(): void {
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
      const { calls, ms } = step.get(kernelName) ?? { calls: 0, ms: 0 };
      step.set(kernelName, { calls: calls + 1, ms: ms + own });
      return result;
    };
  }
}
