import { expect, test } from "vitest";
import { compileText } from "../../../src/compile.ts";
import { drawArithmetic, toSvg, views } from "../../../src/diagram/index.ts";
import { flatMarks } from "../../../src/diagram/scene/scene.ts";
import { mixed } from "../../../src/diagram/scene/theme.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { collisions, outside } from "../geometry.ts";

function netOf(text: string): CheckedNet {
  const { program, diagnostics } = compileText(text, "a.cnn");
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return program.nets[0]!;
}

const marksOf = (net: CheckedNet) => flatMarks(drawArithmetic(net).marks);
const textsOf = (net: CheckedNet, className?: string) =>
  marksOf(net).flatMap((mark) =>
    mark.type === "text" && (className === undefined || mark.className === className) ? [mark.text] : [],
  );

const small = netOf(`net small {
  input image 28x28x1
  conv 6@5, relu
  maxpool 2
  repeat 3 { conv 6@3 no bias, batchnorm, relu }
  flatten
  dense 10
}`);

test("each layer's tensors over their arithmetic, their sum, and all of them over what the layer stores", () => {
  // 6·5·5·1 + 6 = 156; three times 6·3·3·6 + 4·6 = 348; 14·14·6·10 + 10 = 11 770. Of 12 970: 1.2, 8.0 and 91 %.
  expect(textsOf(small, "sum")).toEqual(["156", "1 044", "11 770"]);
  expect(textsOf(small, "percent")).toEqual(["1.2 %", "8.0 %", "91 %"]);
  expect(textsOf(small, "arithmetic")).toEqual([
    ...["6·5·5·1", "6"],
    ...["6·3·3·6", "6", "6", "6", "6"],
    ...["1176·10", "10"],
  ]);
  expect(textsOf(small, "tensor")).toContain("moving variance");
});

test("layers that are alike stand once, with how many there are", () => {
  expect(textsOf(small, "alike")).toEqual(["3 alike"]);
  expect(textsOf(small, "sign")).toEqual(expect.arrayContaining(["3 · (", ") ="]));
});

test("bars are as long as their layers' shares", () => {
  const bars = marksOf(small).flatMap((mark) =>
    mark.type === "rect" && mark.className === "share" ? [mark.width] : [],
  );
  expect(bars[1]! / bars[2]!).toBeCloseTo(1044 / 11770, 6);
});

test("kernels are drawn cell by cell, four of them and four channels at most", () => {
  const cells = marksOf(small).filter((mark) => mark.className === "weight");
  // 4 of 5·5·1, and a bias of 6; 4 of 3·3 with 4 channels, and four vectors of 6; a bias of 10. The matrix is one area.
  expect(cells).toHaveLength(4 * 25 + 6 + 4 * 9 * 4 + 4 * 6 + 10);
});

test("weights that are written down shade their cells", () => {
  const net = netOf("net a { input { x }, dense 2 weights [1 -1] bias [0 0] }");
  const [high, low] = marksOf(net).filter((mark) => mark.className === "weight");
  expect(low?.type === "rect" && low.fill).toEqual(mixed("low", "high", 0));
  expect(high?.type === "rect" && high.fill).toEqual(mixed("low", "high", 1));
});

test("high weights are white: a layer's numbers have one scale, and the key says so where cells are shaded", () => {
  const net = netOf("net a { input { x }, dense 2 weights [4 -1] bias [-6 2] }");
  const shares = marksOf(net)
    .filter((mark) => mark.className === "weight")
    .map((mark) => (mark.type === "rect" && typeof mark.fill === "object" ? mark.fill.share : undefined));
  // From −6 to 4, whichever tensor they stand in.
  expect(shares).toEqual([1, 0.5, 0, 0.8]);
  expect(textsOf(net, "key")).toEqual(["lowest", "highest weight of a layer"]);
  expect(textsOf(small, "key")).toEqual([]);
});

test("the sheets of a kernel are its inputs, the first in front", () => {
  const written = netOf("net a { input image 4x4x2, conv 1@1 no bias }");
  const nodes = written.nodes.map((node) => ({
    ...node,
    weights: node.weights.map((weight) => ({
      ...weight,
      initial: { type: "literal" as const, values: Float32Array.of(-1, 1) },
    })),
  }));
  const [behind, front] = marksOf({ ...written, nodes }).filter((mark) => mark.className === "weight");
  expect(behind?.type === "rect" && behind.fill).toEqual(mixed("low", "high", 1));
  expect(front?.type === "rect" && front.fill).toEqual(mixed("low", "high", 0));
});

test("shared weights count once", () => {
  const net = netOf("net a { input { x, y, z, w }, shared same { dense 4 }, same, same }");
  expect(textsOf(net, "sum")).toEqual(["20"]);
});

test("a net without weights is refused, and the bytes are the same twice", () => {
  expect(views.arithmetic.refusal(netOf("net a { input { x }, relu }"))).toBe("it has no weights");
  expect(views.arithmetic.refusal(small)).toBeUndefined();
  expect(toSvg(drawArithmetic(structuredClone(small)))).toBe(toSvg(drawArithmetic(small)));
  expect(collisions(drawArithmetic(small))).toEqual([]);
  expect(outside(drawArithmetic(small))).toEqual([]);
});
