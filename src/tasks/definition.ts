import type { Sink } from "../diagnostics/diagnostic.ts";
import type { TaskSyntax } from "../ir/ast.ts";
import type { Task } from "../ir/net.ts";
import type { LayerKind } from "../layers/registry.ts";

/** All that follows from a kind of task. */
export interface TaskDefinition<T extends Task = Task> {
  readonly kind: T["kind"];
  readonly summary: string;
  /** Reads what stands between the braces; reports what can't be right and returns undefined then. */
  read(syntax: TaskSyntax, sink: Sink): T | undefined;
  /** How many numbers the head gives. */
  outputs(task: T): number;
  /** What follows the head's weighted sums. */
  readonly activation?: LayerKind;
  /** What training lowers. Both are means over examples and outputs, in natural logarithms. */
  readonly loss: "categorical_crossentropy" | "mean_squared_error";
  /** What people read off a run: the share of right answers, or the mean error in the quantity's unit. */
  readonly metric: "accuracy" | "mean_absolute_error";
}
