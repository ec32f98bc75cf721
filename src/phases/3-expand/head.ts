import type { Scope } from "../../ir/net.ts";
import type { HeadStep } from "../../ir/resolved.ts";
import { layerOf } from "../../layers/registry.ts";
import { formatShape, rank } from "../../shape/shape.ts";
import { taskOf } from "../../tasks/registry.ts";
import { type Builder, STOP } from "./builder.ts";
import type { Values } from "./evaluate.ts";
import { evaluateArguments } from "./parameters.ts";

/**
 * The head of a task: a dense layer with as many outputs as the task asks for, and the task's activation. Returns the
 * index of its last node.
 */
export function addHead(
  step: HeadStep,
  current: number,
  values: Values,
  scopes: readonly Scope[],
  builder: Builder,
): number {
  const { task } = step;
  const definition = taskOf(task.kind)!;
  const input = builder.shape(current);
  if (rank(input) > 0) {
    builder.sink.error(
      "task_head_needs_vector",
      step.span,
      `\`head ${task.name}\` needs a list of numbers, and the value here is ${formatShape(input)}`,
      {
        help: "put `flatten`, `maxpool all` or `avgpool all` before it",
      },
    );
    throw STOP;
  }
  const params = evaluateArguments(layerOf("dense")!.parameters, step.arguments, values, builder.sink);
  if (!params) throw STOP;
  const { name } = task;
  const sums = builder.add(
    "dense",
    { units: definition.outputs(task), ...params },
    [current],
    step.span,
    scopes,
    { task: name, label: `head ${name}` },
  );
  return definition.activation
    ? builder.add(definition.activation, {}, [sums], step.span, scopes, { task: name })
    : sums;
}
