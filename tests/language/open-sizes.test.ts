// What the checker says of sizes that are left open, against nets with each size written down.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileText, hasErrors } from "../../src/compile.ts";
import type { CheckedNet } from "../../src/ir/net.ts";
import { includes } from "../../src/shape/remainders.ts";
import { root } from "../house/cnnc.ts";
import { compileVerified } from "./verified.ts";

const U_BLOCKS = `
block stage(f) { conv f@3, relu }
block level(f) around inside { stage(f) as skip, maxpool 2, inside, upsample 2, concat skip, stage(f) }
block valid(f) around inside { conv f@3 valid as skip, maxpool 2 valid, inside, transposed f@2 stride 2, add skip }
`;

/** Bodies of nets whose input has N places, and from which size on they are compared one by one. */
const NETS: [name: string, body: string, from?: number][] = [
  ["a U of three levels", "nest level(2, 2, 2) { stage(2) }"],
  ["a U whose joins need a remainder", "conv 2@3 valid, nest level(2, 2) { stage(2) }"],
  ["strides and windows without padding", "conv 2@7 stride 3 valid, maxpool 2 valid, conv 2@5 valid"],
  ["strides with padding", "conv 2@7 stride 2 pad 3, maxpool 3 stride 2 pad 1, conv 2@3 stride 2"],
  ["a multiple that is padded to", "pad to 12, nest level(2, 2) { stage(2) }"],
  [
    "a choice that is the same wherever it works",
    "if length > 20 { conv 2@21 valid, maxpool 4 } else { conv 4@21 valid }",
  ],
  ["crops", "conv 2@3, crop 5, maxpool 3, upsample 3"],
];

function netOf(body: string, size: string): string {
  const begin = `net a {\n  input ${size} samples x 2 leads\n`;
  return `${U_BLOCKS}${begin}  conv 2@1 as in0\n  ${body}\n}`;
}

function checked(text: string): CheckedNet {
  const compilation = compileVerified(text);
  expect(compilation.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return compilation.program.nets[0]!;
}

describe("which sizes work", () => {
  test.each(NETS.map(([name, body, from = 1]) => ({ name, body, from })))("$name", ({ body, from }) => {
    const [size] = checked(netOf(body, "N")).openSizes!;
    expect(size!.name).toBe("N");
    for (let n = from; n <= 100; n++)
      expect([n, !hasErrors(compileText(netOf(body, String(n))))]).toEqual([n, includes(size!.works, n)]);
  });

  test("Inception v3 takes images of at least 75 pixels", () => {
    // Keras, applications.InceptionV3: "width and height should be no smaller than 75".
    const text = readFileSync(join(root, "specs/zoo/inception_v3.cnn"), "utf8");
    const open = text
      .replace(/input image 299x299x3/, "input image H x W x 3")
      .replace(/ *=> [^#\n]*/g, "")
      .replace(/^ *expect .*$/gm, "");
    const net = checked(open);
    expect(net.openSizes!.map(({ works }) => works)).toEqual([
      { least: 75, period: 1, remainders: [0] },
      { least: 75, period: 1, remainders: [0] },
    ]);
  });

  test("U-Net's tiles are 12 more than a multiple of 16, as 572 is", () => {
    // Ronneberger et al., arXiv:1505.04597: a tile such that all 2×2 max-poolings are applied to even sizes.
    const text = readFileSync(join(root, "specs/zoo/unet.cnn"), "utf8");
    const open = text
      .replace(/input image 572x572x1/, "input image H x W x 1")
      .replace(/ *=> [^#\n]*/g, "")
      .replace(/^ *expect .*$/gm, "");
    const [size] = checked(open).openSizes!;
    expect(size!.works).toEqual({ least: 188, period: 16, remainders: [12] });
    expect(includes(size!.works, 572)).toBe(true);
  });
});

describe("shapes as expressions", () => {
  test("each is right at each size that works", () => {
    const open = checked(netOf("nest level(2, 4) { stage(2) }, conv 3@3 stride 2, crop 1", "N"));
    for (const n of [8, 52, 1000]) {
      const closed = checked(netOf("nest level(2, 4) { stage(2) }, conv 3@3 stride 2, crop 1", String(n)));
      for (const [i, { form }] of open.nodes.entries()) {
        const sizes = form!.map((size) =>
          new Function("N", `return ${size.replaceAll("·", "*").replace("−", "-")}`)(n),
        );
        expect(sizes).toEqual(closed.nodes[i]!.output);
      }
    }
  });

  test("a list laid out flat is a product", () => {
    const net = checked("net a { input image H x W x 3, maxpool 2 valid, conv 4@3 valid, flatten, relu }");
    expect(net.nodes.at(-1)!.form).toEqual(["⌊(H − 4)/2⌋·⌊(W − 4)/2⌋·4"]);
  });
});

describe("sizes that are set", () => {
  const text = "net a { input image H x W x 1, conv 4@3 stride 2 => H/2 x W/2 x 4 }";

  test("the net has them, and no size is open", () => {
    const sizes = new Map([
      ["H", 64],
      ["W", 32],
    ]);
    const { program, diagnostics } = compileText(text, "a.cnn", { sizes });
    expect(diagnostics).toEqual([]);
    expect(program.nets[0]!.openSizes).toBeUndefined();
    expect(program.nets[0]!.nodes.at(-1)!.output).toEqual([32, 16, 4]);
  });

  test("those that are not set stay open", () => {
    const { program } = compileText(text, "a.cnn", { sizes: new Map([["H", 64]]) });
    expect(program.nets[0]!.openSizes!.map(({ name }) => name)).toEqual(["W"]);
  });

  test.each([
    ["all sizes are set", { H: 250, W: 256 }],
    ["the other is left open", { H: 250 }],
  ])("a size that does not fit is told which do: %s", (_, sizes) => {
    const u = `${U_BLOCKS}net u { input image H x W x 1, nest level(4, 4, 4) { stage(4) } }`;
    const { diagnostics } = compileText(u, "u.cnn", { sizes: new Map(Object.entries(sizes)) });
    const [fault] = diagnostics.filter(({ severity }) => severity === "error");
    expect(fault!.code).toBe("shape_not_joinable");
    expect(fault!.notes).toEqual([
      "H must be a multiple of 8, and 250 is not: `u` halves it 3 times and joins it again",
    ]);
    expect(fault!.help).toBe("use 248 or 256, or put `pad to 8` behind the input");
  });
});
