/** What Node can do for the SIMD code: a thread for each processor, and instructions that Node 20 keeps behind a flag. */
import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { EPOCH, type Threads, useThreads } from "./job.ts";

/** What a thread runs: it has no files, so that it is the same in a bundle and from the sources. */
const LOOP = `
const { workerData: { module, memory, epoch, thread } } = require("node:worker_threads");
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
const head = new Int32Array(memory.buffer);
for (;;) {
  const seen = Atomics.load(head, epoch);
  exports.work(thread);
  Atomics.wait(head, epoch, seen);
}`;

/** So many threads, which wait for jobs until the process ends. They don't keep it from ending. */
export function threads(count: number): Threads {
  return {
    count,
    start({ module, memory }, first) {
      for (let thread = first; thread < first + count; thread++) {
        // Nothing of this process's options: a loader of TypeScript would take longer to start than the thread saves.
        new Worker(LOOP, {
          eval: true,
          execArgv: [],
          env: {},
          workerData: { module, memory, epoch: EPOCH, thread },
        }).unref();
      }
    },
  };
}

/**
 * Lets the SIMD code use every processor of this machine, and relaxed SIMD, which V8 has had by default from 11.4 on. To be
 * called before the code is loaded.
 */
export function useWholeMachine(): void {
  if (process.versions.v8.startsWith("11.3.")) setFlagsFromString("--experimental-wasm-relaxed-simd");
  useThreads(threads(availableParallelism() - 1));
}
