/** What `import { compile, load } from "cnnc"` gives, in Node. */

/** Something that is wrong with a spec, or rarely meant. */
export interface Message {
  /** Such as `shape_not_joinable`; `cnnc explain CODE` tells more. */
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly help?: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** As the terminal shows it, with the line of the source. */
  readonly rendered: string;
}

/** One layer of a net, in the order in which they are computed. */
export interface Layer {
  /** Unique in its net: `conv_1`. */
  readonly id: string;
  readonly kind: string;
  /** As people read it: `conv 32@3`. */
  readonly label: string;
  /** Ids of the layers that feed it. */
  readonly inputs: readonly string[];
  /** Shape of its output for one example, channels last. */
  readonly output: readonly number[];
  /** How many numbers it holds; of layers that share weights, only the first has them. */
  readonly weights: number;
  /** Products that end in a sum, for one example. */
  readonly multiplyAdds: number;
}

/** A net whose shapes and counts are known. */
export interface Net {
  readonly name: string;
  /** False where an error stopped the count; layers then end before it. */
  readonly complete: boolean;
  readonly layers: readonly Layer[];
  readonly weights: number;
  /** Those of the weights that training changes by gradient. */
  readonly learned: number;
  readonly multiplyAdds: number;
  /**
   * The net as a model of TensorFlow.js: what `tf.loadLayersModel(tf.io.fromMemory(…))` takes, after `registerLayers(tf)`
   * where the net has layers that TensorFlow.js lacks.
   *
   * @param seed of the weights that the spec doesn't write down; 1 where none is given
   * @throws Error where the net is not complete, leaves sizes open, or has a layer that TensorFlow.js can't do; RangeError
   * where the seed is no whole number from 0 on
   */
  toTfjs(seed?: number): TfjsModel;
}

/** A model as `tf.loadLayersModel` takes it: the content of `model.json`, and of the file of weights that it names. */
export interface TfjsModel {
  readonly modelJson: object;
  readonly weights: Uint8Array;
}

/** A spec and all that was found out about it. */
export interface Compilation {
  /** Whether nothing is wrong; warnings may be there all the same. */
  readonly ok: boolean;
  readonly messages: readonly Message[];
  readonly nets: readonly Net[];
}

/**
 * Checks a spec and counts its nets. Never throws for what is wrong with the spec: that is in `messages`.
 *
 * @param text the spec itself, not its path
 * @param options.file name for messages; imports are read relative to it. Without it, nothing can be imported
 * @param options.sizes sizes that nets leave open, by their names
 * @throws TypeError, RangeError where an argument isn't what is said here, or no net leaves such a size open; the message
 * names it, and nothing has changed
 */
export function compile(
  text: string,
  options?: { readonly file?: string; readonly sizes?: { readonly [name: string]: number } },
): Compilation;

/**
 * Makes the layers that TensorFlow.js lacks (attention, grouped convolutions and others) known to your copy of it.
 *
 * @param tf `@tensorflow/tfjs`, or `tfjs-core` and `tfjs-layers` as one object
 * @throws TypeError where it is something else
 */
export function registerLayers(tf: object): void;

/** What one head says of one example. */
export type Answer =
  | {
      readonly kind: "class";
      readonly name: string;
      readonly probability: number;
      /** Every class with its probability, the likeliest first. */
      readonly ranking: readonly { readonly name: string; readonly probability: number }[];
    }
  | {
      readonly kind: "quantities";
      readonly values: readonly { readonly name: string; readonly unit?: string; readonly value: number }[];
    }
  | {
      readonly kind: "probabilities";
      readonly values: readonly { readonly name: string; readonly probability: number }[];
    }
  | {
      readonly kind: "regions";
      /** Places along each axis. */
      readonly shape: readonly number[];
      readonly names: readonly string[];
      /** The likeliest region of each place, an index into `names`, in row-major order. */
      readonly regions: Uint16Array;
    }
  | { readonly kind: "numbers"; readonly shape: readonly number[]; readonly values: Float32Array };

/** What a net says of one example, by the names of its heads. */
export interface Prediction {
  readonly [head: string]: Answer;
}

/**
 * What feeds one input: the path of an image, a signal (`.csv`) or an array (`.npy`); the numbers themselves, channels
 * last, as the net takes them; or measurements by their names.
 */
export type Feature = string | ArrayLike<number> | { readonly [field: string]: number };

/** One example: what feeds the net's only input, or for each of several what feeds it, by its name. */
export type Example = Feature | { readonly [input: string]: Feature };

/** A trained net, ready to answer. */
export interface Model {
  readonly name: string;
  /** Shape of one example and names of measurements, for each input. */
  readonly inputs: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly fields: readonly string[];
  }[];
  /** Names of the heads. */
  readonly heads: readonly string[];
  /** `webgpu`, `wasm` or `cpu`. */
  readonly backend: string;
  /**
   * Answers about one example, or about several together, which is faster.
   *
   * @throws TypeError, RangeError where an example doesn't fit the net, or has a number that isn't finite; Error where a file
   * can't be read, or the model was disposed. The message says which and why
   */
  predict(example: Example): Promise<Prediction>;
  predict(examples: readonly Example[]): Promise<Prediction[]>;
  /** Gives the memory back; the model can't be asked any more. A second time does nothing. */
  dispose(): void;
}

/**
 * Opens the run folder of `cnnc train`.
 *
 * @param options.backend the fastest that is there, unless it is named; all models of a process share the first one's
 * @throws Error where the folder is no run or damaged, or the backend is not there; TypeError, RangeError where an argument
 * isn't what is said here. The next call isn't harmed
 */
export function load(
  run: string,
  options?: { readonly backend?: "auto" | "webgpu" | "wasm" | "cpu" },
): Promise<Model>;
