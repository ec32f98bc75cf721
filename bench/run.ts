/**
 * `npm run bench`: what the project promises about speed, measured side by side in one run. Ratios count, times are
 * medians; the machine may be busy, so what is compared takes turns.
 */
import { execFileSync } from "node:child_process";
// tfjs's own CPU backend, as it comes: only the backend that `startBackend` starts gets our kernels.
import "@tensorflow/tfjs-backend-cpu";
import { startBackend } from "../src/runtime/backend.ts";
import * as tf from "../src/runtime/tf.ts";
import { byHandStep, cnncStep } from "./lenet5.ts";
import { timeCommands, timeSteps } from "./measure.ts";

interface Row {
  readonly work: string;
  readonly measured: string;
  readonly ratio: string;
  readonly bar: string;
}

const rows: Row[] = [];
const ms = (time: number) => (time < 100 ? `${time.toFixed(1)} ms` : `${Math.round(time)} ms`);

execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
const [bare, check] = timeCommands(
  [
    ["node", "-e", "0"],
    ["node", "dist/cnnc.cjs", "check", "specs/zoo/lenet5.cnn"],
  ],
  31,
) as [number, number];
rows.push({
  work: "cnnc check lenet5.cnn, whole process, against node -e 0",
  measured: `${ms(check)} / ${ms(bare)}`,
  ratio: `${(check / bare).toFixed(2)} ×`,
  bar: "≤ 2 ×",
});

tf.env().set("PROD", true);
await startBackend("wasm");
const [ours, byHand] = (await timeSteps([await cnncStep(), byHandStep()], 60, 151)) as [number, number];
rows.push({
  work: "LeNet-5 step on WASM: cnnc against by hand in tfjs, same kernels",
  measured: `${ms(ours)} / ${ms(byHand)}`,
  ratio: `${(ours / byHand).toFixed(2)} ×`,
  bar: "≤ 1.05 ×",
});
await tf.setBackend("cpu");
const [cpu] = (await timeSteps([byHandStep()], 1, 5)) as [number];
rows.push({
  work: "LeNet-5 step: tfjs's own CPU backend against cnnc on WASM",
  measured: `${ms(cpu)} / ${ms(ours)}`,
  ratio: `${(cpu / ours).toFixed(0)} ×`,
  bar: "≥ 30 ×",
});
console.table(rows);
