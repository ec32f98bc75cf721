import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileText } from "../../../src/compile.ts";
import { drawGraph, drawMaps } from "../../../src/diagram/index.ts";
import { flatMarks, type Mark, type Scene } from "../../../src/diagram/scene/scene.ts";
import { bracketsOf } from "../../../src/diagram/stages/brackets.ts";
import { type FoldOptions, folded } from "../../../src/diagram/stages/fold.ts";
import type { Repeat } from "../../../src/diagram/stages/foldings.ts";
import { seriesParallel } from "../../../src/diagram/stages/series-parallel.ts";
import { shownOf } from "../../../src/diagram/stages/shown.ts";
import { stagesOf } from "../../../src/diagram/stages/stages.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { product } from "../../../src/shape/shape.ts";
import { soundNet } from "../../language/verified.ts";
import { collisions, outside } from "../geometry.ts";

const text = (body: string) => `task t = classify { a, b }\n${body}`;
const netOf = (body: string): CheckedNet => soundNet(text(body));
const idsOf = (net: CheckedNet, options: FoldOptions) => folded(net, options).net.nodes.map(({ id }) => id);
const textsOf = (scene: Scene, className: string) =>
  flatMarks(scene.marks).flatMap((mark) =>
    mark.type === "text" && mark.className === className ? [mark.text] : [],
  );

const residual = netOf(`
block unit(f) { branches add { | | conv f@3, relu, conv f@3 }, relu }
net a { input image 8x8x3, conv 4@3, repeat 5 unit(4), avgpool all, head t }`);

test("rounds that are alike stand once", () => {
  const { net, repeats } = folded(residual, { repeats: true });
  expect(net.nodes.map(({ kind }) => kind)).toEqual(
    "input conv conv relu conv add relu avgpool dense softmax".split(" "),
  );
  expect(repeats).toHaveLength(1);
  // Five units of two 3·3·4·4 + 4.
  expect(repeats[0]).toMatchObject({ times: 5, weights: 5 * 2 * (9 * 16 + 4) });
  const relu = net.nodes.find(({ kind, inputs }) => kind === "avgpool" && inputs.length === 1)!;
  expect(net.nodes.find(({ id }) => id === relu.inputs[0])!.kind).toBe("relu");
});

test("every node still takes what is there", () => {
  for (const options of [
    { repeats: true },
    { repeats: true, depth: 0 },
    { repeats: true, depth: 1 },
    { repeats: false, depth: 0 },
  ]) {
    const seen = new Set<string>();
    for (const { id, inputs } of folded(residual, options).net.nodes) {
      for (const input of inputs) expect(seen.has(input), `${id} takes ${input}`).toBe(true);
      seen.add(id);
    }
  }
});

test("without repeats and with all blocks open, nothing changes", () => {
  expect(folded(residual, { repeats: false }).net.nodes).toEqual(residual.nodes);
});

test("a block that is not open is one node", () => {
  expect(folded(residual, { repeats: true, depth: 0 }).net.nodes.map(({ label }) => label)).toEqual([
    "input image",
    "conv 4@3",
    "unit",
    "avgpool all",
    "head t",
    "softmax",
  ]);
  const { net, blocks, counts } = folded(residual, { repeats: false, depth: 0 });
  expect([...blocks.values()]).toHaveLength(5);
  const [id, block] = [...blocks][0]!;
  expect(block.name).toBe("unit");
  expect(counts.get(id)).toMatchObject({ layers: 5, weights: 2 * (9 * 16 + 4) });
  const counted = net.nodes.flatMap(({ weights }) => weights.map(({ shape }) => product(shape)));
  expect(counted.reduce((a, b) => a + b, 0)).toBe(residual.totals.weights);
});

test("a named block is open at any depth", () => {
  expect(idsOf(residual, { repeats: true, depth: 0, expand: ["unit"] })).toEqual(
    idsOf(residual, { repeats: true }),
  );
});

test("rounds that differ in their layers stand apart", () => {
  const net = netOf("net a { input image 8x8x3, repeat 3 as i conv 4*(i + 1)@3, avgpool all, head t }");
  const { repeats, net: drawn } = folded(net, { repeats: true });
  expect(repeats).toEqual([]);
  expect(drawn.nodes).toEqual(net.nodes);
});

test("rounds that differ in their channels alone say what the last one gives", () => {
  const net = netOf(
    "block grow { conv 2@3, concat in }\nnet a { input image 8x8x3, repeat 4 grow, avgpool all, head t }",
  );
  const [repeat] = folded(net, { repeats: true }).repeats;
  // 3 + 4·2 channels.
  expect(repeat).toMatchObject({ times: 4, end: "8×8×11" });
  const weights = [3, 5, 7, 9].map((channels) => 9 * channels * 2 + 2);
  expect(repeat!.weights).toBe(weights.reduce((a, b) => a + b, 0));
});

test("what takes values of other rounds in different ways stays", () => {
  const net = netOf(`net a {
    input image 8x8x3
    conv 4@3 as first
    repeat 3 as i { conv 4@3 as last, if i == 1 { add first } }
    avgpool all, head t
  }`);
  const { net: drawn } = folded(net, { repeats: true });
  expect(drawn.nodes.filter(({ kind }) => kind === "add")).toHaveLength(1);
  expect(drawn.nodes.filter(({ kind }) => kind === "conv").length).toBeGreaterThan(2);
});

test("repeats in repeats are brackets in brackets", () => {
  const net = netOf(`
    block two(f) { repeat 2 { conv f@3, relu } }
    net a { input image 8x8x4, repeat 3 { two(4), tanh }, avgpool all, head t }`);
  const scene = drawGraph(net, { depth: 3 });
  expect(textsOf(scene, "times").map((label) => label.split(":")[0])).toEqual(["×2", "×3"]);
  expect(collisions(scene)).toEqual([]);
  expect(outside(scene)).toEqual([]);
});

test("a block says what it is given, where that is numbers", () => {
  const body = text(`block unit(f, s = 1) { conv f@3 stride s, relu }
net a { input image 8x8x3, unit(4), unit(8, s = 2) => 4x4x8
  avgpool all, head t }`);
  const { program, source } = compileText(body, "a.cnn");
  const scene = drawGraph(program.nets[0]!, { depth: 0, source });
  expect(textsOf(scene, "layer")).toEqual(expect.arrayContaining(["unit(4)", "unit(8, s = 2)"]));
  expect(textsOf(scene, "weights")).toEqual(expect.arrayContaining(["2 layers", "112 weights"]));
});

test("large nets are folded, small ones are not, and `all` draws everything", () => {
  const vgg = compileText(readFileSync("specs/zoo/vgg16.cnn", "utf8"), "vgg16.cnn").program.nets[0]!;
  const dense = compileText(readFileSync("specs/zoo/densenet.cnn", "utf8"), "densenet.cnn").program.nets[0]!;
  const stagesIn = (marks: readonly Mark[]): number =>
    marks.reduce((sum, mark) => {
      if (mark.type !== "group") return sum;
      return sum + (mark.className.startsWith("stage ") ? 1 : stagesIn(mark.children));
    }, 0);
  const stages = (scene: Scene) => stagesIn(scene.marks);
  expect(stages(drawMaps(vgg))).toBe(stages(drawMaps(vgg, { depth: "all" })));
  expect(stages(drawMaps(dense))).toBeLessThan(40);
  expect(stages(drawMaps(dense, { depth: "all" }))).toBeGreaterThan(200);
  expect(textsOf(drawMaps(dense), "times").map((label) => label.split(/[,:]/)[0])).toEqual(
    "×6 ×12 ×24 ×16".split(" "),
  );
});

test("repeats that are to stay apart are drawn round by round", () => {
  const net = netOf(`block two { branches concat { | conv 4@3, relu | conv 4@1 } }
net a { input image 8x8x4, repeat 2 { two, conv 4@1 } => 8x8x4
  avgpool all, head t }`);
  const shown = shownOf(net, { repeats: true });
  expect(shown.repeats.map(({ times }) => times)).toEqual([2]);
  const apart = new Set(shown.repeats.map(({ span }) => span.start));
  expect(shownOf(net, { repeats: true, apart }).net.nodes).toEqual(net.nodes);
});

test("rounds with other weights each are drawn once from three on, for all of them", () => {
  const net = netOf(
    "block grow { conv 2@3, concat in }\nnet a { input image 8x8x3, repeat 4 grow, avgpool all, head t }",
  );
  const { repeats, net: drawn, counts } = folded(net, { repeats: true });
  expect(repeats[0]!.differ).toBe(true);
  const conv = drawn.nodes.find(({ kind }) => kind === "conv")!;
  expect(counts.get(conv.id)).toEqual({ layers: 4, weights: repeats[0]!.weights, rounds: 4, shared: false });
  expect(textsOf(drawGraph(net, { depth: 3 }), "weights")).toEqual(
    expect.arrayContaining(["440 weights", "in 4 rounds"]),
  );
});

test("no bracket stands over what has something else between it", () => {
  const net = netOf("net a { input image 8x8x3, conv 2@3, conv 3@3, conv 4@3, avgpool all, head t }");
  const chain = seriesParallel(stagesOf(net));
  const repeat: Repeat = { times: 2, differ: false, weights: 0, span: { start: 0, end: 0 } };
  const over = (...places: number[]) =>
    bracketsOf(chain, {
      repeats: [repeat],
      repeatOf: new Map(places.map((place) => [net.nodes[place]!.id, repeat])),
    });
  expect(over(1, 3).missing).toEqual([repeat]);
  expect(over(1, 2).missing).toEqual([]);
  expect(
    chain.items.map((item) =>
      over(1, 2)
        .brackets.get(item)
        ?.map(({ opens }) => opens),
    ),
  ).toEqual([undefined, [true], [false], undefined, undefined, undefined]);
});
