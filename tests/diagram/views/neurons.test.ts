import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileText } from "../../../src/compile.ts";
import { drawNeurons, toSvg, viewFor, views } from "../../../src/diagram/index.ts";
import { flatMarks, type PathMark } from "../../../src/diagram/scene/scene.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { collisions, outside } from "../geometry.ts";
import { netNamed } from "../nets.ts";

function netOf(text: string): CheckedNet {
  const { program, diagnostics } = compileText(text, "a.cnn");
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return program.nets[0]!;
}

const marksOf = (net: CheckedNet) => flatMarks(drawNeurons(net).marks);
const textsOf = (net: CheckedNet) =>
  marksOf(net).flatMap((mark) => (mark.type === "text" ? [mark.text] : []));
const count = (net: CheckedNet, className: string) =>
  marksOf(net).filter((mark) => mark.className?.split(" ").includes(className)).length;
const synapsesOf = (net: CheckedNet) =>
  marksOf(net).filter(
    (mark): mark is PathMark => mark.type === "path" && !!mark.className?.startsWith("synapse"),
  );

const risk = netOf(`
task death = probability of "death"
net risk {
  input patient { age in years, haemoglobin in g/L, crp in mg/L, creatinine in umol/L, ejection_fraction in % }
  dense 4, relu
  dense 3, relu
  head death
}`);

test("a circle for each number, a line for each weight that joins two, and every name", () => {
  expect(count(risk, "neuron")).toBe(5 + 4 + 3 + 1);
  expect(count(risk, "synapse")).toBe(5 * 4 + 4 * 3 + 3 * 1);
  expect(textsOf(risk)).toEqual(
    expect.arrayContaining([
      "ejection fraction",
      "%",
      "death",
      "dense 4, relu",
      "5·4 + 4 = 24",
      "4·3 + 3 = 15",
    ]),
  );
});

test("the activation's curve stands in each neuron that has one", () => {
  // Four and three by `relu`, one by the head's sigmoid.
  expect(count(risk, "curve")).toBe(8);
});

test("weights that are written down give lines their colour and width", () => {
  const net = netOf("net a { input { x, y }, dense 2 weights [2 -1; 0 0.5] bias [0 0] }");
  const lines = synapsesOf(net);
  // By neuron of the input: 2, -1, then 0, 0.5. The widest line is that of 2; a quarter of it, that of 0.5.
  expect(lines.map(({ className }) => className)).toEqual([
    "synapse stimulates",
    "synapse inhibits",
    "synapse",
    "synapse stimulates",
  ]);
  const [two, minusOne, , half] = lines.map(({ strokeWidth }) => strokeWidth!);
  expect(two).toBe(4);
  expect(minusOne).toBeCloseTo(0.5 + 3.5 / 2);
  expect(half).toBeCloseTo(0.5 + 3.5 / 4);
  expect(textsOf(net)).toEqual(expect.arrayContaining(["stimulates", "inhibits"]));
});

test("without known weights there is no colour and no legend", () => {
  expect(new Set(synapsesOf(risk).map(({ className }) => className))).toEqual(new Set(["synapse"]));
  expect(textsOf(risk)).not.toContain("stimulates");
});

test("a wide layer shows its first and last neurons, and its whole arithmetic", () => {
  const net = netOf("net a { input { x }, dense 200, relu, dense 1 }");
  expect(count(net, "neuron")).toBe(1 + 8 + 1);
  expect(count(net, "elided")).toBe(3);
  expect(textsOf(net)).toEqual(expect.arrayContaining(["dense 200, relu", "1·200 + 200 = 400"]));
});

test("numbers that are added go straight across, and what skips a layer goes over it", () => {
  const net = netOf("net a { input { x, y, z }, dense 3 as kept, dense 3, add kept }");
  // 3·3 into each of the layers, 3 from the second into the sum; the first's three go over it as one way.
  expect(count(net, "synapse")).toBe(9 + 9 + 3);
  expect(count(net, "arrow-head")).toBe(1);
  expect(collisions(drawNeurons(net))).toEqual([]);
});

test("nets of lists are drawn so by default, and others can't be", () => {
  expect(viewFor(risk)).toBe("neurons");
  expect(viewFor(netNamed("lenet5"))).toBe("maps");
  expect(views.neurons.refusal(risk)).toBeUndefined();
  expect(views.neurons.refusal(netNamed("lenet5"))).toContain("28×28×1");
});

const activation = fc.constantFrom(
  "relu",
  "tanh",
  "leaky_relu 0.1",
  "softmax",
  "dropout 0.2",
  "batchnorm",
  "",
);

describe("whatever the layers", () => {
  test("no text touches anything, nothing is outside, and the bytes are the same twice", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), activation, fc.boolean()), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        (layers, fields, headed) => {
          const names = Array.from({ length: fields }, (_, i) => `measurement_${i} in mmol/L`).join(", ");
          const body = layers.map(([units, then, skipped], i) => {
            const parts = [`dense ${units}`, ...(then ? [then] : []), ...(skipped ? [`concat v${i}`] : [])];
            return `  dense ${units} as v${i}\n  ${parts.join(", ")}`;
          });
          const net = netOf(
            [
              'task stay = regress { "length of stay" in days, "cost of it all" in pounds }',
              `net a {\n  input patient { ${names} }`,
              ...body,
              headed ? "  head stay\n}" : "}",
            ].join("\n"),
          );
          const scene = drawNeurons(net);
          expect(collisions(scene)).toEqual([]);
          expect(outside(scene)).toEqual([]);
          expect(toSvg(drawNeurons(structuredClone(net)))).toBe(toSvg(scene));
        },
      ),
      { numRuns: 60 },
    );
  });
});
