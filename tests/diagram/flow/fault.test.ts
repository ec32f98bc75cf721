import { expect, test } from "vitest";
import { compileText } from "../../../src/compile.ts";
import { drawGraph, drawMaps } from "../../../src/diagram/index.ts";
import { flatMarks, type Scene } from "../../../src/diagram/scene/scene.ts";
import { collisions, outside } from "../geometry.ts";

const fault = { text: "concat skip", message: "can't join 4×4×4 to 8×8×2: height 4 is not 8", line: 4 };
const netOf = (body: string) => {
  const { program } = compileText(
    `task t = classify { a, b }\nnet a { input image 8x8x1\n ${body} }`,
    "a.cnn",
  );
  expect(program.nets[0]!.complete).toBe(false);
  return program.nets[0]!;
};
const faults = (scene: Scene) =>
  flatMarks(scene.marks).filter((mark) => mark.type === "circle" && mark.className === "fault");
const words = (scene: Scene) =>
  flatMarks(scene.marks).flatMap((mark) => (mark.type === "text" ? mark.text.split(" ") : []));

test.each([drawMaps, drawGraph])("a fault is marked where the net stops", (draw) => {
  const scene = draw(netOf("conv 2@3 as skip, maxpool 2, conv 4@3\n concat skip, conv 3@3"), { fault });
  expect(faults(scene)).toHaveLength(1);
  expect(words(scene)).toEqual(expect.arrayContaining("concat skip line 4: height".split(" ")));
  expect(collisions(scene)).toEqual([]);
  expect(outside(scene)).toEqual([]);
});

test.each([drawMaps, drawGraph])("branches that can't be joined lead to the fault", (draw) => {
  const scene = draw(netOf("branches concat { | conv 2@3 | maxpool 2, conv 4@3 }"), { fault });
  const [mark] = faults(scene);
  const stages = scene.marks.filter((each) => each.className?.startsWith("stage "));
  // The input, a convolution, a pooling with its convolution, and the fault behind them all.
  expect(stages).toHaveLength(5);
  const right = Math.max(...flatMarks(scene.marks).flatMap((each) => (each.type === "rect" ? [each.x] : [])));
  expect(mark!.type === "circle" && mark!.x).toBeGreaterThan(right);
  expect(collisions(scene)).toEqual([]);
});

test("without a net's fault nothing is marked", () => {
  const scene = drawMaps(netOf("conv 2@3, rellu"));
  expect(faults(scene)).toEqual([]);
});
