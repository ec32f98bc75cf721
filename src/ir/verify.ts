import type { LayerDefinition } from "../layers/definition.ts";
import { product, type Shape, sameShape } from "../shape/shape.ts";
import type { Span } from "../source/source-file.ts";
import type { Graph } from "./graph.ts";
import type { CheckedNet, Claim, Node, Scope, Task, Weight } from "./net.ts";
import type { Program } from "./program.ts";
import type { ResolvedProgram, ResolvedStep } from "./resolved.ts";

/** Something in an IR value that can't be right: a fault of the compiler, never of a spec. */
export interface Violation {
  /** Net, node or definition that it is about. */
  readonly at: string;
  readonly problem: string;
}

/** What an IR value is measured against. */
export interface Rules {
  /** Definition of a kind of layer. */
  layer(kind: string): LayerDefinition | undefined;
  /** How many numbers the head of a task gives. */
  outputs(task: Task): number;
  /** Length of the source text. */
  readonly length: number;
}

/** Gathers violations under the name of what they are about. */
class Verification {
  readonly found: Violation[] = [];
  readonly rules: Rules;

  constructor(rules: Rules) {
    this.rules = rules;
  }

  expect(holds: boolean, at: string, problem: string): void {
    if (!holds) this.found.push({ at, problem });
  }

  span(span: Span, at: string): void {
    const inside = Number.isInteger(span.start) && Number.isInteger(span.end) && span.start >= 0 && span.end <= this.rules.length;
    this.expect(inside && span.start < span.end, at, `span ${span.start}–${span.end} is empty or outside of the source`);
  }

  shape(shape: Shape, at: string): void {
    const positive = shape.length > 0 && shape.every((size) => Number.isSafeInteger(size) && size > 0);
    this.expect(positive && Number.isSafeInteger(product(shape)), at, `shape ${shape.join("×")} is not made of positive safe integers`);
  }

  unique(names: readonly string[], at: string, what: string): void {
    this.expect(new Set(names).size === names.length, at, `${what} are not unique`);
  }
}

/** Specification of the typed IR: every name points to something, and all places are in the source. */
export function verifyResolved(program: ResolvedProgram, rules: Rules): Violation[] {
  const v = new Verification(rules);
  const steps = (list: readonly ResolvedStep[], variables: number, at: string) => {
    for (const step of list) {
      v.span(step.span, at);
      if (step.type === "layer") {
        const definition = rules.layer(step.kind);
        v.expect(definition !== undefined, at, `there is no layer \`${step.kind}\``);
        const parameters = Object.keys(definition?.parameters ?? {});
        v.expect(Object.keys(step.arguments).every((name) => parameters.includes(name)), at, `\`${step.kind}\` has unknown arguments`);
        v.expect((definition?.takes === "many") === step.operands.length > 0, at, `\`${step.kind}\` has ${step.operands.length} operands`);
      } else if (step.type === "use") {
        const block = program.blocks.get(step.block);
        v.expect(block !== undefined, at, `there is no block \`${step.block}\``);
        v.expect(block?.parameters.length === step.values.length, at, `\`${step.block}\` has ${step.values.length} arguments`);
      } else if (step.type === "head") v.expect(program.tasks.includes(step.task), at, `the head's task \`${step.task.name}\` is not the program's`);
      else if (step.type === "repeat") steps(step.body, variables, at);
      else if (step.type === "branches") for (const branch of step.branches) steps(branch, variables, at);
    }
  };
  for (const kernel of program.kernels) kernelOf(kernel, v);
  for (const [name, block] of program.blocks) {
    v.expect(block.name.text === name, name, "a block is filed under another name");
    steps(block.body, block.parameters.length, name);
  }
  for (const net of program.nets) {
    v.span(net.span, net.name.text);
    v.span(net.input.span, net.name.text);
    steps(net.body, 0, net.name.text);
  }
  return v.found;
}

/** Specification of an expanded net: its nodes, and claims that are about nodes that exist. */
export function verifyGraph(graph: Graph, rules: Rules): Violation[] {
  const v = new Verification(rules);
  verifyNodes(graph.nodes, graph.name.text, graph.complete ? graph.task : undefined, v);
  for (const site of graph.claims) {
    v.expect(0 <= site.first && site.first <= site.last && site.last <= graph.nodes.length, graph.name.text, "a claim is about nodes that do not exist");
    v.expect(site.values.every((value) => Number.isSafeInteger(value) && value >= 0), graph.name.text, "a claim's numbers are no counts");
    v.span(site.claim.span, graph.name.text);
  }
  return v.found;
}

/** Specification of a checked net: its nodes, its totals and what it says about its claims. */
export function verifyNet(net: CheckedNet, rules: Rules): Violation[] {
  const v = new Verification(rules);
  v.span(net.span, net.name);
  verifyNodes(net.nodes, net.name, net.complete ? net.task : undefined, v);
  v.expect(net.output === (net.nodes.at(-1)?.id ?? ""), net.name, "the output is not the last node");
  const totals = { weights: 0, learned: 0, tracked: 0, fixed: 0, multiplyAdds: 0 };
  for (const node of net.nodes) {
    totals.multiplyAdds += node.multiplyAdds;
    for (const weight of node.weights) {
      totals.weights += product(weight.shape);
      totals[weight.role] += product(weight.shape);
    }
  }
  for (const [what, value] of Object.entries(totals)) {
    const told = net.totals[what as keyof typeof totals];
    v.expect(Number.isSafeInteger(told) && told === value, net.name, `its ${what} are ${value}, not ${told}`);
  }
  const { weights, learned, tracked, fixed } = net.totals;
  v.expect(weights === learned + tracked + fixed, net.name, "weights are not learned + tracked + fixed");
  for (const claim of net.claims) verifyClaim(claim, net.name, v);
  return v.found;
}

/** Specification of the whole program: its nets, and definitions that fit each other. */
export function verifyProgram(program: Program, rules: Rules): Violation[] {
  const v = new Verification(rules);
  for (const net of program.nets) v.found.push(...verifyNet(net, rules));
  for (const kernel of program.kernels) kernelOf(kernel, v);
  for (const task of program.tasks) {
    v.span(task.span, task.name);
    v.unique(task.kind === "classify" ? task.classes : task.quantities.map((quantity) => quantity.name), task.name, "classes or quantities");
  }
  for (const source of program.data) {
    v.span(source.span, source.name);
    for (const argument of source.arguments) v.span(argument.span, source.name);
  }
  for (const { net, span, split, batch, epochs, seed } of program.trainings) {
    v.span(span, net);
    v.expect(Math.abs(split.train + split.validation + split.test - 1) < 1e-9, net, "the shares of its split do not sum to 1");
    v.expect([batch, epochs].every((count) => Number.isSafeInteger(count) && count > 0) && Number.isSafeInteger(seed), net, "its training has wrong counts");
  }
  return v.found;
}

function kernelOf(kernel: ResolvedProgram["kernels"][number], v: Verification): void {
  v.span(kernel.span, kernel.name);
  v.shape(kernel.shape, kernel.name);
  v.expect(kernel.values.length === product(kernel.shape) && kernel.values.every(Number.isFinite), kernel.name, "its numbers do not fill its shape");
}

function verifyNodes(nodes: readonly Node[], net: string, task: Task | undefined, v: Verification): void {
  v.unique(nodes.map((node) => node.id), net, "ids of nodes");
  const before = new Map<string, Node>();
  for (const node of nodes) {
    verifyNode(node, before, nodes[0]!, v);
    before.set(node.id, node);
  }
  verifyScopes(nodes, v);
  if (!task) return;
  const last = nodes.at(-1);
  v.expect(last?.task === task.name && sameShape(last.output, [v.rules.outputs(task)]), net, `its output is not what its task \`${task.name}\` asks for`);
}

function verifyNode(node: Node, before: ReadonlyMap<string, Node>, first: Node, v: Verification): void {
  const { id } = node;
  v.span(node.span, id);
  v.shape(node.output, id);
  v.expect(Number.isSafeInteger(node.multiplyAdds) && node.multiplyAdds >= 0, id, "its multiply-adds are no count");
  v.expect(
    node.receptiveField.length === first.output.length - 1 && node.receptiveField.every((size) => Number.isSafeInteger(size) && size > 0),
    id,
    "its receptive field does not fit the input's axes",
  );
  const definition = v.rules.layer(node.kind);
  if (!definition) {
    v.expect(false, id, `there is no layer \`${node.kind}\``);
    return;
  }
  const inputs = node.inputs.map((input) => before.get(input)?.output);
  v.expect(inputs.every((shape) => shape !== undefined), id, "an input is no earlier node");
  const isInput = definition.family === "input";
  v.expect(isInput === (node === first), id, "an input stands first, and alone");
  const fits = isInput ? inputs.length === 0 : definition.takes === "one" ? inputs.length === 1 : inputs.length >= 2;
  v.expect(fits, id, `it takes ${inputs.length} values`);
  if (isInput || !fits || inputs.includes(undefined)) return;
  const shapes = inputs as Shape[];
  const params = node.params as never;
  const output = definition.output(shapes, params);
  v.expect(Array.isArray(output) && sameShape(output as Shape, node.output), id, `its output ${node.output.join("×")} is not what its rule gives`);
  const multiplyAdds = definition.multiplyAdds?.(shapes[0]!, node.output, params) ?? 0;
  v.expect(node.multiplyAdds === multiplyAdds, id, `its multiply-adds are ${multiplyAdds}, not ${node.multiplyAdds}`);
  verifyWeights(node, definition, shapes[0]!, v);
}

function verifyWeights(node: Node, definition: LayerDefinition, input: Shape, v: Verification): void {
  const specs = definition.weights?.(input, node.params as never) ?? [];
  if (!Array.isArray(specs) || specs.length !== node.weights.length) {
    v.expect(false, node.id, "its weights are not those of its definition");
    return;
  }
  v.unique(node.weights.map((weight) => weight.name), node.id, "names of weights");
  for (const [i, weight] of node.weights.entries()) {
    const spec = specs[i]!;
    const at = `${node.id}.${weight.name}`;
    const role: Weight["role"] = spec.role === "tracked" ? "tracked" : node.params.fixed === true ? "fixed" : "learned";
    v.shape(weight.shape, at);
    v.expect(weight.name === spec.name && sameShape(weight.shape, spec.shape), at, "it is not the weight of its definition");
    v.expect(weight.role === role, at, `its role is ${role}, not ${weight.role}`);
    v.expect(JSON.stringify(weight.initial) === JSON.stringify(spec.initial), at, "its start is not that of its definition");
    v.expect(product(weight.arithmetic.split("·").map(Number)) === product(weight.shape), at, `${weight.arithmetic} is not its count`);
    const { initial } = weight;
    if (initial.type !== "literal") continue;
    v.expect(initial.values.length === product(weight.shape) && initial.values.every(Number.isFinite), at, "its numbers do not fill its shape");
  }
}

/** Nodes of one use, round or branch lie next to each other, and inside those around it. */
function verifyScopes(nodes: readonly Node[], v: Verification): void {
  const left = new Set<string>();
  const uses = new Map<number, string>();
  let path: string[] = [];
  for (const { id, scopes } of nodes) {
    const next = scopes.map((scope) => `${scope.instance}:${scope.index}`);
    const shared = next.findIndex((key, depth) => key !== path[depth]);
    const kept = shared < 0 ? next.length : shared;
    for (let depth = kept; depth < path.length; depth++) left.add(path.slice(0, depth + 1).join("/"));
    for (let depth = kept; depth < next.length; depth++) {
      v.expect(!left.has(next.slice(0, depth + 1).join("/")), id, "it goes back into a scope that was left");
      verifyScope(scopes[depth]!, next.slice(0, depth).join("/"), uses, id, v);
    }
    path = next;
  }
}

function verifyScope(scope: Scope, parents: string, uses: Map<number, string>, id: string, v: Verification): void {
  v.span(scope.span, id);
  v.expect(Number.isSafeInteger(scope.index) && scope.index >= 0, id, "a scope has no number");
  const use = `${scope.kind} ${scope.name} ${scope.span.start} ${parents}`;
  v.expect((uses.get(scope.instance) ?? use) === use, id, "one instance is two different uses");
  uses.set(scope.instance, use);
}

function verifyClaim(claim: Claim, net: string, v: Verification): void {
  v.span(claim.span, net);
  v.expect(claim.text.length > 0 && claim.subject.length > 0, net, "a claim has no text or subject");
  const told = "count" in claim.claims ? String(claim.claims.value) : claim.claims.shape.join("×");
  v.expect(claim.holds === (told === claim.found), net, `the claim \`${claim.text}\` ${claim.holds ? "holds" : "fails"}, though ${claim.found} was found`);
}
