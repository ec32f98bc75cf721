import type { Code } from "../../diagnostics/catalogue.ts";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { ClaimSyntax, Expression } from "../../ir/ast.ts";
import type { ClaimSite, Graph } from "../../ir/graph.ts";
import type { Field, Json, Node, Scope, Task } from "../../ir/net.ts";
import type { ResolvedNet, ResolvedProgram, ResolvedStep } from "../../ir/resolved.ts";
import { isProblem, type LayerDefinition, type Problem } from "../../layers/definition.ts";
import { type ParameterTable, toJson } from "../../layers/parameters.ts";
import { type LayerKind, layerOf, wordOf } from "../../layers/registry.ts";
import { digits, formatShape, product, rank, type Shape } from "../../shape/shape.ts";
import type { Span } from "../../source/source-file.ts";
import { taskOf } from "../../tasks/registry.ts";
import { evaluate, type Variables, wholeNumber } from "./evaluate.ts";
import { evaluateArguments } from "./parameters.ts";
import { extentOf, type Sight, sightAfter, sightOfInput } from "./receptive-field.ts";
import { applyWeights } from "./weights.ts";

/** The nets of a file have at most so many layers together. */
export const MAX_LAYERS = 100_000;

/** Steps for each layer: bounds blocks of nothing but blocks of nothing. */
const STEPS_A_LAYER = 8;

/** Uses of blocks, rounds and branches may stand in each other this deep. */
const MAX_DEPTH = 256;

/** What may still be expanded; shared by the nets of a file. */
export interface Budget {
  layers: number;
  steps: number;
}

/** The budget of one file. */
export function newBudget(): Budget {
  return { layers: MAX_LAYERS, steps: MAX_LAYERS * STEPS_A_LAYER };
}

/** Thrown where a fault leaves no value to go on with; it was reported before. */
const STOP = Symbol("stop");

/** Typed IR → graph of primitive layers: blocks are put in, repeats are written out, shapes are computed. */
export function expand(
  net: ResolvedNet,
  program: ResolvedProgram,
  sink: Sink,
  budget: Budget = newBudget(),
): Graph {
  const expansion = new Expansion(program, sink, budget);
  let complete = true;
  try {
    expansion.net(net);
  } catch (thrown) {
    if (thrown !== STOP) throw thrown;
    complete = false;
  }
  const { nodes, claims, task } = expansion;
  return { name: net.name, span: net.span, complete, nodes, claims, ...(task ? { task } : {}) };
}

interface Place {
  readonly variables: Variables;
  /** Values that `as` named, and `in`: node by name. */
  readonly values: Map<string, number>;
  readonly scopes: readonly Scope[];
}

class Expansion {
  readonly nodes: Node[] = [];
  readonly claims: ClaimSite[] = [];
  task: Task | undefined;
  private readonly sights: Sight[] = [];
  private readonly counters = new Map<string, number>();
  private instances = 0;
  private readonly program: ResolvedProgram;
  private readonly sink: Pick<Sink, "error">;

  private readonly budget: Budget;
  /** The node that closed the head, and where the head stands. */
  private headed: Span | undefined;
  private weights = 0;
  private multiplyAdds = 0;
  private uses: readonly Scope[] = [];

  constructor(program: ResolvedProgram, sink: Sink, budget: Budget) {
    this.program = program;
    this.budget = budget;
    // A fault inside a block is a fault of the block for this use: the message names both places.
    this.sink = {
      error: (code, span, message, extras = {}) => {
        const use = this.uses.findLast((scope) => scope.kind === "block");
        const label = use && { span: use.span, text: "used here" };
        sink.error(
          code,
          span,
          message,
          label ? { ...extras, labels: [...(extras.labels ?? []), label] } : extras,
        );
      },
    };
  }

  net(net: ResolvedNet): void {
    const place: Place = { variables: new Map(), values: new Map(), scopes: [] };
    this.input(net);
    this.steps(net.body, place, 0);
    for (const { claims, source } of net.expectations) {
      this.claim(claims, `\`${net.name.text}\``, 0, place.variables, source);
    }
  }

  private input(net: ResolvedNet): void {
    const { input } = net;
    const sizes = input.sizes.map((size) => {
      const value = wholeNumber(size, new Map(), 1, "a size of the input", this.sink);
      if (value === undefined) throw STOP;
      return value;
    });
    const shape = input.form === "fields" ? [input.fields.length] : sizes;
    const rate = input.rate && wholeNumber(input.rate, new Map(), 1, "the sampling rate", this.sink);
    const label = input.form === "fields" ? `input ${input.group ?? "fields"}` : `input ${input.form}`;
    const params = toJson({
      form: input.form,
      fields: input.form === "fields" ? (input.fields as readonly Field[] as unknown as Json) : undefined,
      group: input.group,
      rate,
      range: input.range,
    });
    this.check(shape, input.span);
    this.nodes.push({
      id: this.id("input"),
      kind: "input",
      label,
      params,
      inputs: [],
      output: shape,
      weights: [],
      multiplyAdds: 0,
      receptiveField: rank(shape) > 0 ? shape.slice(0, -1).map(() => 1) : [],
      scopes: [],
      span: input.span,
    });
    this.sights.push(sightOfInput(shape));
    this.claim(input.claims, label, 0, new Map());
  }

  /** Applies steps one after the other and returns the index of the last node. */
  private steps(steps: readonly ResolvedStep[], place: Place, current: number): number {
    let at = current;
    for (const step of steps) {
      const first = this.nodes.length;
      at = this.step(step, place, at);
      this.uses = place.scopes;
      if (step.as) {
        place.values.set(step.as.text, at);
        const node = this.nodes[at]!;
        if (!node.name) this.nodes[at] = { ...node, name: step.as.text };
      }
      this.claim(step.claims, this.subject(step, first), first, place.variables, undefined, at);
    }
    return at;
  }

  private subject(step: ResolvedStep, first: number): string {
    if (step.type === "use") return `block \`${step.block}\``;
    if (step.type === "layer" && !layerOf(step.kind)) return `\`${step.kind}\``;
    if (step.type === "repeat" || step.type === "branches") return `\`${step.type}\``;
    return `\`${this.nodes[first]?.label ?? step.type}\``;
  }

  private step(step: ResolvedStep, place: Place, current: number): number {
    this.uses = place.scopes;
    if (--this.budget.steps < 0) this.tooLarge(step.span, "the nets of this file have too many steps");
    if (place.scopes.length > MAX_DEPTH)
      this.tooLarge(step.span, `blocks stand in each other more than ${MAX_DEPTH} deep`);
    switch (step.type) {
      case "fault":
        throw STOP;
      case "layer": {
        const definition = wordOf(step.kind)!;
        const params = evaluateArguments(definition.parameters, step.arguments, place.variables, this.sink);
        if (!params) throw STOP;
        const others = step.operands.map((operand) => place.values.get(operand.text)!);
        if ("expand" in definition) {
          const { output } = this.nodes[current]!;
          const parts = this.must(definition.expand(output, params as never), step.kind, step.span);
          const word = { word: step.kind };
          return parts.reduce(
            (at, part) => this.add(part.kind as LayerKind, part.params, [at], step.span, place.scopes, word),
            current,
          );
        }
        const kind = step.kind as LayerKind;
        return this.add(kind, params, [current, ...others], step.span, place.scopes);
      }
      case "head":
        return this.head(step, place, current);
      case "use": {
        const block = this.program.blocks.get(step.block)!;
        const variables = new Map<string, number>();
        for (const [i, parameter] of block.parameters.entries()) {
          const value = this.value(step.values[i]!, place.variables);
          variables.set(parameter, value);
        }
        const scope: Scope = {
          kind: "block",
          name: step.block,
          instance: this.instances++,
          index: 0,
          span: step.span,
        };
        return this.steps(
          block.body,
          { variables, values: new Map([["in", current]]), scopes: [...place.scopes, scope] },
          current,
        );
      }
      case "repeat":
        return this.repeat(step, place, current);
      case "branches":
        return this.branches(step, place, current);
    }
  }

  private value(expression: Expression, variables: Variables): number {
    const value = evaluate(expression, variables, this.sink);
    if (value === undefined) throw STOP;
    if (Number.isFinite(value)) return value;
    this.sink.error("argument_wrong", expression.span, "this number is too large");
    throw STOP;
  }

  private repeat(step: Extract<ResolvedStep, { type: "repeat" }>, place: Place, current: number): number {
    const count = wholeNumber(step.count, place.variables, 1, "the number of rounds", this.sink);
    if (count === undefined) throw STOP;
    const instance = this.instances++;
    let at = current;
    for (let index = 0; index < count; index++) {
      const scope: Scope = { kind: "repeat", name: "repeat", instance, index, span: step.span };
      const before = this.nodes.length;
      at = this.steps(
        step.body,
        { ...place, values: new Map(place.values), scopes: [...place.scopes, scope] },
        at,
      );
      // An empty body would leave nothing to count rounds by.
      if (this.nodes.length === before) break;
    }
    return at;
  }

  private branches(step: Extract<ResolvedStep, { type: "branches" }>, place: Place, current: number): number {
    const instance = this.instances++;
    const ends = step.branches.map((branch, index) => {
      const scope: Scope = { kind: "branch", name: step.join, instance, index, span: step.span };
      return this.steps(
        branch,
        { ...place, values: new Map(place.values), scopes: [...place.scopes, scope] },
        current,
      );
    });
    return this.add(step.join, {}, ends, step.span, place.scopes);
  }

  /** The head of a task: a dense layer with as many outputs as the task asks for, and the task's activation. */
  private head(step: Extract<ResolvedStep, { type: "head" }>, place: Place, current: number): number {
    const { task } = step;
    const definition = taskOf(task.kind)!;
    const input = this.nodes[current]!.output;
    if (rank(input) > 0) {
      this.sink.error(
        "task_head_needs_vector",
        step.span,
        `\`head ${task.name}\` needs a list of numbers, and the value here is ${formatShape(input)}`,
        {
          help: "put `flatten`, `maxpool all` or `avgpool all` before it",
        },
      );
      throw STOP;
    }
    const dense = layerOf("dense")!;
    const params = evaluateArguments(dense.parameters, step.arguments, place.variables, this.sink);
    if (!params) throw STOP;
    const { name } = task;
    const sums = this.add(
      "dense",
      { units: definition.outputs(task), ...params },
      [current],
      step.span,
      place.scopes,
      {
        task: name,
        label: `head ${name}`,
      },
    );
    const last = definition.activation
      ? this.add(definition.activation, {}, [sums], step.span, place.scopes, { task: name })
      : sums;
    this.task = task;
    this.headed = step.span;
    return last;
  }

  /** Applies one layer and returns the index of its node; a problem is reported and stops the net. */
  private add(
    kind: LayerKind,
    params: { readonly [name: string]: unknown },
    inputs: readonly number[],
    span: Span,
    scopes: readonly Scope[],
    extra: { readonly task?: string; readonly label?: string; readonly word?: string } = {},
  ): number {
    this.uses = scopes;
    if (this.headed) {
      this.sink.error("net_misplaced", span, "nothing can follow the head of a net", {
        labels: [{ span: this.headed, text: "the head, which gives the net's answer" }],
        help: "put this before the head, or leave it away: the head ends with what its task needs",
      });
      throw STOP;
    }
    if (--this.budget.layers < 0)
      this.tooLarge(span, `the nets of this file have more than ${digits(MAX_LAYERS)} layers`);
    const definition: LayerDefinition<ParameterTable> = layerOf(kind)!;
    const shapes = inputs.map((i) => this.nodes[i]!.output);
    const values = params as never;
    const settings = definition.settings?.(values);
    const label = extra.label ?? (settings ? `${kind} ${settings}` : kind);
    const output = this.must(definition.output(shapes, values), extra.word ?? kind, span);
    this.check(output, span);
    const weights = this.must(applyWeights(definition, shapes[0]!, values), extra.word ?? kind, span);
    for (const weight of weights) this.check(weight.shape, span);
    const multiplyAdds = definition.multiplyAdds?.(shapes[0]!, output, values) ?? 0;
    this.check([multiplyAdds], span);
    for (const weight of weights) this.weights += product(weight.shape);
    this.multiplyAdds += multiplyAdds;
    if (!Number.isSafeInteger(this.weights) || !Number.isSafeInteger(this.multiplyAdds)) {
      this.tooLarge(
        span,
        "the weights or multiply-adds of this net are beyond 2^53, up to which counts are exact",
      );
    }
    const sight = sightAfter(
      definition,
      inputs.map((i) => this.sights[i]!),
      shapes[0]!,
      values,
    );
    this.sights.push(sight);
    this.nodes.push({
      id: this.id(kind),
      kind,
      label,
      params: toJson(params),
      inputs: inputs.map((i) => this.nodes[i]!.id),
      output,
      weights,
      multiplyAdds,
      receptiveField: extentOf(sight),
      ...(extra.task ? { task: extra.task } : {}),
      scopes,
      span,
    });
    return this.nodes.length - 1;
  }

  private tooLarge(span: Span, message: string): never {
    this.sink.error("net_too_large", span, message, { help: "is a `repeat` or a size larger than meant?" });
    throw STOP;
  }

  private must<T>(result: T | Problem, kind: string, span: Span): T {
    if (!isProblem(result)) return result;
    this.sink.error(result.code as Code, span, `\`${kind}\`: ${result.message}`, { help: result.help });
    throw STOP;
  }

  /** Sizes whose product is no longer exact are refused. */
  private check(shape: Shape, span: Span): void {
    let total = 1;
    for (const size of shape) total *= size;
    if (Number.isSafeInteger(total)) return;
    this.sink.error(
      "shape_too_large",
      span,
      `${formatShape(shape)} is beyond 2^53, up to which counts are exact`,
    );
    throw STOP;
  }

  private id(kind: string): string {
    const count = (this.counters.get(kind) ?? 0) + 1;
    this.counters.set(kind, count);
    return `${kind}_${count}`;
  }

  private claim(
    claims: readonly ClaimSyntax[],
    subject: string,
    first: number,
    variables: Variables,
    source?: string,
    at = this.nodes.length - 1,
  ): void {
    for (const claim of claims) {
      const values = claim.value.sizes.map((e) => wholeNumber(e, variables, 0, "the claim", this.sink));
      if (values.includes(undefined)) continue;
      this.claims.push({
        claim,
        values: values as number[],
        subject,
        first,
        last: this.nodes.length,
        output: this.nodes[at]!.output,
        ...(source === undefined ? {} : { source }),
      });
    }
  }
}
