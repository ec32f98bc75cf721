/** A training step of LeNet-5: through cnnc, by hand in TensorFlow.js, and on its own CPU backend. */
// tfjs's own CPU backend, as it comes: only the backend that `startBackend` starts gets our kernels.
import "@tensorflow/tfjs-backend-cpu";
import { startBackend } from "../src/runtime/backend.ts";
import * as tf from "../src/runtime/tf.ts";
import { byHandStep, cnncStep } from "./lenet5.ts";
import { timeSteps } from "./measure.ts";
import { ms, type Row, times } from "./rows.ts";

export async function trainingRows(): Promise<Row[]> {
  tf.env().set("PROD", true);
  await startBackend("wasm");
  const [ours, byHand] = (await timeSteps([await cnncStep(), byHandStep()], 60, 151)) as [number, number];
  await tf.setBackend("cpu");
  const [cpu] = (await timeSteps([byHandStep()], 1, 5)) as [number];
  return [
    {
      work: "LeNet-5 step on WASM: cnnc against by hand in tfjs, same kernels",
      measured: `${ms(ours)} / ${ms(byHand)}`,
      ratio: times(ours / byHand),
      bar: "≤ 1.05 ×",
    },
    {
      work: "LeNet-5 step: tfjs's own CPU backend against cnnc on WASM",
      measured: `${ms(cpu)} / ${ms(ours)}`,
      ratio: times(cpu / ours),
      bar: "≥ 30 ×",
    },
  ];
}
