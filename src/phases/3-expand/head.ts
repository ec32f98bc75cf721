import type { Scope } from "../../ir/net.ts";
import type { HeadStep } from "../../ir/resolved.ts";
import { layerOf } from "../../layers/registry.ts";
import { formatShape, rank, sameShape, spatial } from "../../shape/shape.ts";
import { taskOf } from "../../tasks/registry.ts";
import { type Builder, FAULT } from "./builder.ts";
import type { Values } from "./evaluate.ts";
import { evaluateArguments } from "./parameters.ts";
import { isKnown } from "./possible.ts";

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
  const input = builder.nodes[0]!.output;
  const value = builder.nodes[current]!.output;
  const known = isKnown(builder.value(0)) && isKnown(builder.value(current));
  if (known && definition.answers === "each place" && !sameShape(spatial(value), spatial(input))) {
    builder.sink.error(
      "task_wrong_size",
      step.span,
      `\`${task.kind}\` answers at each place of the input, ${formatShape(input)}, and the value here is ${formatShape(value)}`,
      {
        help:
          rank(value) < rank(input)
            ? "leave out what lays the value flat"
            : "bring it back to the input's size: `upsample 2` undoes a `maxpool 2`",
      },
    );
    throw FAULT;
  }
  if (known && definition.answers === "once" && rank(value) > 0) {
    builder.sink.error(
      "task_head_needs_vector",
      step.span,
      `\`head ${task.name}\` needs a list of numbers, and the value here is ${formatShape(value)}`,
      {
        help: "put `flatten`, `maxpool all` or `avgpool all` before it",
      },
    );
    throw FAULT;
  }
  const params = evaluateArguments(layerOf("dense")!.parameters, step.arguments, values, builder.sink);
  if (!params) throw FAULT;
  const { name } = task;
  const sums = builder.add(
    "dense",
    { units: definition.outputs(task, input), ...params },
    [current],
    step.span,
    scopes,
    { task: name, label: `head ${name}` },
  );
  return definition.activation
    ? builder.add(definition.activation, {}, [sums], step.span, scopes, { task: name })
    : sums;
}
