/** What `import { compile, train } from "cnnc/browser"` gives, in a browser. */
import type { Compilation, Model as NodeModel, TfjsModel } from "./cnnc.d.ts";

export type { Answer, Compilation, Layer, Message, Net, Prediction, TfjsModel } from "./cnnc.d.ts";
export { registerLayers } from "./cnnc.d.ts";

/**
 * Checks a spec that stands alone. What is wrong with it is in `messages`, and never thrown.
 *
 * @param options.sizes sizes that nets leave open, by their names
 * @throws TypeError, RangeError where an argument isn't what is said here, or no net leaves such a size open
 */
export function compile(
  text: string,
  options?: { readonly sizes?: { readonly [name: string]: number } },
): Compilation;

/** What feeds one input: the numbers, channels last, as the net takes them; or measurements by their names. */
export type Feature = ArrayLike<number> | { readonly [field: string]: number };

/** One example: what feeds the net's only input, or for each of several what feeds it, by its name. */
export type Example = Feature | { readonly [input: string]: Feature };

/**
 * What one head shall say of an example. `classify`: the class, by its name or its number from 0; `tag`: the names of
 * those that hold; `probability`: whether it holds; `regress`: the quantity, or each by its name; `segment`: the number of
 * the region of each place, in row-major order.
 */
export type Label =
  | string
  | number
  | boolean
  | ArrayLike<number>
  | readonly string[]
  | { readonly [quantity: string]: number };

/** Examples with what they teach. */
export interface Examples {
  readonly inputs: readonly Example[];
  /**
   * One for each example: what the head shall say, or for each of several heads what it shall say, by its name. Heads that
   * give their input back, and groups, need none.
   */
  readonly labels?: readonly (Label | { readonly [head: string]: Label })[];
}

/**
 * Further metrics of a head, by their names. A `segment` has `dice` and `iou`: of each region over all places of all examples
 * together, and their mean without the background; null of what is neither there nor answered.
 */
export interface Measures {
  readonly [metric: string]: {
    readonly value: number | null;
    readonly regions?: { readonly [name: string]: number | null };
  };
}

/** Numbers of one finished epoch. */
export interface Epoch {
  /** From 1. */
  readonly epoch: number;
  readonly loss: number;
  readonly validationLoss?: number;
  /** The learning rate. */
  readonly rate: number;
  /** By the heads' names; the metric is an accuracy, an error or a certainty, as the task has it. */
  readonly heads: {
    readonly [head: string]: {
      readonly loss: number;
      readonly metric: number;
      readonly validationLoss?: number;
      readonly validationMetric?: number;
      readonly measures?: Measures;
      readonly validationMeasures?: Measures;
    };
  };
}

/** How far the current epoch is. */
export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
  /** Mean over the epoch's examples so far. */
  readonly loss: number;
}

export interface TrainOptions {
  /** The net to train; otherwise that of the spec's first `train`. */
  readonly net?: string;
  readonly sizes?: { readonly [name: string]: number };
  /** In place of the spec's data. Without these the data must be `synthetic`, since a page has no files. */
  readonly examples?: Examples;
  /** The fastest that the browser has, unless it is named. All models of a page share it. */
  readonly backend?: "auto" | "webgpu" | "webgl" | "wasm" | "cpu";
  readonly epochs?: number;
  readonly seed?: number;
  onEpoch?(epoch: Epoch): void;
  /** Called some times a second. */
  onProgress?(progress: Progress): void;
  /** Stops the training; the model is that of the last finished epoch. */
  readonly signal?: AbortSignal;
}

/** A net that was trained. */
export interface Model extends Omit<NodeModel, "predict" | "backend"> {
  /** `webgpu`, `webgl`, `wasm` or `cpu`. */
  readonly backend: string;
  readonly history: readonly Epoch[];
  /** What is to be known of the examples: how many of the test are like one that was trained on. */
  readonly warnings: readonly string[];
  /** Why it ended: all epochs were done, the validation loss no longer fell, or the signal came. */
  readonly end: "epochs" | "stalled" | "aborted";
  /** On the examples that the spec's `split` sets apart for it; none of their images, signals or volumes was trained on. */
  readonly test?: {
    readonly examples: number;
    readonly loss: number;
    readonly heads: readonly {
      readonly name: string;
      readonly metric: string;
      readonly value: number;
      readonly measures?: Measures;
    }[];
  };
  predict(example: Example): Promise<import("./cnnc.d.ts").Prediction>;
  predict(examples: readonly Example[]): Promise<import("./cnnc.d.ts").Prediction[]>;
  /** The trained net as a model of TensorFlow.js, to keep or to send. */
  toTfjs(): TfjsModel;
}

/**
 * Trains a net of a spec as its `train` says. The page stays alive meanwhile.
 *
 * @throws Error where the spec has an error, the net can't be trained, an example or a label doesn't fit it, the loss is
 * no longer a number, or the browser lacks the backend; the message says which and why. TypeError, RangeError where an
 * argument isn't what is said here
 */
export function train(spec: string, options?: TrainOptions): Promise<Model>;
