import type { Code } from "../../diagnostics/catalogue.ts";
import type { Node, Scope, Task } from "../../ir/net.ts";
import type { HeadStep } from "../../ir/resolved.ts";
import { type Problem, problem } from "../../layers/definition.ts";
import { layerOf } from "../../layers/registry.ts";
import { equalShapes, formatShape, rank, type Shape, spatial } from "../../shape/shape.ts";
import { divideUp } from "../../shape/size.ts";
import { taskOf } from "../../tasks/registry.ts";
import type { Builder } from "./builder.ts";
import type { Values } from "./evaluate.ts";
import { FAULT } from "./fault.ts";
import { evaluateArguments } from "./parameters.ts";
import { isKnown } from "./possible.ts";

/** Why the head of a task can't stand behind a value, or undefined where it can. */
export function headProblem(task: Task, value: Shape, input: Shape): Problem | undefined {
  const { answers, every: parts } = taskOf(task.kind)!;
  const every = parts?.(task) ?? 1;
  const places = spatial(input).map((size) => divideUp(size, every));
  if (answers === "each place" && !equalShapes(spatial(value), places)) {
    const where =
      every === 1
        ? `at each place of the input, ${formatShape(input)},`
        : `once for ${every} places of the input, ${formatShape(input)}, which makes ${formatShape(places)} answers,`;
    return problem(
      "task_wrong_size",
      `\`${task.kind}\` answers ${where} and the value here is ${formatShape(value)}`,
      sizeHelp(value, input, every),
    );
  }
  if (answers === "once" && rank(value) > 0) {
    return problem(
      "task_head_needs_vector",
      `\`head ${task.name}\` needs a list of numbers, and the value here is ${formatShape(value)}`,
      "put `flatten`, `maxpool all` or `avgpool all` before it",
    );
  }
  return undefined;
}

/**
 * Shape of the input that the head's answer is about: the one that its value comes from. Measurements beside an image
 * have no places, and several inputs of one size are one. Undefined where a fault leaves it unknown.
 */
function inputOf(step: HeadStep, current: number, builder: Builder): Shape | undefined {
  const { task } = step;
  const { follow } = builder;
  const all = builder.inputsOf(current)?.map((at) => {
    const { output, span } = builder.nodes[at]!;
    return { span, output: follow?.shapes[at] ?? output };
  });
  if (!all) return undefined;
  const placed = all.filter(({ output }) => rank(output) > 0);
  const inputs = placed.length > 0 ? placed : all;
  const [first] = inputs as [Pick<Node, "output" | "span">];
  const { answers, ofOneInput } = taskOf(task.kind)!;
  if (answers === "once") return first.output;
  const other = inputs.find(
    (each) => each !== first && (ofOneInput || !equalShapes(spatial(each.output), spatial(first.output))),
  );
  if (!other) return first.output;
  const said = [first, other].map(({ output }) => formatShape(output)).join(" and ");
  builder.sink.error(
    "task_wrong_size",
    step.span,
    ofOneInput
      ? `\`${task.kind}\` gives its input back, and this value comes from ${inputs.length} inputs`
      : `\`${task.kind}\` answers at each place of the input, and this value comes from inputs of different sizes: ${said}`,
    {
      labels: [first, other].map(({ span, output }) => ({ span, text: formatShape(output) })),
      help: "begin the chain of this head with the input that it is about: `from NAME`",
    },
  );
  throw FAULT;
}

/** Shape of an input that is not known. */
const UNKNOWN: Shape = [Number.NaN];

/**
 * The head of a task: its layer, `dense` for most, with as many outputs as the task asks for, and its activation.
 * Returns the index of its last node.
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
  const input = inputOf(step, current, builder) ?? UNKNOWN;
  const value = builder.follow?.shapes[current] ?? builder.nodes[current]!.output;
  const known = isKnown([input]) && isKnown(builder.value(current));
  const wrong = known ? headProblem(task, value, input) : undefined;
  if (wrong) {
    builder.sink.error(wrong.code as Code, step.span, wrong.message, { help: wrong.help });
    throw FAULT;
  }
  const params = evaluateArguments(
    layerOf(definition.layer)!.parameters,
    step.arguments,
    values,
    builder.sink,
  );
  if (!params) throw FAULT;
  const { name } = task;
  const label = `head ${name}`;
  const units = definition.outputs(task, input);
  // How many numbers give an input back is as unknown as the input.
  if (Number.isNaN(units)) return builder.unknown(step.span, scopes, undefined, label);
  const sums = builder.add(definition.layer, { units, ...params }, [current], step.span, scopes, {
    task: name,
    label,
  });
  return definition.activation
    ? builder.add(definition.activation, {}, [sums], step.span, scopes, { task: name })
    : sums;
}

/** What to do about a value of the wrong size; where it is as coarse along all axes, that is one way. */
function sizeHelp(value: Shape, input: Shape, every: number): string {
  if (rank(value) < rank(input)) return "leave out what lays the value flat";
  const coarse = Math.ceil(input[0]! / value[0]!);
  const fits = spatial(input).every((size, axis) => Math.ceil(size / coarse) === value[axis]);
  if (coarse > 1 && fits) return `bring it to that size, or answer as coarsely: \`segment every ${coarse}\``;
  return every === 1
    ? "bring it back to the input's size: `upsample 2` undoes a `maxpool 2`"
    : `the strides before it should come to ${every}`;
}
