/** `memory-child.ts EPOCHS`: trains LeNet-5 on WASM and prints, as JSON, what memory is in use after each epoch. */
import { startBackend } from "../src/backends/backend.ts";
import * as tf from "../src/backends/tf.ts";
import { initialWeights } from "../src/targets/tfjs/weights.ts";
import { runTraining } from "../src/training/trainer.ts";
import { examplesFor, netOf } from "./nets.ts";

/** After one epoch; sizes in bytes. */
export interface MemoryUse {
  readonly tensors: number;
  /** What the tensors hold. */
  readonly held: number;
  /** What the WASM backend has taken from the system. */
  readonly heap: number;
  /** The whole process' resident set. */
  readonly resident: number;
}

const BATCH = 64;
// The last batch of an epoch is smaller than the others.
const EXAMPLES = 500;

const net = netOf("specs/zoo/lenet5.cnn", "lenet5");
const uses: MemoryUse[] = [];

await startBackend("wasm");
await runTraining({
  net,
  train: examplesFor(net, EXAMPLES),
  validation: examplesFor(net, BATCH),
  training: {
    net: net.name,
    data: "examples",
    split: { train: 1, validation: 0, test: 0 },
    optimizer: { kind: "adam", rate: 0.001 },
    batch: BATCH,
    epochs: Number(process.argv[2]),
    seed: 1,
    span: { start: 0, end: 0 },
  },
  start: { weights: initialWeights(net, 1) },
  async onEpoch() {
    const { numTensors, numBytes } = tf.memory();
    const { wasm } = tf.backend() as unknown as { readonly wasm: { readonly HEAPU8: Uint8Array } };
    uses.push({
      tensors: numTensors,
      held: numBytes,
      heap: wasm.HEAPU8.byteLength,
      resident: process.memoryUsage.rss(),
    });
  },
});
console.log(JSON.stringify(uses));
