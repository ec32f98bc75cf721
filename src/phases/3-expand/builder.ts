import type { Code } from "../../diagnostics/catalogue.ts";
import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { Label } from "../../diagnostics/finding.ts";
import type { ClaimSyntax, Expression, Name } from "../../ir/ast.ts";
import type { ClaimSite } from "../../ir/graph.ts";
import type { Node, Scope } from "../../ir/net.ts";
import { unite } from "../../ir/sources.ts";
import {
  type CompositeDefinition,
  isProblem,
  type LayerDefinition,
  type Part,
  type Problem,
} from "../../layers/definition.ts";
import type { Kernels, ParameterTable } from "../../layers/parameters.ts";
import { type LayerKind, layerOf } from "../../layers/registry.ts";
import { type Exact, toNumber } from "../../shape/exact.ts";
import type { Quantity } from "../../shape/moving.ts";
import { Nowhere } from "../../shape/region.ts";
import { digits, formatShape, product, type Shape, sameShape } from "../../shape/shape.ts";
import { Untold } from "../../shape/size-set.ts";
import type { Span } from "../../source/source-file.ts";
import { evaluate, type Values, wholeNumber } from "./evaluate.ts";
import { FactBook, labelOf } from "./facts.ts";
import { FAULT, STOP } from "./fault.ts";
import type { Follow } from "./open/follow.ts";
import { ANYTHING, isKnown, mayBe, type Possible, possibleAfter } from "./possible.ts";
import { extentOf, type Sight, sightAfter } from "./receptive-field.ts";
import { Sharing } from "./sharing.ts";
import { strideAfter } from "./stride.ts";

/** The nets of a file have at most so many layers together. */
export const MAX_LAYERS = 100_000;

/** Steps for each layer: bounds blocks of nothing but blocks of nothing. */
const STEPS_A_LAYER = 8;

/** Numbers of written kernels and weights, counted anew for each layer that has them. */
const MAX_WRITTEN = 2 ** 25;

/** What may still be expanded; shared by the nets of a file. */
export interface Budget {
  layers: number;
  steps: number;
  written: number;
  /** Whether one of them ran out. It is told once, and the nets that follow are left out. */
  spent: boolean;
}

/** The budget of one file. */
export function newBudget(): Budget {
  return { layers: MAX_LAYERS, steps: MAX_LAYERS * STEPS_A_LAYER, written: MAX_WRITTEN, spent: false };
}

/**
 * The graph of one net as it grows: every layer's shape and weights are computed when it is added. Behind the first fault
 * the net goes on with values that are partly unknown, so that faults of their own are found there too.
 */
export class Builder {
  /** Those from `end` on stand behind a fault, and are no part of the graph. */
  readonly nodes: Node[] = [];
  /** Where the first fault is; undefined without one. */
  end: number | undefined;
  readonly claims: ClaimSite[] = [];
  readonly sink: Pick<Sink, "error">;
  /** Uses that the step stands in which is looked at. */
  uses: readonly Scope[] = [];
  readonly follow: Follow | undefined;
  private readonly fractions: boolean;
  readonly sharing: Sharing;
  private readonly facts = new FactBook();
  private readonly sights: Sight[] = [];
  /**
   * By node, what its value is known to be. It is unknown behind a fault, and behind a claim about it that is not true:
   * what does not fit there follows from that.
   */
  private readonly values: Possible[] = [];
  /** The last node that takes a value which is not known. */
  private unsure = -1;
  private readonly inputs: number[] = [];
  /** By node, the inputs that it comes from. */
  private readonly sources: (readonly number[])[] = [];
  /** Where values were named, by their node and name. */
  private readonly kept = new Map<string, Span>();
  private readonly counters = new Map<string, number>();
  private readonly budget: Budget;
  private weights = 0;
  private multiplyAdds = 0;

  /**
   * @param fractions whether claims may be about other numbers than whole ones, which are refuted later
   * @param follow what follows open sizes through the net
   */
  constructor(sink: Sink, budget: Budget, fractions = false, follow?: Follow) {
    this.budget = budget;
    this.follow = follow;
    this.fractions = fractions;
    const told = new Set<string>();
    // A fault inside a block is a fault of the block for this use: the message names both places.
    this.sink = {
      error: (code, span, message, extras = {}) => {
        // Other rounds and uses have the same fault with other numbers.
        const place = `${code} ${span.start} ${span.end}`;
        if (told.size === told.add(place).size) return;
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
    this.sharing = new Sharing(this);
  }

  /** What is known of a node's value. */
  value(at: number): Possible {
    return this.values[at]!;
  }

  /** A value of which nothing is known, since making it failed. */
  unknown(span: Span, scopes: readonly Scope[], value: Possible = ANYTHING, label = "…"): number {
    // Sizes are followed up to a fault alone.
    if (this.follow) throw new Nowhere();
    this.end ??= this.nodes.length;
    this.values.push(value);
    this.sources.push(this.inputs);
    this.nodes.push({
      id: "",
      kind: "",
      label,
      params: {},
      inputs: [],
      output: value[0]!,
      weights: [],
      multiplyAdds: 0,
      receptiveField: [],
      stride: [],
      scopes,
      span,
    });
    return this.nodes.length - 1;
  }

  /** Notes that a node is an input, where its value is known or not. */
  begin(at: number): void {
    this.inputs.push(at);
    this.sources[at] = [at];
  }

  /** The inputs that a value comes from; behind a fault in a net of several all of them, and so undefined. */
  inputsOf(at: number): readonly number[] | undefined {
    return this.end === undefined || this.inputs.length === 1 ? this.sources[at] : undefined;
  }

  /** Takes steps off the budget; without any left the net stops. */
  spend(steps: number, span: Span): void {
    this.budget.steps -= steps;
    if (this.budget.steps < 0) this.overspent(span, "the nets of this file have too many steps");
  }

  /** Adds an input and what it sees. */
  source(node: Omit<Node, "id">, sight: Sight): number {
    this.check(node.output, node.span);
    this.nodes.push({ id: this.id(node.kind), ...node });
    this.values.push([node.output]);
    this.sights.push(sight);
    this.sources.push([]);
    return this.nodes.length - 1;
  }

  /** Applies one layer and returns the index of its node; a problem is reported, and its value unknown. */
  add(
    kind: LayerKind,
    given: { readonly [name: string]: unknown },
    inputs: readonly number[],
    span: Span,
    scopes: readonly Scope[],
    extra: {
      readonly task?: string;
      readonly label?: string;
      readonly word?: string;
      readonly operands?: readonly Name[];
    } = {},
  ): number {
    this.uses = scopes;
    if (--this.budget.layers < 0)
      this.overspent(span, `the nets of this file have more than ${digits(MAX_LAYERS)} layers`);
    if (inputs.length > 2) this.spend(inputs.length, span);
    const definition: LayerDefinition<ParameterTable> = layerOf(kind)!;
    const { follow } = this;
    const followed = follow?.layer(definition, given, inputs, span);
    const params = follow?.parametersHere(given) ?? given;
    const values = params as never;
    const before = inputs.map((i) => this.value(i));
    const known = before.every(isKnown);
    const rule = (shapes: readonly Shape[]) => definition.output(shapes, values);
    if (!known && this.end !== undefined)
      return this.unknown(
        span,
        scopes,
        possibleAfter(before, rule),
        extra.label ?? labelOf(definition, params),
      );
    const shapes = known ? before.map(([shape]) => shape!) : inputs.map((i) => this.nodes[i]!.output);
    const must = <T>(result: T | Problem) => {
      if (!known && isProblem(result)) throw FAULT;
      return this.must(result, extra.word ?? kind, span, () => this.labelsOf(extra.operands ?? [], inputs));
    };
    const facts = must(this.facts.of(definition, params, shapes));
    const { output, weights, multiplyAdds, geometry } = facts;
    const label = extra.label ?? facts.label;
    if (follow && !followed) follow.place(output, multiplyAdds);
    if (followed && !follow!.agrees(followed, output)) throw new Untold(`\`${kind}\` can't be followed`);
    this.check(output, span);
    this.spendWritten(params, span);
    for (const weight of weights) this.check(weight.shape, span);
    this.check([multiplyAdds], span);
    if (this.end !== undefined) return this.unknown(span, scopes, [output], label);
    const shares = this.sharing.ownerOf({ kind, label, params: facts.params, weights }, known);
    if (!shares) for (const weight of weights) this.weights += product(weight.shape);
    this.multiplyAdds += multiplyAdds;
    if (!Number.isSafeInteger(this.weights) || !Number.isSafeInteger(this.multiplyAdds)) {
      this.tooLarge(
        span,
        "the weights or multiply-adds of this net are beyond 2^53, up to which counts are exact",
      );
    }
    const sight = sightAfter(
      geometry,
      inputs.map((i) => this.sights[i]!),
      shapes[0]!,
      output,
    );
    this.sights.push(sight);
    if (!known) this.unsure = this.nodes.length;
    this.values.push(known ? [output] : possibleAfter(before, rule));
    this.sources.push(unite(inputs.map((i) => this.sources[i]!)));
    this.nodes.push({
      id: this.id(kind),
      kind,
      label,
      params: facts.params,
      inputs: inputs.map((i) => this.nodes[i]!.id),
      output,
      weights,
      ...(shares ? { shares } : {}),
      multiplyAdds,
      receptiveField: extentOf(sight, output),
      stride: strideAfter(
        geometry,
        inputs.map((i) => this.nodes[i]!.stride),
        shapes[0]!,
        output,
      ),
      ...(extra.task ? { task: extra.task } : {}),
      scopes,
      span,
    });
    return this.nodes.length - 1;
  }

  /** Gives a value its name; the first one stays. */
  name(at: number, { text, span }: Name): void {
    const node = this.nodes[at]!;
    this.kept.set(`${at} ${text}`, span);
    if (!node.name) this.nodes[at] = { ...node, name: text };
  }

  /** Where the values were named that a join takes besides the current one. */
  private labelsOf(operands: readonly Name[], inputs: readonly number[]): Label[] {
    return operands.flatMap(({ text }, i) => {
      const at = inputs[i + 1]!;
      const span = this.kept.get(`${at} ${text}`);
      const known = isKnown(this.value(at));
      return span && known ? [{ span, text: `${formatShape(this.nodes[at]!.output)} was kept here` }] : [];
    });
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
    if (claims.length > 0) this.spend(claims.length, claims[0]!.span);
    for (const claim of claims) {
      if (this.end !== undefined) return;
      const numbers = (sizes: readonly Expression[]) => {
        const found = sizes.map((size) =>
          // Of a size that is left open, half is a claim that holds at even ones.
          this.fractions
            ? evaluate(size, values, this.sink)
            : wholeNumber(size, values, 0, "the claim", this.sink),
        );
        return found.includes(undefined) ? undefined : (found as Quantity[]);
      };
      if (this.follow) {
        this.follow.claim(at, () => ({
          values: numbers(claim.value.sizes)!,
          ...(claim.but ? { but: numbers(claim.but.sizes)! } : {}),
        }));
        continue;
      }
      const [said, saidBut] = [numbers(claim.value.sizes), claim.but && numbers(claim.but.sizes)];
      const claimed = said && this.claimed(said as readonly Exact[], claim.span);
      const but = saidBut && this.claimed(saidBut as readonly Exact[], claim.span);
      if (!claimed || (claim.but && !but)) continue;
      this.claims.push({
        claim,
        values: claimed,
        ...(but ? { but } : {}),
        subject,
        first,
        last: this.nodes.length,
        output: this.nodes[at]!.output,
        ...(this.follows(claim.type, but ?? claimed, first, at) ? { follows: true } : {}),
        ...(source === undefined ? {} : { source }),
      });
    }
  }

  /** Numbers of a claim as a computer has them; those that can't be told from whole ones are reported. */
  private claimed(numbers: readonly Exact[], span: Span): number[] | undefined {
    const near = numbers.map(toNumber);
    if (near.every((number, i) => number === numbers[i] || Number.isFinite(number % 1 || Number.NaN)))
      return near;
    this.sink.error("argument_wrong", span, "a number of this claim is too large, or has too many digits", {
      help: "what is counted are whole numbers, exact up to 2^53",
    });
    return undefined;
  }

  /**
   * Whether a claim that does not hold would follow from an earlier one that does not. From a wrong claim about a shape on,
   * both what is claimed and what is true may have been meant.
   */
  private follows(type: ClaimSyntax["type"], claimed: readonly number[], first: number, at: number): boolean {
    if (type === "count") return this.unsure >= first;
    const value = this.values[at]!;
    // Where sizes are open, a claim that fails at one of them says nothing of what was meant.
    if (this.fractions || sameShape(claimed, this.nodes[at]!.output)) return false;
    this.values[at] = [...value, claimed];
    return !isKnown(value) && mayBe(value, claimed);
  }

  /** The layers that a word stands for, behind the value at `at`. */
  parts(
    definition: CompositeDefinition<ParameterTable>,
    params: { readonly [name: string]: unknown },
    at: number,
    span: Span,
  ): readonly Part[] {
    const value = this.value(at);
    const [first, ...others] = value.map((shape) => definition.expand(shape, params as never));
    if (isKnown(value)) return this.must(first!, definition.kind, span);
    const text = JSON.stringify(first);
    if (isProblem(first) || others.some((each) => JSON.stringify(each) !== text)) throw FAULT;
    return first!;
  }

  /** A budget of the file is used up. */
  private overspent(span: Span, message: string): never {
    if (this.budget.spent) throw STOP;
    this.budget.spent = true;
    this.tooLarge(span, message);
  }

  /** Each layer has its own copy of the numbers that are written down for it. */
  private spendWritten(params: { readonly [name: string]: unknown }, span: Span): void {
    const { kernels } = params as { readonly kernels?: Kernels };
    for (const { values } of kernels?.literal ?? []) this.budget.written -= values.length;
    if (this.budget.written < 0)
      this.overspent(span, `the layers of this file have more than ${digits(MAX_WRITTEN)} written numbers`);
  }

  tooLarge(span: Span, message: string): never {
    this.sink.error("net_too_large", span, message, { help: "is a `repeat` or a size larger than meant?" });
    throw STOP;
  }

  must<T>(result: T | Problem, kind: string, span: Span, labels: () => Label[] = () => []): T {
    if (!isProblem(result)) return result;
    this.sink.error(result.code as Code, span, `\`${kind}\`: ${result.message}`, {
      labels: labels(),
      help: result.help,
    });
    throw FAULT;
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
    throw FAULT;
  }

  private id(kind: string): string {
    const count = (this.counters.get(kind) ?? 0) + 1;
    this.counters.set(kind, count);
    return `${kind}_${count}`;
  }
}
