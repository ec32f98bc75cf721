/**
 * A program that trains a small net on the backend named by its argument, and writes its history; and how far averages of batch
 * normalisation are from the data in the end, of another net.
 */

import { type BackendName, startBackend, stopBackend } from "../../src/backends/backend.ts";
import { compileText } from "../../src/compile.ts";
import { loadData } from "../../src/data/sources/load.ts";
import { runTraining } from "../../src/training/trainer.ts";
import { useSoftwareGpu } from "../backends/kernels/software-gpu.ts";
import { farFromData } from "./moments-of-data.ts";
import { examplesFor, jobFor, netOf } from "./training-nets.ts";

const { program } = compileText(`
  task symbol = classify { nought, cross }
  net a {
    input image 14x14x1
    conv 4@3 stride 2, batchnorm, relu, dropout 0.2
    conv 4@3 valid, tanh, maxpool 2 valid
    flatten
    head symbol
  }
  data symbols = synthetic noughts_and_crosses { count 96, size 14, seed 7 }`);
const [net] = program.nets;
const backend = process.argv[2] as BackendName;
if (backend === "webgpu") useSoftwareGpu();
await startBackend(backend);
const examples = await loadData(program.data[0]!, net!, ".");
const { history } = await runTraining(jobFor(net!, examples, { batch: 16, epochs: 2, seed: 3 }));

const normalised = netOf(`task kind = classify { a, b, c }
  net n { input image 6x6x1, conv 3@3, batchnorm, relu as kept, conv 3@3, batchnorm, add kept, flatten, dense 2, batchnorm, head kind }`);
const data = examplesFor(normalised, 9);
const { weights } = await runTraining(jobFor(normalised, data, { batch: 4, epochs: 1 }));
process.stdout.write(JSON.stringify({ history, far: farFromData(normalised, weights, data) }));
stopBackend();
