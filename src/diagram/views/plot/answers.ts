import { extent } from "d3";
import type { CheckedNet, Field, Quantity } from "../../../ir/net.ts";
import { outputsOf } from "../../../ir/task-outputs.ts";
import { product } from "../../../shape/shape.ts";
import { type Axis, rounded } from "../../scene/chart.ts";

/** What a net gives over its one or two inputs. */
export interface Answers {
  /** The numbers at which each input was taken, rising. */
  readonly inputs: readonly (readonly number[])[];
  /**
   * By the ids of nodes, one example's numbers after the other's. Over two inputs examples go through the first one's numbers
   * for each of the second's.
   */
  readonly values: ReadonlyMap<string, Float32Array>;
}

/** One number that a net gives. */
export interface Output extends Quantity {
  /** What gives it: a head, or the net's end. */
  readonly head: string;
  /** Whether it is a share, from 0 to 1. */
  readonly share: boolean;
  /** One for each example. */
  readonly values: readonly number[];
}

/** Every number that a net gives, by the names of its tasks. */
export function outputsIn(net: CheckedNet, { values }: Answers): Output[] {
  return net.outputs.flatMap(({ node, name, task }) => {
    const count = product(net.nodes.find(({ id }) => id === node)!.output);
    const numbers = values.get(node)!;
    const named: readonly Quantity[] = task ? outputsOf(task) : [];
    const share = task !== undefined && task.kind !== "regress" && task.kind !== "reconstruct";
    return Array.from(
      { length: count },
      (_, i): Output => ({
        ...(named[i] ?? { name: count > 1 ? `${name} ${i + 1}` : name }),
        head: name,
        share,
        values: Array.from({ length: numbers.length / count }, (_, example) => numbers[example * count + i]!),
      }),
    );
  });
}

/** A name with its unit, as an axis has it. */
export function titled({ name, unit }: Field): string {
  return name.replaceAll("_", " ") + (unit ? ` in ${unit}` : "");
}

/** The axis of numbers that a net gives. */
export function axisOf(outputs: readonly Output[]): Axis {
  const all = outputs.flatMap(({ values }) => values);
  if (outputs.every(({ share }) => share)) return { from: 0, to: 1, share: true };
  const [from = 0, to = 1] = extent(all);
  return rounded({ from, to });
}
