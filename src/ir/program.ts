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
  readonly span: Span;
}

/** How a net is trained. Fractions of `split` sum to 1. */
export interface Training {
  readonly net: string;
  readonly data: string;
  readonly split: { readonly train: number; readonly validation: number; readonly test: number };
  /** A data source that training never sees, instead of a part of `data`. */
  readonly test?: string;
  readonly optimizer: { readonly kind: "adam" | "sgd"; readonly rate: number };
  readonly batch: number;
  readonly epochs: number;
  readonly seed: number;
  /** Epochs without a lower validation loss after which training stops. */
  readonly patience?: number;
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
