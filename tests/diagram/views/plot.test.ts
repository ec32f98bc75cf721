import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answersOver } from "../../../src/cli/commands/draw/values.ts";
import { compileText } from "../../../src/compile.ts";
import { type Answers, drawnFor, drawPlot, toSvg, views, widths } from "../../../src/diagram/index.ts";
import { flatMarks, type PathMark, type Scene } from "../../../src/diagram/scene/scene.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { collisions, outside } from "../geometry.ts";

function subjectOf(text: string) {
  const { program, source, diagnostics } = compileText(text, "a.cnn");
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return { net: program.nets[0]!, source };
}

const figure = (name: string) =>
  subjectOf(readFileSync(join(import.meta.dirname, `../../../specs/figures/${name}.cnn`), "utf8"));

const pathsOf = (scene: Scene, className: string) =>
  flatMarks(scene.marks).filter(
    (mark): mark is PathMark => mark.type === "path" && mark.className === className,
  );
const textsOf = (scene: Scene, className: string) =>
  flatMarks(scene.marks).flatMap((mark) =>
    mark.type === "text" && mark.className === className ? [mark.text] : [],
  );

function sound(net: CheckedNet, answers: Answers): Scene {
  const scene = drawPlot(net, answers);
  for (const width of Object.values(widths)) {
    const made = drawnFor((room) => drawPlot(net, answers, { width: room }), width);
    expect(collisions(made)).toEqual([]);
    expect(outside(made)).toEqual([]);
  }
  expect(collisions(scene)).toEqual([]);
  expect(outside(scene)).toEqual([]);
  expect(toSvg(drawPlot(net, structuredClone(answers)))).toBe(toSvg(scene));
  return scene;
}

describe("over one input", () => {
  test("two hidden neurons and their sum make the absolute value", async () => {
    const subject = figure("absolute");
    const answers = await answersOver(subject, new Map([["x", [-3, 2]]]));
    const [x] = answers.inputs as [readonly number[]];
    expect([x[0], x.at(-1)]).toEqual([-3, 2]);
    const output = answers.values.get(subject.net.outputs[0]!.node)!;
    for (let i = 0; i < x.length; i += 24) expect(output[i]).toBeCloseTo(Math.abs(x[i]!), 6);

    const scene = sound(subject.net, answers);
    expect(textsOf(scene, "chart-name")).toEqual(["relu(x)", "relu(−x)", "output"]);
    expect(textsOf(scene, "factor")).toEqual(["× 1", "× 1"]);
    const [rising, falling, sum] = pathsOf(scene, "curve").map(({ points }) => points);
    // Left of 0, three fifths of the way, the first neuron is silent; right of it, the second.
    const at = (share: number) => Math.round(share * 240);
    expect(rising![at(0)]!.y).toBe(rising![at(0.6)]!.y);
    expect(rising![at(1)]!.y).toBeLessThan(rising![at(0.6)]!.y);
    expect(falling![at(1)]!.y).toBe(falling![at(0.6)]!.y);
    const bottom = sum![at(0.6)]!.y;
    expect((bottom - sum![at(0)]!.y) / (bottom - sum![at(1)]!.y)).toBeCloseTo(3 / 2, 6);
  });

  test("a neuron's factor and offset stand in its formula, and a factor below 0 inhibits", async () => {
    const subject = subjectOf(
      "net a { input { dose }, dense 2 weights [2 -0.5] bias [-1 0.25], tanh, dense 1 weights [3; -4] bias [0] }",
    );
    const scene = sound(subject.net, await answersOver(subject));
    expect(textsOf(scene, "chart-name")).toEqual(["tanh(2 dose − 1)", "tanh(−0.5 dose + 0.25)", "output"]);
    expect(textsOf(scene, "factor")).toEqual(["× 3", "× −4"]);
    const arrows = pathsOf(scene, "wire").map(({ stroke }) => stroke);
    expect(arrows).toEqual(["stimulates", "inhibits", "wire"]);
  });

  test("several outputs are curves with their names, and shares go from 0 to 100 %", async () => {
    const subject = subjectOf(
      "task kind = classify { low, middle, high }\nnet a { input { x }, head kind weights [-1 0 1] bias [0 0 0] }",
    );
    const scene = sound(subject.net, await answersOver(subject));
    expect(new Set(textsOf(scene, "name"))).toEqual(new Set(["low", "middle", "high"]));
    expect(textsOf(scene, "tick")).toEqual(expect.arrayContaining(["0 %", "100 %"]));
  });

  test("each head has a chart, on axes of its own", async () => {
    const subject = subjectOf(
      `task rate = regress { "heart rate" in beats/min }
task kind = classify { young, old }
net a {
  input { x }
  dense 1 weights [1] bias [0] as h
  head rate weights [-100] bias [200]
  from h, head kind weights [-1 1] bias [0 0]
}`,
    );
    const scene = sound(subject.net, await answersOver(subject));
    expect(textsOf(scene, "chart-name")).toEqual(["heart rate in beats/min", "kind"]);
    expect(textsOf(scene, "tick")).toEqual(expect.arrayContaining(["100", "300", "0 %", "100 %"]));
  });

  test("units stand at both axes", async () => {
    const subject = figure("max_heart_rate");
    const answers = await answersOver(subject, new Map([["age", [20, 90]]]));
    const scene = sound(subject.net, answers);
    expect(textsOf(scene, "axis-name")).toEqual(["age in years"]);
    expect(textsOf(scene, "chart-name")).toEqual(["maximum heart rate in beats/min"]);
    const [numbers] = answers.values.values();
    expect([numbers![0], numbers!.at(-1)]).toEqual([200, 130]);
  });
});

describe("over two inputs", () => {
  test("the risk by age and cholesterol is that of its formula", async () => {
    const subject = figure("mortality");
    const ranges = new Map([
      ["age", [30, 100]],
      ["cholesterol", [3, 9]],
    ] as const);
    const answers = await answersOver(subject, ranges);
    const [ages, levels] = answers.inputs as [readonly number[], readonly number[]];
    const risk = [...answers.values.values()][0]!;
    for (const [i, j] of [
      [0, 0],
      [40, 10],
      [80, 80],
      [13, 66],
    ] as const) {
      const odds = Math.exp(0.14 * ages[i]! + 0.5 * levels[j]! - 12);
      expect(risk[j * ages.length + i]).toBeCloseTo(odds / (1 + odds), 5);
    }
    const scene = sound(subject.net, answers);
    expect(textsOf(scene, "axis-name")).toEqual(["age in years", "cholesterol in mmol/L"]);
    expect(textsOf(scene, "level")).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => `${level}0 %`));
    // Half of them die where 0.14 age + 0.5 cholesterol = 12: at 75 years with 3 mmol/L.
    const [half] = pathsOf(scene, "half").map(({ points }) => points);
    const box = flatMarks(scene.marks).find((mark) => mark.className === "frame")!;
    if (box.type !== "rect") throw new Error("a frame is a rectangle");
    const lowest = half!.reduce((a, b) => (a.y > b.y ? a : b));
    expect(30 + (70 * (lowest.x - box.x)) / box.width).toBeCloseTo(75, 1);
    const highest = half!.reduce((a, b) => (a.y < b.y ? a : b));
    expect(30 + (70 * (highest.x - box.x)) / box.width).toBeCloseTo(7.5 / 0.14, 1);
  });

  test("of many outputs four are drawn, and the rest counted", async () => {
    const subject = subjectOf(
      "net a { input { x, y }, dense 6 weights [1 2 3 4 5 6; 6 5 4 3 2 1] bias [0 0 0 0 0 0] }",
    );
    const scene = sound(subject.net, await answersOver(subject));
    expect(textsOf(scene, "chart-name")).toEqual([1, 2, 3, 4].map((i) => `output ${i}`));
    expect(textsOf(scene, "more")).toEqual(["and 2 more"]);
    // x + 6 y lies between −7 and 7.
    expect(textsOf(scene, "level")).toEqual(expect.arrayContaining(["−6", "0", "6"]));
  });

  test("a hill in the middle lies in its ring, and a hollow is a hole", async () => {
    const { net } = subjectOf(
      'task d = probability of "it"\nnet a { input { x, y }, head d weights [1; 1] bias [0] }',
    );
    const side = Array.from({ length: 41 }, (_, i) => i / 20 - 1);
    const answersOf = (f: (r: number) => number): Answers => ({
      inputs: [side, side],
      values: new Map([
        [net.outputs[0]!.node, Float32Array.from(side.flatMap((y) => side.map((x) => f(Math.hypot(x, y)))))],
      ]),
    });
    const hill = sound(
      net,
      answersOf((r) => Math.max(0, 1 - r)),
    );
    const bands = pathsOf(hill, "band");
    expect(bands).toHaveLength(9);
    // The ring of 50 % has half the radius of the area, which is 380 px wide.
    const xs = pathsOf(hill, "half")[0]!.points.map(({ x }) => x);
    expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(190, 0);
    const hollow = sound(
      net,
      answersOf((r) => Math.min(1, r)),
    );
    expect(pathsOf(hollow, "band").filter(({ holes }) => holes!.length === 1).length).toBeGreaterThan(5);
    expect(toSvg(hollow)).toContain('fill-rule="evenodd"');
  });
});

test("what has no plot is refused: images, many fields, maps, and weights that only training can tell", () => {
  const why = (text: string) => views.plot.refusal(subjectOf(text).net);
  expect(why("net a { input image 8x8x1, flatten, dense 1 }")).toContain("it takes 8×8×1");
  expect(why("net a { input { x, y, z }, dense 1 }")).toContain("it has 3 fields");
  expect(why("net a { input { x }, dense 3, relu, dense 1 weights [1; 1; 1] bias [0] }")).toContain(
    "the weights of `dense 3` are not known before it is trained",
  );
  expect(views.plot.refusal(figure("absolute").net)).toBeUndefined();
});
