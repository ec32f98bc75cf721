// A training that stopped after an epoch and went on from its checkpoint ends as one that never stopped, to the bit.
import { beforeAll, describe, expect, test } from "vitest";
import { startBackend } from "../../src/backends/backend.ts";
import type { Training } from "../../src/ir/program.ts";
import { decodeCheckpoint, encodeCheckpoint, keptOf } from "../../src/runs/checkpoint.ts";
import type { WeightData } from "../../src/targets/tfjs/weights.ts";
import { type Checkpoint, runTraining, type TrainingJob } from "../../src/training/trainer.ts";
import { weightsByName } from "./moments-of-data.ts";
import { examplesFor, jobFor, mistaught, netOf } from "./training-nets.ts";

beforeAll(() => startBackend("wasm"));

const net = netOf(`task kind = classify { a, b, c }
  net a { input image 6x6x1, conv 3@3, batchnorm, relu, dropout 0.2, flatten, head kind }`);
const data = examplesFor(net, 12);
/** What is learned of the examples is wrong of these, so that the validation loss grows in the end. */
const validation = mistaught(data, 3);

function job(settings: Partial<Training>): TrainingJob {
  return { ...jobFor(net, data, { batch: 5, epochs: 5, ...settings }), validation };
}

/** Each epoch's checkpoint, and the result. */
async function whole(settings: Partial<Training>) {
  const checkpoints: Checkpoint[] = [];
  const result = await runTraining({
    ...job(settings),
    onEpoch: async (_, checkpoint) => void checkpoints.push(checkpoint),
  });
  return { checkpoints, result };
}

async function expectToGoOn(settings: Partial<Training>): Promise<void> {
  const { checkpoints, result } = await whole(settings);
  expect(checkpoints.length).toBeGreaterThan(2);
  for (const checkpoint of checkpoints.slice(0, -1)) {
    const start = decodeCheckpoint(encodeCheckpoint(checkpoint), checkpoint.weights.specs, "checkpoint.bin");
    expect(start).toEqual(checkpoint);
    expect(await runTraining({ ...job(settings), start })).toEqual(result);
  }
}

test.each<Partial<Training>>([
  { optimizer: { kind: "adam", rate: 0.05 } },
  { optimizer: { kind: "adamw", rate: 0.05, decay: 0.1 } },
  { optimizer: { kind: "rmsprop", rate: 0.01, decay: 0.01 } },
  { optimizer: { kind: "sgd", rate: 0.1 } },
  { optimizer: { kind: "sgd", rate: 0.1, momentum: 0.9, decay: 0.01 } },
  { optimizer: { kind: "sgd", rate: 0.1, momentum: 0.9, nesterov: true } },
  { clip: 0.1 },
  { augment: { span: { start: 0, end: 0 }, flip: true, shift: 1, rotate: 10, scale: 0.1, noise: 0.1 } },
  { schedule: { kind: "step", factor: 0.5, every: 2 }, warmUp: 1 },
  { schedule: { kind: "cosine" }, warmUp: 2 },
  { schedule: { kind: "plateau", factor: 0.1, patience: 1 } },
  { keep: "best", patience: 2, epochs: 30 },
])("%j", expectToGoOn);

test("clipping, decay and the rates of a schedule change what is learned", async () => {
  const weights = async (settings: Partial<Training>) => [...(await whole(settings)).result.weights.data];
  const plain = await weights({});
  expect(await weights({ clip: 0.1 })).not.toEqual(plain);
  expect(await weights({ clip: 1e6 })).toEqual(plain);
  expect(await weights({ warmUp: 1 })).not.toEqual(plain);
  expect(await weights({ optimizer: { kind: "adamw", rate: 0.01, decay: 0.1 } })).not.toEqual(plain);
});

test("the history tells each epoch's rate", async () => {
  const { result } = await whole({
    optimizer: { kind: "sgd", rate: 1 },
    schedule: { kind: "step", factor: 0.5, every: 2 },
    warmUp: 1,
  });
  expect(result.history.map(({ rate }) => rate)).toEqual([0.5, 1, 1, 0.5, 0.5]);
});

/** All but the averages of batch normalisation, which in the end are those of the data. */
function learned(weights: WeightData): [name: string, values: Float32Array][] {
  return [...weightsByName(weights)].filter(([name]) => !name.includes("moving"));
}

describe("the best epoch is kept", () => {
  const stops = { patience: 3, epochs: 30, optimizer: { kind: "adam", rate: 0.05 } } as const;

  test("where that is asked for, and its weights are those that it had", async () => {
    const { checkpoints, result } = await whole({ ...stops, keep: "best" });
    expect(result.end).toBe("stalled");
    const losses = result.history.map(({ validationLoss }) => validationLoss!);
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(best).toBe(losses.length - 3);
    expect(result.epoch).toBe(best);
    expect(learned(result.weights)).toEqual(learned(checkpoints[best - 1]!.weights));
    expect(keptOf(checkpoints.at(-1)!)).toEqual({ epoch: best, weights: checkpoints[best - 1]!.weights });
    expect(checkpoints.at(-1)!.weights.data).not.toEqual(result.weights.data);
    expect(checkpoints[best - 1]!.best).toBeUndefined();
  });

  test("and otherwise the last", async () => {
    const { checkpoints, result } = await whole(stops);
    expect(result.epoch).toBe(result.history.length);
    expect(learned(result.weights)).toEqual(learned(checkpoints.at(-1)!.weights));
    expect(checkpoints.every(({ best }) => best === undefined)).toBe(true);
  });
});
