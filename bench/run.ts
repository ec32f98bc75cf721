/**
 * `npm run bench`: what the project promises about speed, measured side by side in one run. Ratios count, times are
 * medians; the machine may be busy, so what is compared takes turns.
 */
import { execFileSync } from "node:child_process";
// tfjs's own CPU backend, as it comes: only the backend that `startBackend` starts gets our kernels.
import "@tensorflow/tfjs-backend-cpu";
import { startBackend } from "../src/runtime/backend.ts";
import * as tf from "../src/runtime/tf.ts";
import type { Large } from "./large.ts";
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

const large: Large = JSON.parse(execFileSync("npx", ["tsx", "bench/large.ts"], { encoding: "utf8" }));
const [many, few] = large.layers;
const us = (time: number) => `${(time * 1000).toFixed(1)} µs`;
rows.push(
  {
    work: "a layer of a net of 100 000 against one of 1000, checked warm",
    measured: `${us(many / 100_000)} / ${us(few / 1000)}`,
    ratio: `${(many / 100 / few).toFixed(2)} ×`,
    bar: "≤ 1.5 ×",
  },
  {
    work: "a net of 100 000 layers, checked warm",
    measured: `${ms(many)}, at most ${Math.round(large.memory[0] / 2 ** 20)} MiB`,
    ratio: `${(many / 1000).toFixed(2)} s`,
    bar: "≤ 2 s, 1024 MiB",
  },
  {
    work: "a megabyte of a file of 10 MB against one of 1 MB, checked warm",
    measured: `${ms(large.files[0] / 10)} / ${ms(large.files[1])}, at most ${Math.round(large.memory[1] / 2 ** 20)} MiB`,
    ratio: `${(large.files[0] / 10 / large.files[1]).toFixed(2)} ×`,
    bar: "≤ 1.5 ×",
  },
);

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
