/** `run.json`: how a run was made, and how it ended. */
import type { Reading } from "../data/reading.ts";
import type { Augmentation, OptimizerSettings, Schedule } from "../ir/program.ts";
import type { MetricName } from "../training/metrics/registry.ts";
import {
  byKind,
  count,
  list,
  number,
  type Of,
  object,
  oneOf,
  pair,
  positiveCount,
  type Schema,
  table,
  text,
  yes,
} from "./schema.ts";

/** Raised when an older cnnc could misunderstand a run. Runs of 0.1 have no number, and no checksums. */
export const FORMAT = 1;

const optimizer: Schema<OptimizerSettings> = object(
  { kind: oneOf("adam", "adamw", "rmsprop", "sgd"), rate: number },
  { momentum: number, nesterov: yes, decay: number },
);

const schedule: Schema<Schedule> = byKind<Schedule>({
  step: object({ factor: number, every: positiveCount }),
  cosine: object({}),
  plateau: object({ factor: number, patience: positiveCount }),
});

const augment: Schema<Omit<Augmentation, "span">> = object(
  {},
  { flip: yes, shift: number, rotate: number, scale: number, noise: number },
);

/** A name that later versions may add to; whoever shows it has words for what it knows. */
const metric = text as unknown as Schema<MetricName>;

const bool: Schema<boolean> = { type: "boolean" };
const value: Schema<number | string> = { type: ["number", "string"] };
const share: Schema<number | null> = { type: ["number", "null"] };

/** Metrics of regions, as a whole and of each one; null where a region is neither there nor found. */
const measures = table(object({ value: share }, { regions: table(share) }));

/** How the numbers of its files were read, so that others are read alike. */
const reading: Schema<Reading> = object({
  inputs: list(
    object({ name: text }, { range: pair(number), symbols: count, columns: list(text), unbounded: bool }),
  ),
  heads: list(object({ name: text }, { columns: list(text), regions: table(list(value)) })),
});

/** Which example was in which part, a hash of all of them, and what the parts share. */
const parts = object(
  { hash: text, places: text, repeated: object({ validation: count, test: count }) },
  { groups: object({ by: text, train: count, validation: count, test: count }) },
);

/** How the net did on examples that training never saw. */
const test = object({
  examples: count,
  /** The sum of the heads' losses, each times its weight. */
  loss: number,
  heads: list(
    object({ name: text, loss: number, metric, value: number }, { interval: pair(number), measures }),
  ),
});

export const runInfo = object(
  {
    /** Versions that made it. */
    cnnc: text,
    node: text,
    tfjs: text,
    backend: text,
    net: text,
    data: text,
    seed: count,
    epochs: positiveCount,
    batch: positiveCount,
    optimizer,
    /** What is measured of each head, by its name. */
    metrics: table(metric),
    examples: object({ train: count, validation: count, test: count }),
    finishedEpochs: count,
  },
  {
    device: text,
    /** Sizes that the spec leaves open, as the run set them. */
    sizes: table(positiveCount),
    testData: text,
    /** Absent in runs of 0.1. */
    parts,
    reading,
    /** Another run, the layers whose weights it began with, and how many numbers these are. */
    start: object({ run: text, layers: list(text), weights: count }),
    schedule,
    warmUp: count,
    clip: number,
    /** What losses of training and validation multiply each example by, for each class in its order. */
    classWeights: list(number),
    lossWeights: table(number),
    augment,
    /** The epoch whose weights the model has, where it is the best one that is kept. */
    keptEpoch: count,
    /** Absent while training goes on, and after it was cut off. */
    end: oneOf("epochs", "stalled", "aborted"),
    seconds: number,
    test,
  },
);

export type RunInfo = Of<typeof runInfo>;

/** What `run.json` says of the files beside it. */
export const seals = object({
  format: positiveCount,
  /**
   * SHA-256 of each file, in hexadecimal. There are several while files are being written: each is then still the old one or
   * already the new one.
   */
  files: table(list(text)),
  /** SHA-256 of `run.json` itself, as JSON without spaces and without this key. */
  checksum: text,
});

/** What an epoch did. */
const headRecord = object(
  { loss: number, metric: number },
  { validationLoss: number, validationMetric: number, measures, validationMeasures: measures },
);

/** `history.json`: what every finished epoch came to. */
export const history = list(
  object(
    { epoch: positiveCount, loss: number, rate: number, heads: table(headRecord) },
    { validationLoss: number },
  ),
);

/** What doesn't fit in a history of that form, or doesn't fit the run. */
export function faultInHistory(
  epochs: Of<typeof history>,
  { metrics, keptEpoch = 0 }: Pick<RunInfo, "metrics" | "keptEpoch">,
): string | undefined {
  const heads = Object.keys(metrics).sort().join();
  for (const [i, { epoch, heads: told }] of epochs.entries()) {
    if (epoch !== i + 1) return `epoch ${epoch} stands where epoch ${i + 1} should`;
    if (Object.keys(told).sort().join() !== heads) return `epoch ${epoch} has other heads than the run`;
  }
  return keptEpoch > epochs.length ? `epoch ${keptEpoch} is kept, and it ends before that` : undefined;
}

/** `imports.json`: what the spec imports. All names are relative to one folder, with `/` between their parts. */
export const runImports = object({
  /** Name of the spec itself. */
  spec: text,
  /** Text of each imported file. */
  files: table(text),
});

export type RunImports = Of<typeof runImports>;

/** The part of `model.json` that says what lies in `weights.bin`. */
export const modelWeights = object({
  weightsManifest: {
    ...list(object({ weights: list(object({ name: text, shape: list(count), dtype: oneOf("float32") })) })),
    minItems: 1,
    maxItems: 1,
  } as Schema<
    readonly {
      readonly weights: readonly {
        readonly name: string;
        readonly shape: readonly number[];
        readonly dtype: "float32";
      }[];
    }[]
  >,
});

/** The head of `checkpoint.bin`. */
export const checkpointHeader = object(
  {
    format: oneOf("cnnc-checkpoint"),
    version: { const: 2 } as Schema<2>,
    names: list(text),
    /** How many numbers follow. */
    weights: count,
    moments: count,
    /** Steps of the optimizer. */
    steps: count,
    history,
  },
  {
    /** The best epoch, where its weights follow. */
    best: positiveCount,
  },
);
