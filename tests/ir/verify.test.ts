import { describe, expect, test } from "vitest";
import { compile } from "../../src/compile.ts";
import type { Graph } from "../../src/ir/graph.ts";
import type { CheckedNet } from "../../src/ir/net.ts";
import type { ResolvedProgram } from "../../src/ir/resolved.ts";
import { verifyGraph, verifyNet, verifyProgram, verifyResolved } from "../../src/ir/verify/verify.ts";
import { SourceFile } from "../../src/source/source-file.ts";
import { rulesFor } from "../language/verified.ts";

const TEXT = `kernel edge = [ -1 2 -1 ]
block residual(f) { conv f@3, batchnorm, add in }
block level(f = 1) around inside { inside, if f > 0 { dropout 0.5 } }
task t = classify { a, b }
net n {
  input image 12x12x1
  conv [edge] bias [1] fixed => 12x12x1, 4 weights
  nest level(1, 2) { repeat 2 residual(1) }
  maxpool 2, flatten
  head t
  expect 118 weights
}
data d = synthetic noughts_and_crosses { count 10, size 12 }
train n on d { split 80/20 }
`;

const rules = rulesFor(TEXT);

/** A value as data that a test may change. */
type Loose = { [key: string]: Loose } & Loose[] & (string | number | boolean | undefined);

function values(): {
  resolved: ResolvedProgram;
  graph: Graph;
  net: CheckedNet;
  program: ReturnType<typeof compile>["program"];
} {
  let resolved: ResolvedProgram | undefined;
  let graph: Graph | undefined;
  const { program } = compile(new SourceFile("t.cnn", TEXT), {
    observer: {
      resolved: (value) => {
        resolved = value;
      },
      expanded: (value) => {
        graph = value;
      },
    },
  });
  return { resolved: resolved!, graph: graph!, net: program.nets[0]!, program };
}

test("what the compiler gives has no violation", () => {
  const { resolved, graph, net, program } = values();
  expect(verifyResolved(resolved, rules)).toEqual([]);
  expect(verifyGraph(graph, rules)).toEqual([]);
  expect(verifyNet(net, rules)).toEqual([]);
  expect(verifyProgram(program, rules)).toEqual([]);
});

/** Each breaks one thing in a copy of the checked net. */
const BROKEN: { readonly [what: string]: (net: Loose) => unknown } = {
  "an id twice": (net) => Object.assign(net.nodes![2]!, { id: "conv_1" }),
  "an input that comes later": (net) => Object.assign(net.nodes![1]!, { inputs: ["flatten_1"] }),
  "an input that does not exist": (net) => Object.assign(net.nodes![1]!, { inputs: ["conv_9"] }),
  "a second input": (net) => Object.assign(net.nodes![1]!, { inputs: [] }),
  "a join of one value": (net) => Object.assign(net.nodes![4]!, { inputs: ["conv_2"] }),
  "a shape of zero": (net) => Object.assign(net.nodes![1]!, { output: [12, 0, 1] }),
  "a shape that is no whole number": (net) => Object.assign(net.nodes![1]!, { output: [12, 1.5, 1] }),
  "another shape than the rule's": (net) => Object.assign(net.nodes![1]!, { output: [12, 11, 1] }),
  "another kind": (net) => Object.assign(net.nodes![1]!, { kind: "flatten" }),
  "an unknown kind": (net) => Object.assign(net.nodes![1]!, { kind: "convolution" }),
  "other parameters": (net) => Object.assign(net.nodes![1]!.params!, { stride: [2] }),
  "a weight of another shape": (net) => Object.assign(net.nodes![1]!.weights![0]!, { shape: [1, 2, 1, 1] }),
  "a weight of another role": (net) => Object.assign(net.nodes![1]!.weights![0]!, { role: "learned" }),
  "a weight with another start": (net) =>
    Object.assign(net.nodes![1]!.weights![1]!, { initial: { type: "constant", value: 0 } }),
  "a weight too few": (net) => net.nodes![1]!.weights!.pop(),
  "arithmetic that gives another number": (net) =>
    Object.assign(net.nodes![1]!.weights![0]!, { arithmetic: "1·1·3·2" }),
  "other multiply-adds": (net) => Object.assign(net.nodes![1]!, { multiplyAdds: 1 }),
  "a receptive field of another rank": (net) => Object.assign(net.nodes![1]!, { receptiveField: [3] }),
  "a receptive field of less than nothing": (net) =>
    Object.assign(net.nodes![1]!, { receptiveField: [-1, 3] }),
  "a stride of another rank": (net) => Object.assign(net.nodes![1]!, { stride: [1] }),
  "a stride of nothing": (net) => Object.assign(net.nodes![1]!, { stride: [0, 1] }),
  "an empty span": (net) => Object.assign(net.nodes![1]!, { span: { start: 7, end: 7 } }),
  "a span behind the end": (net) => Object.assign(net.nodes![1]!, { span: { start: 7, end: 7000 } }),
  "a scope that is entered twice": (net) => Object.assign(net.nodes![8]!, { scopes: net.nodes![2]!.scopes }),
  "one instance for two uses": (net) =>
    Object.assign(net.nodes![5]!.scopes![3]!, { instance: net.nodes![2]!.scopes![3]!.instance }),
  "another output": (net) => Object.assign(net.outputs![0]!, { node: "flatten_1" }),
  "an output of no node": (net) => Object.assign(net.outputs![0]!, { node: "dense_9" }),
  "no output": (net) => net.outputs!.pop(),
  "an output twice": (net) => net.outputs!.push(net.outputs![0]!),
  "no input": (net) => net.inputs!.pop(),
  "another input": (net) => Object.assign(net.inputs![0]!, { node: "conv_1" }),
  "another number of classes": (net) => Object.assign(net.outputs![0]!.task!, { classes: ["a", "b", "c"] }),
  "something behind a head": (net) => Object.assign(net.outputs![0]!, { node: net.nodes!.at(-2)!.id }),
  "shared weights of another layer": (net) => Object.assign(net.nodes![2]!, { shares: "conv_1" }),
  "shared weights of no layer": (net) => Object.assign(net.nodes![2]!, { shares: "conv_9" }),
  "shares without weights": (net) => Object.assign(net.nodes!.at(-1)!, { shares: "conv_1" }),
  "fixed weights that nothing gives": (net) => Object.assign(net.nodes![2]!.params!, { fixed: true }),
  "frozen weights that learn": (net) => Object.assign(net.nodes![2]!.params!, { frozen: true }),
  "a head that is not the last": (net) => Object.assign(net.nodes!.at(-1)!, { task: undefined }),
  "totals that do not add up": (net) => Object.assign(net.totals!, { weights: 7 }),
  "learned weights counted as fixed": (net) => Object.assign(net.totals!, { learned: 1, fixed: 999 }),
  "a claim that holds and does not": (net) => Object.assign(net.claims![0]!, { holds: false }),
  "an erratum of a source that is right": (net) =>
    Object.assign(net.claims![1]!, { but: { count: "weights", value: 4 } }),
  "an erratum that is wrong itself": (net) =>
    Object.assign(net.claims![1]!, {
      claims: { count: "weights", value: 3 },
      but: { count: "weights", value: 5 },
    }),
  "a claim about another number": (net) => Object.assign(net.claims![1]!, { found: "5" }),
};

describe("a broken net is caught", () => {
  test.each(Object.entries(BROKEN))("%s", (_, spoil) => {
    const { net } = values();
    const copy = structuredClone(net);
    spoil(copy as unknown as Loose);
    expect(verifyNet(copy, rules)).not.toEqual([]);
  });
});

test("a broken graph, program and typed IR are caught", () => {
  const { resolved, graph, program } = values();
  const site = { ...graph.claims[0]!, last: 99 };
  expect(verifyGraph({ ...graph, claims: [site] }, rules)).toHaveLength(1);
  expect(verifyResolved({ ...resolved, blocks: new Map() }, rules)).not.toEqual([]);
  expect(verifyResolved({ ...resolved, tasks: [] }, rules)).not.toEqual([]);
  for (const change of [
    { around: false },
    { parameters: [] },
    { parameters: [{ name: "f" }, { name: "g" }] },
  ]) {
    const level = { ...resolved.blocks.get("level")!, ...change };
    expect(
      verifyResolved({ ...resolved, blocks: new Map([...resolved.blocks, ["level", level]]) }, rules),
    ).not.toEqual([]);
  }
  const [kernel] = program.kernels;
  expect(verifyProgram({ ...program, kernels: [{ ...kernel!, values: [1, 2] }] }, rules)).toHaveLength(1);
  const [training] = program.trainings;
  expect(
    verifyProgram(
      { ...program, trainings: [{ ...training!, split: { train: 1, validation: 1, test: 0 } }] },
      rules,
    ),
  ).toHaveLength(1);
});
