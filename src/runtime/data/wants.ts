import { onlyInput, onlyTask } from "../../ir/ends.ts";
import type { CheckedNet, Field, Task } from "../../ir/net.ts";
import { outputsOf } from "../../ir/task-outputs.ts";
import { formatShape, type Shape } from "../../shape/shape.ts";
import { DataError } from "./error.ts";

/** What a net wants of one example. */
export interface Wants {
  readonly net: string;
  /** Channels last. */
  readonly shape: Shape;
  /** The measurements that it takes, in their order; empty for images and signals. */
  readonly fields: readonly Field[];
  readonly task: Task;
}

/**
 * Reads off a net what its examples must be.
 *
 * @param file what a fault is reported on: the data that were to feed the net
 * @throws DataError where the net has no input or no task, or several
 */
export function wantsOf(net: CheckedNet, file: string): Wants {
  const input = onlyInput(net);
  if (!input || net.outputs.length > 1) {
    throw new DataError(
      `The net \`${net.name}\` has ${plural(net.inputs.length, "input")} and ${plural(net.outputs.length, "output")}, and these data feed one and teach one.`,
      { file },
    );
  }
  const task = onlyTask(net);
  if (task === undefined) {
    throw new DataError(
      `The net \`${net.name}\` has no task, so nothing says what it is to learn from these data.`,
      {
        file,
        help: "End the net with the `head` of a task.",
      },
    );
  }
  return { net: net.name, shape: input.output, fields: fieldsOf(input.params.fields), task };
}

function fieldsOf(fields: unknown): readonly Field[] {
  return Array.isArray(fields) ? (fields as readonly Field[]) : [];
}

/** `5 fields (age, crp, …)` or `28×28×1`: the input as a message says it. */
export function describeInput(wants: Wants): string {
  if (wants.fields.length === 0) return formatShape(wants.shape);
  return `${plural(wants.fields.length, "field")} (${wants.fields.map((field) => field.name).join(", ")})`;
}

/** `1 row`, `3 rows`, `2 classes`. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}

const MAX_NAMES = 12;

/** `nought`, `cross` as a list of names in a message. */
export function quoted(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** What a task is to find, for messages: `is to measure \`ejection fraction\``. */
export function purpose(task: Task): string {
  const names = quoted(outputsOf(task).map((output) => output.name));
  switch (task.kind) {
    case "classify":
      return `is to tell ${names} apart`;
    case "tag":
      return `is to say which of ${names} hold`;
    case "probability":
      return `is to say how likely ${names} is`;
    case "segment":
      return `is to find ${names} at each place`;
    case "regress":
      return `is to measure ${names}`;
    case "cluster":
      return `is to find ${task.clusters} groups without labels`;
    case "reconstruct":
      return "is to give its input back";
  }
}
