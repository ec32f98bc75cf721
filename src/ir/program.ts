import type { Span } from "../source/source-file.ts";
import type { CheckedNet, Json, Kernel, Task } from "./net.ts";

/** Where examples come from. Paths are relative to the spec's folder. */
export interface DataSource {
  readonly name: string;
  /** Kind of source: `idx`, `images`, `csv`, `synthetic`. */
  readonly kind: string;
  /** Files, a folder, or the name of a generator, as the source's definition says. */
  readonly arguments: readonly { readonly text: string; readonly span: Span }[];
  readonly options: { readonly [name: string]: Json };
  /** Regions that the option `regions` names, each where it stands. */
  readonly regions?: readonly { readonly name: string; readonly span: Span }[];
  readonly span: Span;
}

/** How weights follow their gradients. */
export interface OptimizerSettings {
  readonly kind: "adam" | "adamw" | "rmsprop" | "sgd";
  /** Learning rate. */
  readonly rate: number;
  /** What `sgd` keeps of its last step, above 0 and below 1. */
  readonly momentum?: number;
  /** Whether the momentum is Nesterov's. */
  readonly nesterov?: true;
  /** Weight decay: `adamw` takes `rate · decay` of each weight at every step, others add it to the gradient. */
  readonly decay?: number;
}

/** How the learning rate changes, from epoch to epoch. */
export type Schedule =
  | { readonly kind: "step"; readonly factor: number; readonly every: number }
  | { readonly kind: "cosine" }
  | {
      readonly kind: "plateau";
      readonly factor: number;
      /** Epochs without a lower validation loss after which the rate is multiplied by the factor. */
      readonly patience: number;
    };

/** A number above 0 behind the name of what it weighs. */
export interface NamedWeight {
  readonly name: string;
  readonly weight: number;
  readonly span: Span;
}

/** How much the examples of each class count in the loss: as much as the rarer, or as it is written. */
export interface ClassWeights {
  readonly span: Span;
  readonly of: "balanced" | readonly NamedWeight[];
}

/** How examples are changed at random while they train. */
export interface Augmentation {
  readonly span: Span;
  /** Whether half of them are mirrored, left and right. */
  readonly flip?: true;
  /** Places along each axis by which they are moved, at most. */
  readonly shift?: number;
  /** Degrees by which images are turned, at most. */
  readonly rotate?: number;
  /** By how much of themselves all numbers of an example grow or shrink together, at most. */
  readonly scale?: number;
  /** Standard deviation of what is added to each number. */
  readonly noise?: number;
}

/** What says which examples belong together, such as those of a patient. */
export interface Grouping {
  /** Of a table; `name` is that of an example's file. */
  readonly column: string;
  /** What of its text counts: `(*)_*`, where `*` stands for any letters and brackets enclose the group. */
  readonly pattern?: string;
  readonly span: Span;
}

/** How a net is trained. Fractions of `split` sum to 1. */
export interface Training {
  readonly net: string;
  readonly data: string;
  readonly split: { readonly train: number; readonly validation: number; readonly test: number };
  /** What the parts of the split keep together. */
  readonly groups?: Grouping;
  /** Whether each part has its share of each class. */
  readonly stratified?: { readonly span: Span };
  /** A data source that training never sees, instead of a part of `data`. */
  readonly test?: string;
  readonly optimizer: OptimizerSettings;
  readonly schedule?: Schedule;
  /** Epochs in which the rate rises to its full value, before the schedule begins. */
  readonly warmUp?: number;
  /** Largest norm of all gradients together; larger ones are scaled down to it. */
  readonly clip?: number;
  readonly classWeights?: ClassWeights;
  /** What the losses of heads count in their sum; those that are left out count 1. */
  readonly lossWeights?: readonly NamedWeight[];
  readonly augment?: Augmentation;
  /** The folder of a run whose weights it begins with, relative to the spec's. */
  readonly start?: { readonly run: string; readonly span: Span };
  readonly batch: number;
  readonly epochs: number;
  readonly seed: number;
  /** Epochs without a lower validation loss after which training stops. */
  readonly patience?: number;
  /** The model is that of the epoch with the lowest validation loss, and otherwise that of the last one. */
  readonly keep?: "best";
  readonly span: Span;
}

/** All that one file defines, checked. The JSON form of the IR is this value. */
export interface Program {
  readonly file: string;
  /** Imported files: spans from `base` on are offsets into their texts. Absent for a spec that stands alone. */
  readonly imports?: readonly { readonly file: string; readonly base: number }[];
  readonly kernels: readonly Kernel[];
  readonly tasks: readonly Task[];
  readonly nets: readonly CheckedNet[];
  readonly data: readonly DataSource[];
  readonly trainings: readonly Training[];
}
