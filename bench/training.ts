/** Training steps: through cnnc, by hand in TensorFlow.js, on its own CPU backend, and in PyTorch. */
// tfjs's own CPU backend, as it comes: only the backend that `startBackend` starts gets our kernels.
import "@tensorflow/tfjs-backend-cpu";
import { spawnSync } from "node:child_process";
import { startBackend } from "../src/backends/backend.ts";
import * as tf from "../src/backends/tf.ts";
import { median, timeSteps } from "./measure.ts";
import { pythonWith } from "./python.ts";
import { ms, type Row, times, told } from "./rows.ts";
import { byHandStep, cnncStep, type Workload, workloads } from "./steps.ts";

/** Rounds of our step and PyTorch's; as many steps are in each as take a moment. */
const ROUNDS = 5;

export async function trainingRows(): Promise<Row[]> {
  tf.env().set("PROD", true);
  await startBackend("wasm");
  const rows: Row[] = [];
  const tell = (row: Row) => rows.push(told(row));
  const ours = new Map<string, number>();
  for (const work of workloads) {
    const [own, byHand] = (await timeSteps([await cnncStep(work), await byHandStep(work)], 5, 21)) as [
      number,
      number,
    ];
    ours.set(work.name, own);
    tell({
      work: `step of ${work.title} on WASM: cnnc against by hand in tfjs, same kernels`,
      measured: `${ms(own)} / ${ms(byHand)}`,
      ratio: times(own / byHand),
      bar: "≤ 1.03 ×",
    });
  }
  rows.push(...(await againstTorch()));
  await tf.setBackend("cpu");
  for (const work of workloads) {
    const own = ours.get(work.name)!;
    const cpu = await onCpu(work);
    tell({
      work: `step of ${work.title}: tfjs's own CPU backend against cnnc on WASM`,
      measured: `${ms(cpu)} / ${ms(own)}`,
      ratio: times(cpu / own),
      bar: "≥ 50 ×",
    });
  }
  return rows;
}

/** From so many milliseconds for one example on, a step of tfjs's own backend is taken for that many of them. */
const LONG = 10_000;

/** Milliseconds of a step on the backend that is current. It loops over single numbers, each example after the other. */
async function onCpu(work: Workload): Promise<number> {
  const [first] = (await timeSteps([await cnncStep({ ...work, batch: 1 })], 0, 1)) as [number];
  if (first > LONG) return first * work.batch;
  const [time] = (await timeSteps([await cnncStep(work)], 0, 1)) as [number];
  return time;
}

/** Rounds of ours and of PyTorch's take turns, since the machine may be busy. */
async function againstTorch(): Promise<Row[]> {
  const python = pythonWith("torch");
  const bar = "≤ 3 ×";
  if (!python)
    return [{ work: "steps in PyTorch", measured: "no Python with torch: `npm run python`", ratio: "", bar }];
  const rows: Row[] = [];
  for (const work of workloads) {
    const step = await cnncStep(work);
    const own: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      own.push((await timeSteps([step], 2, 11))[0]!);
      const { stdout, stderr, status } = spawnSync(python, ["bench/steps.py", work.name, "2", "11"], {
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(`bench/steps.py ${work.name} ended with ${status}: ${stderr}`);
      theirs.push(Number(stdout));
    }
    rows.push(
      told({
        work: `step of ${work.title}: cnnc on WASM against PyTorch on the same cores`,
        measured: `${ms(median(own))} / ${ms(median(theirs))}`,
        ratio: times(median(own) / median(theirs)),
        bar,
      }),
    );
  }
  return rows;
}
