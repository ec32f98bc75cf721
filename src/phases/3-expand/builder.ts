import type { Code } from "../../diagnostics/catalogue.ts";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { ClaimSyntax } from "../../ir/ast.ts";
import type { ClaimSite } from "../../ir/graph.ts";
import type { Node, Scope } from "../../ir/net.ts";
import { isProblem, type LayerDefinition, type Problem } from "../../layers/definition.ts";
import { type ParameterTable, toJson } from "../../layers/parameters.ts";
import { type LayerKind, layerOf } from "../../layers/registry.ts";
import { digits, formatShape, product, type Shape } from "../../shape/shape.ts";
import type { Span } from "../../source/source-file.ts";
import { type Values, wholeNumber } from "./evaluate.ts";
import { extentOf, type Sight, sightAfter } from "./receptive-field.ts";
import { applyWeights } from "./weights.ts";

/** The nets of a file have at most so many layers together. */
export const MAX_LAYERS = 100_000;

/** Steps for each layer: bounds blocks of nothing but blocks of nothing. */
const STEPS_A_LAYER = 8;

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
export const STOP = Symbol("stop");

/** The graph of one net as it grows: every layer's shape and weights are computed when it is added. */
export class Builder {
  readonly nodes: Node[] = [];
  readonly claims: ClaimSite[] = [];
  readonly sink: Pick<Sink, "error">;
  /** Uses that the step stands in which is looked at. */
  uses: readonly Scope[] = [];
  private readonly sights: Sight[] = [];
  private readonly counters = new Map<string, number>();
  private readonly budget: Budget;
  private weights = 0;
  private multiplyAdds = 0;

  constructor(sink: Sink, budget: Budget) {
    this.budget = budget;
    // A fault inside a block is a fault of the block for this use: the message names both places.
    this.sink = {
      error: (code, span, message, extras = {}) => {
        const use = this.uses.findLast((scope) => scope.kind === "block" || scope.kind === "nest");
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

  /** Shape of a node's value. */
  shape(at: number): Shape {
    return this.nodes[at]!.output;
  }

  /** Takes steps off the budget; without any left the net stops. */
  spend(steps: number, span: Span): void {
    this.budget.steps -= steps;
    if (this.budget.steps < 0) this.tooLarge(span, "the nets of this file have too many steps");
  }

  /** Adds an input and what it sees. */
  source(node: Omit<Node, "id">, sight: Sight): number {
    this.check(node.output, node.span);
    this.nodes.push({ id: this.id(node.kind), ...node });
    this.sights.push(sight);
    return this.nodes.length - 1;
  }

  /** Applies one layer and returns the index of its node; a problem is reported and stops the net. */
  add(
    kind: LayerKind,
    params: { readonly [name: string]: unknown },
    inputs: readonly number[],
    span: Span,
    scopes: readonly Scope[],
    extra: { readonly task?: string; readonly label?: string; readonly word?: string } = {},
  ): number {
    this.uses = scopes;
    if (--this.budget.layers < 0)
      this.tooLarge(span, `the nets of this file have more than ${digits(MAX_LAYERS)} layers`);
    const definition: LayerDefinition<ParameterTable> = layerOf(kind)!;
    const shapes = inputs.map((i) => this.shape(i));
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

  /** Gives a value its name; the first one stays. */
  name(at: number, name: string): void {
    const node = this.nodes[at]!;
    if (!node.name) this.nodes[at] = { ...node, name };
  }

  /** Notes claims about the nodes from `first` on, and the value at `at`. */
  claim(
    claims: readonly ClaimSyntax[],
    subject: string,
    first: number,
    values: Values,
    source?: string,
    at = this.nodes.length - 1,
  ): void {
    for (const claim of claims) {
      const numbers = claim.value.sizes.map((e) => wholeNumber(e, values, 0, "the claim", this.sink));
      if (numbers.includes(undefined)) continue;
      this.claims.push({
        claim,
        values: numbers as number[],
        subject,
        first,
        last: this.nodes.length,
        output: this.shape(at),
        ...(source === undefined ? {} : { source }),
      });
    }
  }

  tooLarge(span: Span, message: string): never {
    this.sink.error("net_too_large", span, message, { help: "is a `repeat` or a size larger than meant?" });
    throw STOP;
  }

  must<T>(result: T | Problem, kind: string, span: Span): T {
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
}
