/** A program that starts the backend named by its argument, computes, and must then end by itself. */
import { dirname } from "node:path";
import { type BackendName, startBackend, stopBackend } from "../../src/backends/backend.ts";
import * as tf from "../../src/backends/tf.ts";
import { useSoftwareGpu } from "./kernels/software-gpu.ts";

useSoftwareGpu();
// What `auto` looks at before it asks Dawn; the loader itself is in memory by now.
process.env.LD_LIBRARY_PATH = dirname(process.env.VK_ICD_FILENAMES!);
const started = await startBackend(process.argv[2] as BackendName | "auto");
const sum = await tf.sum(tf.range(0, 2000)).data();
process.stdout.write(JSON.stringify({ ...started, sum: sum[0] }));
stopBackend();
