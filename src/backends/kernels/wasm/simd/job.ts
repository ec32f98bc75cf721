/** Has the SIMD code done what stands in the head of its memory, in chunks that all threads take from. */
import { HEAD, type Simd } from "./memory.ts";

/** What `head.as.ts` names, in its order from byte 16 on. Addresses and steps are in bytes. */
const FIELDS = [
  "kind",
  "rows",
  "outs",
  "places",
  "lastPlaces",
  "groups",
  "block",
  "input",
  "inputStep",
  "output",
  "outputStep",
  "filters",
  "runs",
  "runCount",
  "depth",
  "panels",
  "tiles",
  "tileCount",
  "share",
  "sums",
  "sumsStep",
  "scratch",
  "scratchStep",
  "pairs",
  "outputs",
  "sizes",
  "readStep",
  "outStep",
  "localRows",
  "localOuts",
  "localRun",
  "operation",
  "x",
  "y",
  "rowCount",
  "channels",
  "mean",
  "a",
  "b",
  "d",
] as const;

export type Job = { readonly [field in (typeof FIELDS)[number]]?: number };

export const CONVOLVE = 0;
export const SUM_GRADIENT = 1;
export const FILTER = 2;
export const FILTER_GRADIENT = 3;
export const ROWS = 4;

/** Words of the head. */
export const EPOCH = 0;
const TICKETS = 1;
const DONE = 2;
const FIRST_FIELD = 4;

/** Products, or numbers of rows, of a job from which other threads are woken, and of all jobs together from which they are started. */
const WORTH_WAKING = 500_000;
const WORTH_STARTING = 500_000_000;

/** How threads are started that run `work` whenever the epoch changes: where there are several processors, as in Node. */
export interface Threads {
  /** How many there may be beside this one. */
  readonly count: number;
  /** @param first number of the first one: each has its own room to work in */
  start(simd: Simd, first: number): void;
}

/** So often is looked whether the others are done before this thread sleeps. */
const MOST_LOOKS = 20_000;

let threads: Threads | undefined;
let started = false;
/** Threads that were ever started: they go on when others are given. */
let running = 0;
let products = 0;

/** Gives the code threads; they are started when there is enough to do. */
export function useThreads(given: Threads): void {
  threads = given.count > 0 ? given : undefined;
  started = false;
  products = 0;
}

/** How many threads there are or may be, this one among them. */
export function threadCount(): number {
  return 1 + running + (started ? 0 : (threads?.count ?? 0));
}

/**
 * Does `chunks` chunks of a job, and returns when all are done.
 *
 * @param work products of two numbers that it takes
 */
export function run(simd: Simd, job: Job, chunks: number, work: number): void {
  const head = new Int32Array(simd.memory.buffer, 0, HEAD / Int32Array.BYTES_PER_ELEMENT);
  for (const [i, field] of FIELDS.entries()) head[FIRST_FIELD + i] = job[field] ?? 0;
  head[DONE] = 0;
  // Whoever takes a ticket from here on finds the job written.
  Atomics.store(head, TICKETS, chunks);
  if (threads && chunks > 1 && work > WORTH_WAKING) wake(simd, head, work);
  simd.code.work(0);
  let looks = 0;
  for (let done = Atomics.load(head, DONE); done < chunks; done = Atomics.load(head, DONE)) {
    // The last chunks of the others end soon: going to sleep and being woken takes as long.
    if (++looks > MOST_LOOKS) Atomics.wait(head, DONE, done);
  }
}

function wake(simd: Simd, head: Int32Array, work: number): void {
  products += work;
  if (!started && products > WORTH_STARTING) {
    started = true;
    threads!.start(simd, running + 1);
    running += threads!.count;
  }
  if (!started) return;
  Atomics.add(head, EPOCH, 1);
  Atomics.notify(head, EPOCH);
}
