import { describe, expect, test } from "vitest";
import { diskHost } from "../../src/host/imports.ts";
import type { CheckedNet } from "../../src/ir/net.ts";
import { chain, compileVerified, last, soundNet, soundNets, specs } from "./verified.ts";

const RESIDUAL = "block residual(f) { conv f@3, batchnorm, relu, conv f@3, batchnorm, add in, relu }\n";

describe("nets of papers", () => {
  test.each(specs())("$file has no message and all its claims hold", ({ file, text }) => {
    const { program, diagnostics } = compileVerified(text, file, diskHost(file));
    expect(diagnostics).toEqual([]);
    for (const net of program.nets) {
      expect(net.complete).toBe(true);
      expect(net.claims.every((claim) => claim.holds)).toBe(true);
    }
  });

  test("Howard and Francis's nought or cross: 4·3·3 = 36 and 4·2 = 8 weights", () => {
    const [net, classic] = soundNets(specs().find(({ file }) => file.includes("nought"))!.text);
    expect(net!.totals).toMatchObject({ weights: 44, learned: 44, tracked: 0, fixed: 0 });
    // 26·26·4 places with 9 products each, and 4·2.
    expect(net!.totals.multiplyAdds).toBe(26 * 26 * 4 * 9 + 8);
    expect(net!.nodes.map((node) => node.id)).toEqual([
      "input_1",
      "conv_1",
      "relu_1",
      "maxpool_1",
      "dense_1",
      "softmax_1",
    ]);
    expect(net!.nodes[1]!.weights[0]).toMatchObject({
      shape: [3, 3, 1, 4],
      role: "learned",
      arithmetic: "4·3·3·1",
    });
    // The last axis runs fastest: the first numbers of the four kernels come first.
    expect(net!.nodes[1]!.weights[0]!.initial).toMatchObject({
      type: "literal",
      values: expect.arrayContaining([-1]),
    });
    const { initial } = net!.nodes[1]!.weights[0]!;
    expect(initial.type === "literal" && initial.values.slice(0, 8)).toEqual([-1, -1, 2, -1, 2, -1, -1, -1]);
    expect(classic!.totals.weights).toBe(28 * 28 * 2);
  });

  test("LeNet-5: 156 + 2416 + 48 120 + 10 164 + 850 = 61 706 weights", () => {
    const net = soundNet(specs().find(({ file }) => file.endsWith("lenet5.cnn"))!.text);
    const counts = net.nodes.flatMap((node) =>
      node.weights.length > 0
        ? [node.weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0)]
        : [],
    );
    expect(counts).toEqual([6 * 25 + 6, 16 * 150 + 16, 400 * 120 + 120, 120 * 84 + 84, 84 * 10 + 10]);
    expect(net.totals.weights).toBe(61_706);
    expect(net.outputs[0]!.task).toMatchObject({
      kind: "classify",
      classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    });
  });

  test("a 1-D residual net of an ECG", () => {
    const net = soundNet(`${RESIDUAL}
      task rhythm = classify { normal, atrial_fibrillation, other, noise }
      net ecg {
        input 5000 samples x 12 leads at 500 Hz
        conv 32@15 stride 2     => 2500 x 32, 5_792 weights       # 15·12·32 + 32
        repeat 3 residual(32)   => 19_008 learned, 384 tracked    # 3·(2·(3·32·32 + 32) + 2·64) and 3·2·64
        avgpool all
        head rhythm             => 132 weights                    # 32·4 + 4
        expect 24_932 learned
      }`);
    expect(net.totals).toMatchObject({ learned: 24_932, tracked: 384, weights: 25_316 });
    expect(net.nodes[0]!.params).toMatchObject({ form: "samples", rate: 500 });
    expect(net.nodes.filter((node) => node.kind === "batchnorm")).toHaveLength(6);
  });

  test("literal, fixed and frozen weights", () => {
    expect(
      chain("dense 2 weights [1 -1] bias [0 0], relu\n dense 1 weights [1; 1] bias [0]", "{ x }").totals
        .weights,
    ).toBe(7);
    const frozen = chain("conv 4@3 frozen, batchnorm frozen");
    // 4·9 + 4, gamma and beta, and the moving averages, which training leaves alone too.
    expect(frozen.totals).toMatchObject({ learned: 0, fixed: 56, tracked: 0, weights: 56 });
    expect(chain("dense 2 weights [1 -1] no bias fixed, scale from 2 fixed", "{ x }").totals).toMatchObject({
      learned: 0,
      fixed: 4,
    });
  });
});

describe("composition", () => {
  test("repeat, branches, blocks with parameters and `in`", () => {
    const net = soundNet(`
      block stage(f)      { repeat 2 { conv f@3, batchnorm, relu } }
      block dense_unit(k) { batchnorm, relu, conv k@3, concat in }
      block inception(a, b0, b, c0, c, d) {
        branches concat {
          | conv a@1
          | conv b0@1, relu, conv b@3
          | conv c0@1, relu, conv c@5
          | maxpool 3 stride 1 same, conv d@1
        }
      }
      net a {
        input image 32x32x3
        stage(8)                             => 32x32x8
        dense_unit(4)                        => 32x32x12
        inception(8, 4, 8, 2, 4, 4) as whole => 32x32x24
        maxpool 2, upsample 2, concat whole  => 32x32x48
      }`);
    // GoogLeNet's module: 12·8+8, 12·4+4 and 9·4·8+8, 12·2+2 and 25·2·4+4, 12·4+4.
    const inception = net.nodes.filter((node) => node.scopes[0]?.name === "inception");
    const weights = inception
      .flatMap((node) => node.weights)
      .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0);
    expect(weights).toBe(104 + 52 + 296 + 26 + 204 + 52);
    expect(inception.at(-1)).toMatchObject({ kind: "concat", name: "whole" });
    expect(inception.at(-1)!.inputs).toHaveLength(4);
  });

  test("one block serves a signal, an image and a volume", () => {
    const nets = soundNets(`${RESIDUAL}
      net one   { input 64 samples x 2 leads, conv 4@3, residual(4) => 64x4 }
      net two   { input image 16x16x2, conv 4@3, residual(4) => 16x16x4 }
      net three { input volume 8x16x16x2, conv 4@3, residual(4) => 8x16x16x4 }`);
    // Kernels of 3, 3·3 and 3·3·3: k·2·4 + 4 + 2·(k·4·4 + 4) + 2·8 learned.
    expect(nets.map((net) => net.totals.learned)).toEqual(
      [3, 9, 27].map((k) => k * 8 + 4 + 2 * (k * 16 + 4) + 16),
    );
  });

  test("an empty branch passes its value on", () => {
    const net = chain("conv 4@3\n branches add { | conv 4@3, relu, conv 4@3 | }\n relu");
    expect(net.nodes.find((node) => node.kind === "add")!.inputs).toEqual(["conv_3", "conv_1"]);
  });

  test("branches that are nested in rounds keep their scopes apart", () => {
    const net = chain("repeat 2 { branches concat { | conv 1@3 | repeat 2 { relu } } }");
    const scopes = net.nodes.map((node) => node.scopes.map(({ kind, index }) => `${kind}${index}`).join(" "));
    expect(scopes.slice(1)).toEqual([
      "repeat0 branch0",
      "repeat0 branch1 repeat0",
      "repeat0 branch1 repeat1",
      "repeat0",
      "repeat1 branch0",
      "repeat1 branch1 repeat0",
      "repeat1 branch1 repeat1",
      "repeat1",
    ]);
  });

  test("nested blocks know how deep they stand, however they are written", () => {
    const level =
      "block level(f) around inside { conv f@3 as skip, maxpool 2, inside, upsample 2, concat skip }";
    const [nested, written] = soundNets(
      `${level}\nnet a { input image 8x8x1, nest level(2, 3) { relu } }\nnet b { input image 8x8x1, level(2) { level(3) { relu } } }`,
    );
    const scopes = (net: CheckedNet) =>
      net.nodes.map((node) => node.scopes.map(({ kind, name, index }) => `${kind} ${name} ${index}`));
    expect(scopes(nested!)).toEqual(scopes(written!));
    const [outer, inner] = ["nest level 0", "nest level 1"];
    const depths = [[], [outer], [outer]];
    const inside = Array.from({ length: 5 }, () => [outer, inner]);
    expect(scopes(nested!)).toEqual([...depths, ...inside, [outer], [outer]]);
  });

  test("expressions and parameters", () => {
    const net = soundNet(
      "block b(f, p) { conv 2*f+1@(f-1) stride f%2+1, dropout p }\nnet a { input image 9x9x1, b(3, 1/2) }",
    );
    expect(net.nodes[1]!.label).toBe("conv 7@2 stride 2");
    expect(last(net).params).toEqual({ rate: 0.5 });
  });
});

describe("inputs and tasks", () => {
  test("named fields with units", () => {
    const text =
      'net a { input patient { age in years, crp in mg/L, ef in %, bsa in m^2, "no" in "per day" }, dense 1 }';
    const net = soundNet(text.replace('"no"', "no"));
    expect(net.nodes[0]).toMatchObject({ label: "input patient", output: [5], receptiveField: [] });
    expect(net.nodes[0]!.params.fields).toEqual([
      { name: "age", unit: "years" },
      { name: "crp", unit: "mg/L" },
      { name: "ef", unit: "%" },
      { name: "bsa", unit: "m^2" },
      { name: "no", unit: "per day" },
    ]);
  });

  test("a regression has one output a quantity and no activation", () => {
    const net = soundNet(
      'task t = regress { "ejection fraction" in % from 0 to 100, edv in mL }\nnet a { input { x }, head t }',
    );
    expect(last(net)).toMatchObject({ kind: "dense", output: [2], label: "head t", task: "t" });
    expect(net.outputs[0]!.task).toMatchObject({
      quantities: [
        { name: "ejection fraction", unit: "%", from: 0, to: 100 },
        { name: "edv", unit: "mL" },
      ],
    });
  });

  test("one lead needs no count", () => {
    expect(chain("conv 2@5", "1000 samples at 250 Hz").nodes[0]!.output).toEqual([1000, 1]);
  });
});

describe("new lines and commas", () => {
  test.each([
    "conv 2@3, relu, flatten",
    "conv 2@3\nrelu\nflatten",
    "conv 2@3,\n\n relu # note\n,flatten,",
    "conv 2@3\r\nrelu\r\nflatten",
    "conv 2@3\rrelu\rflatten",
  ])("%j", (body) => {
    expect(chain(body).nodes.map((node) => node.kind)).toEqual(["input", "conv", "relu", "flatten"]);
  });

  test("inside parentheses a line goes on", () => {
    expect(chain("conv 2@(3\n)x(1 +\n 4)").nodes[1]!.label).toBe("conv 2@3×5");
  });
});
