import type { Sink } from "../diagnostics/diagnostic.ts";
import type { TaskSyntax } from "../ir/ast.ts";
import type { Task } from "../ir/net.ts";
import type { LayerKind } from "../layers/registry.ts";
import type { Shape } from "../shape/shape.ts";

/** A task of one kind. */
export type TaskOf<K extends Task["kind"]> = Task & { readonly kind: K };

/** All that follows from a kind of task. */
export interface TaskDefinition<T extends Task = Task> {
  readonly kind: T["kind"];
  readonly summary: string;
  /** Reads what stands behind the kind; reports what can't be right and returns undefined then. */
  read(syntax: TaskSyntax, sink: Sink): T | undefined;
  /** Whether a number stands behind its kind: `cluster 4`. */
  readonly counted?: boolean;
  /** Whether it is answered once for the whole input, or at each place of it. */
  readonly answers: "once" | "each place";
  /** Where it is answered for parts of the input: how many places one answer is for, along each axis. */
  every?(task: T): number;
  /** True where the answer is the input itself, so that there can't be several. */
  readonly ofOneInput?: boolean;
  /** How many numbers the head gives, in all or at each place, for a net of this input. */
  outputs(task: T, input: Shape): number;
  /** The layer that a head is made of; its `units` are the outputs. */
  readonly layer: LayerKind;
  /** What follows the head's weighted sums. */
  readonly activation?: LayerKind;
  /** What may not stand right before the head, since it takes from the value what the head reads in it. */
  readonly unfit?: LayerKind;
  /** What training lowers: means over examples, places and outputs, in natural logarithms. */
  readonly loss: "categorical_crossentropy" | "binary_crossentropy" | "mean_squared_error" | "kl_divergence";
  readonly example: string;
}
