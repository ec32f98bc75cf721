import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { Expression } from "../../ir/ast.ts";
import type { Graph } from "../../ir/graph.ts";
import { NestedMap } from "../../ir/nested-map.ts";
import type { Scope } from "../../ir/net.ts";
import type {
  BranchesStep,
  HeadStep,
  IfStep,
  RepeatStep,
  ResolvedNet,
  ResolvedProgram,
  ResolvedStep,
  SharedUseStep,
  UseStep,
} from "../../ir/resolved.ts";
import { type LayerKind, layerOf, wordOf } from "../../layers/registry.ts";
import type { Span } from "../../source/source-file.ts";
import { type Budget, Builder, newBudget } from "./builder.ts";
import { Ends, NONE } from "./ends.ts";
import { decide, evaluate, type Values, wholeNumber } from "./evaluate.ts";
import { FAULT, STOP } from "./fault.ts";
import { addHead } from "./head.ts";
import { addInput } from "./input.ts";
import { evaluateArguments } from "./parameters.ts";
import { inside, outermost, type Place } from "./place.ts";

export { MAX_LAYERS, newBudget } from "./builder.ts";

/** Uses of blocks, rounds, branches and choices may stand in each other this deep. */
const MAX_DEPTH = 256;

/**
 * Typed IR → graph of primitive layers: blocks are put in, repeats are written out, shapes are computed. `open` gives the
 * sizes that the spec leaves open.
 */
export function expand(
  net: ResolvedNet,
  program: ResolvedProgram,
  sink: Sink,
  budget: Budget = newBudget(),
  open: ReadonlyMap<string, number> = new Map(),
): Graph {
  const builder = new Builder(sink, budget, open.size > 0);
  const expansion = new Expansion(program, builder, open);
  try {
    expansion.net(net);
  } catch (thrown) {
    if (thrown !== STOP) throw thrown;
    builder.end ??= builder.nodes.length;
  }
  const { claims } = builder;
  const { inputs, outputs } = expansion.ends;
  const complete = builder.end === undefined;
  return {
    name: net.name,
    span: net.span,
    complete,
    adaptive: expansion.sizes.asked,
    nodes: complete ? builder.nodes : builder.nodes.slice(0, builder.end),
    inputs,
    outputs,
    claims,
  };
}

/** Steps that need no value. */
const ANYWHERE: ReadonlySet<ResolvedStep["type"]> = new Set(["from", "shared", "branches", "fault"]);

class Expansion {
  readonly ends: Ends;
  /** Whether an expression asked for a size that depends on the input's. */
  readonly sizes: { readonly open: ReadonlyMap<string, number>; asked: boolean };
  private instances = 0;
  private readonly program: ResolvedProgram;
  private readonly builder: Builder;

  constructor(program: ResolvedProgram, builder: Builder, open: ReadonlyMap<string, number>) {
    this.program = program;
    this.builder = builder;
    this.sizes = { open, asked: false };
    this.ends = new Ends(builder);
  }

  net(net: ResolvedNet): void {
    const { builder } = this;
    const { open } = this.sizes;
    const place = outermost(open);
    for (const input of net.inputs) {
      const at = this.attempt(() => addInput(input, builder, open), input.span, []);
      this.ends.open(input, at, place.values);
    }
    const end = this.steps(net.body, place, net.inputs.length === 1 ? 0 : NONE);
    const output = this.ends.close(net.name.span, end);
    for (const { claims, source } of net.expectations) {
      if (this.ends.oneOutput(claims))
        builder.claim(claims, `\`${net.name.text}\``, 0, place, source, output);
    }
  }

  /** Applies steps one after the other and returns the index of the last node. */
  private steps(steps: readonly ResolvedStep[], place: Place, current: number): number {
    const { builder } = this;
    let at = current;
    for (const step of steps) {
      const first = builder.nodes.length;
      const before = at;
      at = this.attempt(() => this.step(step, place, before), step.span, place.scopes);
      builder.uses = place.scopes;
      if (step.as) {
        place.values.set(step.as.text, at);
        builder.name(at, step.as);
      }
      if (step.type === "fault") for (const name of step.names) place.values.set(name, at);
      if (step.claims.length > 0)
        builder.claim(step.claims, this.subject(step, first), first, place, undefined, at);
    }
    return at;
  }

  private subject(step: ResolvedStep, first: number): string {
    if (step.type === "use")
      return step.levels.length > 1
        ? "`nest`"
        : `block \`${this.program.blocks.get(step.block)!.name.text}\``;
    if (step.type === "layer" && !layerOf(step.kind)) return `\`${step.kind}\``;
    if (step.type === "layer" || step.type === "head")
      return `\`${this.builder.nodes[first]?.label ?? step.type}\``;
    if (step.type === "shared use") return `\`${step.name.text}\``;
    return step.type === "hole" ? "the hole" : `\`${step.type}\``;
  }

  /** The index of the node that is made; of an unknown value where that fails. */
  private attempt(make: () => number, span: Span, scopes: readonly Scope[]): number {
    try {
      return make();
    } catch (thrown) {
      if (thrown !== FAULT) throw thrown;
      return this.builder.unknown(span, scopes);
    }
  }

  private step(step: ResolvedStep, place: Place, current: number): number {
    const { builder } = this;
    builder.uses = place.scopes;
    builder.spend(1, step.span);
    if (place.depth > MAX_DEPTH)
      builder.tooLarge(step.span, `blocks stand in each other more than ${MAX_DEPTH} deep`);
    if (current === NONE && !ANYWHERE.has(step.type)) this.ends.needInput(step.span);
    switch (step.type) {
      case "fault":
        throw FAULT;
      case "from":
        return place.values.get(step.value.text)!;
      case "shared":
        place.shared.set(step.name.text, { step, place: inside(place), uses: 0 });
        return current;
      case "shared use":
        return this.sharedUse(step, place, current);
      case "layer": {
        const definition = wordOf(step.kind)!;
        const values = this.values(place, current);
        const params = evaluateArguments(definition.parameters, step.arguments, values, builder.sink);
        if (!params) throw FAULT;
        if (place.frozen && "frozen" in definition.parameters) params.frozen = true;
        const others = step.operands.map((operand) => place.values.get(operand.text)!);
        this.ends.demandOpen(step.span, [current, ...others]);
        if ("expand" in definition) {
          const parts = builder.parts(definition, params, current, step.span);
          return parts.reduce(
            (at, part) =>
              builder.add(part.kind as LayerKind, part.params, [at], step.span, place.scopes, {
                word: step.kind,
              }),
            current,
          );
        }
        return builder.add(step.kind as LayerKind, params, [current, ...others], step.span, place.scopes, {
          operands: step.operands,
        });
      }
      case "head":
        return this.head(step, place, current);
      case "use":
        return this.use(step, 0, place, current);
      case "hole":
        return place.fill!(place.scopes, place.depth + 1, current);
      case "repeat":
        return this.repeat(step, place, current);
      case "if":
        return this.choose(step, place, current);
      case "branches":
        return this.branches(step, place, current);
    }
  }

  /** What expressions may name, where the value at `current` is taken. */
  private values(place: Place, current: number): Values {
    return { variables: place.variables, current: this.builder.value(current), sizes: this.sizes };
  }

  private number(expression: Expression, values: Values): number | undefined {
    const value = evaluate(expression, values, this.builder.sink);
    if (value === undefined || Number.isFinite(value)) return value;
    this.builder.sink.error("argument_wrong", expression.span, "this number is too large");
    return undefined;
  }

  /** One level of a use, with the levels behind it and the filling in its hole. */
  private use(step: UseStep, level: number, place: Place, current: number): number {
    const block = this.program.blocks.get(step.block)!;
    this.builder.spend(block.parameters.length, step.span);
    const given = this.values(place, current);
    const variables = new Map<string, number | undefined>();
    for (const [i, { name, fallback }] of block.parameters.entries()) {
      const value = step.levels[level]![i];
      if (value) variables.set(name, this.number(value, given));
      else
        variables.set(
          name,
          fallback === "fault" ? undefined : this.number(fallback!, { ...given, variables }),
        );
    }
    const scope: Scope = {
      kind: block.around ? "nest" : "block",
      name: block.name.text,
      instance: this.instances++,
      index: block.around ? place.scopes.filter(({ kind }) => kind === "nest").length : 0,
      span: step.span,
    };
    const fill = (scopes: readonly Scope[], depth: number, at: number) => {
      const hole = { ...inside(place), scopes, depth };
      return level + 1 < step.levels.length
        ? this.use(step, level + 1, hole, at)
        : this.steps(step.filling, hole, at);
    };
    return this.steps(
      block.body,
      {
        variables,
        values: new NestedMap<number>().set("in", current),
        shared: new NestedMap(),
        scopes: [...place.scopes, scope],
        frozen: place.frozen || step.frozen,
        depth: place.depth + 1,
        fill,
      },
      current,
    );
  }

  /** The first use makes the weights; the nodes of later ones share those of the first. */
  private sharedUse(step: SharedUseStep, place: Place, current: number): number {
    const { builder } = this;
    const shared = place.shared.get(step.name.text);
    // What is shared has a fault itself.
    if (!shared) throw FAULT;
    const { name, body } = shared.step;
    const scope: Scope = {
      kind: "shared",
      name: name.text,
      instance: this.instances++,
      index: shared.uses++,
      span: step.span,
    };
    const within: Place = {
      ...inside(shared.place),
      values: new NestedMap(shared.place.values).set("in", current),
      scopes: [...place.scopes, scope],
      frozen: place.frozen || step.frozen,
      depth: place.depth + 1,
    };
    const first = builder.nodes.length;
    const given = builder.nodes[current]!.output;
    if (!shared.original) {
      const end = this.steps(body, within, current);
      shared.original ??= { first, last: builder.nodes.length, given, span: step.span };
      return end;
    }
    const use = { name: name.text, original: shared.original, start: first, given, span: step.span };
    return builder.sharing.repeat(use, () => this.steps(body, within, current));
  }

  private repeat(step: RepeatStep, place: Place, current: number): number {
    // A number that is written down is at least one round; one that is computed may leave nothing to do.
    const least = step.count.type === "number" ? 1 : 0;
    const count = wholeNumber(
      step.count,
      this.values(place, current),
      least,
      "the number of rounds",
      this.builder.sink,
    );
    if (count === undefined) throw FAULT;
    const instance = this.instances++;
    let at = current;
    for (let index = 0; index < count; index++) {
      const scope: Scope = { kind: "repeat", name: "repeat", instance, index, span: step.span };
      const before = this.builder.nodes.length;
      at = this.steps(
        step.body,
        {
          ...inside(place, scope),
          variables: step.counter ? new Map([...place.variables, [step.counter, index]]) : place.variables,
        },
        at,
      );
      // Nothing came of it, and the next round would be the same.
      if (this.builder.nodes.length === before && (!step.counter || step.body.length === 0)) break;
    }
    return at;
  }

  /** The layers of the first condition that holds. */
  private choose(step: IfStep, place: Place, current: number): number {
    const values = this.values(place, current);
    for (const { condition, body } of step.choices) {
      this.builder.spend(1, step.span);
      const holds = decide(condition, values, this.builder.sink);
      if (holds === undefined) throw FAULT;
      if (holds) return this.steps(body, inside(place), current);
    }
    return this.steps(step.otherwise, inside(place), current);
  }

  private branches(step: BranchesStep, place: Place, current: number): number {
    const instance = this.instances++;
    const ends = step.branches.map((branch, index) => {
      const scope: Scope = { kind: "branch", name: step.join, instance, index, span: step.span };
      return this.steps(branch, inside(place, scope), current);
    });
    if (ends.includes(NONE)) this.ends.needInput(step.span, "goes into a branch");
    this.ends.demandOpen(step.span, ends);
    return this.builder.add(step.join, {}, ends, step.span, place.scopes);
  }

  private head(step: HeadStep, place: Place, current: number): number {
    const { builder } = this;
    this.ends.demandOpen(step.span, [current]);
    const make = () => addHead(step, current, this.values(place, current), place.scopes, builder);
    const last = this.attempt(make, step.span, place.scopes);
    this.ends.add(step.task, step.as?.text ?? step.task.name, last, step.span);
    return last;
  }
}
