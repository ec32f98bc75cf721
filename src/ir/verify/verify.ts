import { includes } from "../../shape/remainders.ts";
import { product } from "../../shape/shape.ts";
import type { Graph } from "../graph.ts";
import type { CheckedNet, Claim, Claimed } from "../net.ts";
import type { Program } from "../program.ts";
import type { ResolvedProgram, ResolvedStep } from "../resolved.ts";
import { outputsOf } from "../task-outputs.ts";
import { verifyEnds } from "./ends.ts";
import { verifyNodes } from "./nodes.ts";
import { type Rules, Verification, type Violation } from "./verification.ts";

export type { Rules, Violation } from "./verification.ts";

/** Specification of the typed IR: every name points to something, and all places are in the source. */
export function verifyResolved(program: ResolvedProgram, rules: Rules): Violation[] {
  const v = new Verification(rules);
  const steps = (list: readonly ResolvedStep[], around: boolean, at: string) => {
    for (const step of list) {
      v.span(step.span, at);
      if (step.type === "layer") {
        const definition = rules.word(step.kind);
        v.expect(definition !== undefined, at, `there is no layer \`${step.kind}\``);
        const parameters = Object.keys(definition?.parameters ?? {});
        v.expect(
          Object.keys(step.arguments).every((name) => parameters.includes(name)),
          at,
          `\`${step.kind}\` has unknown arguments`,
        );
        v.expect(
          (definition?.takes === "many") === step.operands.length > 0,
          at,
          `\`${step.kind}\` has ${step.operands.length} operands`,
        );
      } else if (step.type === "use") {
        const block = program.blocks.get(step.block);
        v.expect(block !== undefined, at, `there is no block \`${step.block}\``);
        v.expect(
          step.levels.length > 0 &&
            step.levels.every(
              (values) =>
                values.length === block?.parameters.length &&
                values.every(
                  (value, i) => value !== undefined || block.parameters[i]!.fallback !== undefined,
                ),
            ),
          at,
          `\`${step.block}\` lacks arguments`,
        );
        v.expect(
          block?.around === true || (step.levels.length === 1 && step.filling.length === 0),
          at,
          `\`${step.block}\` has no hole to fill`,
        );
        steps(step.filling, around, at);
      } else if (step.type === "head")
        v.expect(
          program.tasks.includes(step.task),
          at,
          `the head's task \`${step.task.name}\` is not the program's`,
        );
      else if (step.type === "hole") v.expect(around, at, "a hole stands outside of a block that has one");
      else if (step.type === "repeat" || step.type === "shared") steps(step.body, around, at);
      else if (step.type === "if") {
        for (const { body } of step.choices) steps(body, around, at);
        steps(step.otherwise, around, at);
      } else if (step.type === "branches") for (const branch of step.branches) steps(branch, around, at);
    }
  };
  for (const kernel of program.kernels) kernelOf(kernel, v);
  for (const [name, block] of program.blocks) {
    v.expect(block.name.text === name.split(" ")[0], name, "a block is filed under another name");
    steps(block.body, block.around, name);
  }
  for (const net of program.nets) {
    v.span(net.span, net.name.text);
    for (const input of net.inputs) v.span(input.span, net.name.text);
    steps(net.body, false, net.name.text);
  }
  return v.found;
}

/** Specification of an expanded net: its nodes, and claims that are about nodes that exist. */
export function verifyGraph(graph: Graph, rules: Rules): Violation[] {
  const v = new Verification(rules);
  verifyNodes(graph.nodes, graph.name.text, v);
  verifyEnds(graph, graph.name.text, v);
  for (const site of graph.claims) {
    v.expect(
      0 <= site.first && site.first <= site.last && site.last <= graph.nodes.length,
      graph.name.text,
      "a claim is about nodes that do not exist",
    );
    // Of a size that is left open, a claim may be about a part that is no whole number here, or less than nothing.
    const isCount = (value: number) =>
      graph.opened ? Number.isFinite(value) : Number.isSafeInteger(value) && value >= 0;
    v.expect(site.values.every(isCount), graph.name.text, "a claim's numbers are no counts");
    v.span(site.claim.span, graph.name.text);
  }
  return v.found;
}

/** Specification of a checked net: its nodes, its totals and what it says about its claims. */
export function verifyNet(net: CheckedNet, rules: Rules): Violation[] {
  const v = new Verification(rules);
  v.span(net.span, net.name);
  verifyNodes(net.nodes, net.name, v);
  verifyEnds(net, net.name, v);
  const totals = { weights: 0, learned: 0, tracked: 0, fixed: 0, multiplyAdds: 0 };
  for (const node of net.nodes) {
    totals.multiplyAdds += node.multiplyAdds;
    if (node.shares !== undefined) continue;
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
  for (const { name, value, works, span } of net.openSizes ?? []) {
    v.span(span, net.name);
    v.expect(
      works.remainders.length > 0 && includes(works, value),
      net.name,
      `its ${name} = ${value} does not work`,
    );
  }
  for (const node of net.nodes)
    v.expect((node.form ?? node.output).length === node.output.length, node.id, "its form has other axes");
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
    v.unique(
      outputsOf(task).map((output) => output.name),
      task.name,
      "classes or quantities",
    );
  }
  for (const source of program.data) {
    v.span(source.span, source.name);
    for (const argument of source.arguments) v.span(argument.span, source.name);
  }
  for (const { net, span, split, batch, epochs, seed, classWeights, start } of program.trainings) {
    v.span(span, net);
    if (start) v.span(start.span, net);
    if (classWeights) v.span(classWeights.span, net);
    if (classWeights && classWeights.of !== "balanced")
      for (const each of classWeights.of) v.span(each.span, net);
    v.expect(
      Math.abs(split.train + split.validation + split.test - 1) < 1e-9,
      net,
      "the shares of its split do not sum to 1",
    );
    v.expect(
      [batch, epochs].every((count) => Number.isSafeInteger(count) && count > 0) &&
        Number.isSafeInteger(seed),
      net,
      "its training has wrong counts",
    );
  }
  return v.found;
}

function kernelOf(kernel: ResolvedProgram["kernels"][number], v: Verification): void {
  v.span(kernel.span, kernel.name);
  v.shape(kernel.shape, kernel.name);
  v.expect(
    kernel.values.length === product(kernel.shape) && kernel.values.every(Number.isFinite),
    kernel.name,
    "its numbers do not fill its shape",
  );
}

function verifyClaim(claim: Claim, net: string, v: Verification): void {
  v.span(claim.span, net);
  v.expect(claim.text.length > 0 && claim.subject.length > 0, net, "a claim has no text or subject");
  const told = (claimed: Claimed) => ("count" in claimed ? String(claimed.value) : claimed.shape.join("×"));
  const isTrue = told(claim.claims) === claim.found;
  v.expect(
    claim.holds === (claim.but ? !isTrue && told(claim.but) === claim.found : isTrue),
    net,
    `the claim \`${claim.text}\` ${claim.holds ? "holds" : "fails"}, though ${claim.found} was found`,
  );
}
