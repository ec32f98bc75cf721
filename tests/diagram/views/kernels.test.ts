import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decode } from "fast-png";
import { beforeAll, describe, expect, test } from "vitest";
import { exampleFrom } from "../../../src/cli/commands/draw/values.ts";
import { compileText } from "../../../src/compile.ts";
import { writeGrayPng } from "../../../src/data/sources/images.ts";
import {
  drawKernels,
  drawnFor,
  type Example,
  shownNodes,
  toSvg,
  views,
  widths,
} from "../../../src/diagram/index.ts";
import { flatMarks, type ImageMark, type RectMark, type Scene } from "../../../src/diagram/scene/scene.ts";
import { mixed, themes } from "../../../src/diagram/scene/theme.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { randomStream } from "../../../src/random/random.ts";
import { product } from "../../../src/shape/shape.ts";
import { initialWeights, withWeights } from "../../../src/targets/tfjs/weights.ts";
import { inFolder } from "../../house/cnnc.ts";
import { collisions, outside } from "../geometry.ts";

function subjectOf(text: string) {
  const { program, source, diagnostics } = compileText(text, "a.cnn");
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return { net: program.nets[0]!, source };
}

const imagesOf = (scene: Scene, className: string) =>
  flatMarks(scene.marks).filter(
    (mark): mark is ImageMark => mark.type === "image" && mark.className === className,
  );
const textsOf = (scene: Scene, className: string) =>
  flatMarks(scene.marks).flatMap((mark) =>
    mark.type === "text" && mark.className === className ? [mark.text] : [],
  );

/** A kernel for vertical edges, the largest match, and a head that wants one. */
const EDGE = subjectOf(`
kernel edge = [ -1 0 1
                -1 0 1
                -1 0 1 ]
kernel sum  = [ 1 1 1
                1 1 1
                1 1 1 ]
task found = classify { nothing, edge }
net edges {
  input image 4x4x1
  conv [edge, sum] valid no bias, relu
  maxpool all
  head found weights [-1 1; 0.5 -0.5] bias [0 0]
}`);
/** Black at the left and white at the right, in 0 and 1; its last row is black. */
const IMAGE = [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0];

async function edges(): Promise<Example> {
  return await inFolder(async (folder) => {
    const file = join(folder, "edge.png");
    await writeGrayPng(file, Float32Array.from(IMAGE), 4, 4);
    return await exampleFrom(EDGE, file);
  });
}

describe("a small image", () => {
  let example: Example;
  let scene: Scene;
  beforeAll(async () => {
    example = await edges();
    scene = drawKernels(EDGE.net, example);
  });

  test("the maps of its kernels are those that one adds up by hand", () => {
    expect(collisions(scene)).toEqual([]);
    expect(outside(scene)).toEqual([]);
    const [edge, sum] = imagesOf(scene, "map");
    // Three rows of 0 0 1 1 give 3 at both places; without the third row, 2. The sums are 3, 6 and 2, 4.
    expect(edge!.values).toEqual([3, 3, 2, 2].map((match) => expect.closeTo(match / 6, 6)));
    expect(sum!.values).toEqual([3, 6, 2, 4].map((match) => expect.closeTo(match / 6, 6)));
    expect(textsOf(scene, "number")).toEqual(["3.00", "6.00"]);
    expect(textsOf(scene, "range")).toEqual([
      ...["0.00 to 1.00", "kernels −1.00 to 1.00", "maps 0.00 to 6.00", "0.00 to 6.00"],
    ]);
    expect(textsOf(scene, "key")).toEqual(["stimulates", "inhibits", "lowest", "highest of each range"]);
  });

  test("kernels go from black for their layer's lowest number to white, and stand beside their maps", () => {
    const [edge, sum] = imagesOf(scene, "kernel");
    expect(edge!.values).toEqual([0, 0.5, 1, 0, 0.5, 1, 0, 0.5, 1]);
    expect(new Set(sum!.values as number[])).toEqual(new Set([1]));
    for (const kernel of [edge!, sum!]) expect(kernel.between).toEqual(["low", "high"]);
    expect(textsOf(scene, "name")).toEqual(["edge", "sum"]);
    const [map] = imagesOf(scene, "map");
    expect(map!.x).toBeGreaterThan(edge!.x + edge!.width);
    expect(Math.abs(map!.y + map!.height / 2 - (edge!.y + edge!.height / 2))).toBeLessThan(10);
  });

  test("the head's weights have their signs, and its shares are the softmax of the sums", () => {
    // −3 + 0.5·6 = 0 and 3 − 0.5·6 = 0: both are as likely.
    expect(textsOf(scene, "share")).toEqual(["50.0 %", "50.0 %"]);
    const cells = flatMarks(scene.marks).filter(
      (mark): mark is RectMark => mark.type === "rect" && !!mark.className?.startsWith("weight"),
    );
    expect(cells.map(({ fill }) => fill)).toEqual([
      ...[mixed("paper", "inhibits", 1), mixed("paper", "stimulates", 0.5)],
      ...[mixed("paper", "stimulates", 1), mixed("paper", "inhibits", 0.5)],
    ]);
  });

  test("high numbers are white and low ones black in the image, the kernels and the maps, under every theme", () => {
    for (const theme of Object.values(themes)) {
      const svg = toSvg(scene, theme);
      expect(toSvg(structuredClone(scene), theme)).toBe(svg);
      const pictures = [
        ...svg.matchAll(/<image class="(\w+)"[^>]* href="data:image\/png;base64,([^"]+)"/g),
      ].map(([, name, data]) => ({ name, ...decode(Buffer.from(data!, "base64")) }));
      const pixel = ({ data, width }: (typeof pictures)[0], x: number, y: number) =>
        `#${[0, 1, 2].map((i) => data[3 * (y * width + x) + i]!.toString(16).padStart(2, "0")).join("")}`;
      const [input] = pictures.filter(({ name }) => name === "input");
      const row = (picture: (typeof pictures)[0], count: number) =>
        Array.from({ length: count }, (_, i) =>
          pixel(picture, Math.floor(((i + 0.5) * picture.width) / count), 2),
        );
      expect(row(input!, 4)).toEqual(["#000000", "#000000", "#ffffff", "#ffffff"]);
      const [edge] = pictures.filter(({ name }) => name === "kernel");
      expect(row(edge!, 3)).toEqual(["#000000", "#808080", "#ffffff"]);
      const [, sum] = pictures.filter(({ name }) => name === "map");
      expect(row(sum!, 2)).toEqual(["#808080", "#ffffff"]);
    }
  });
});

test("without an example there are the kernels alone, and layers whose kernels are unknown are left out", () => {
  const { net } = subjectOf(
    "kernel k = [ 1 0; 0 1 ]\nnet a { input image 8x8x1, conv [k] valid, relu, conv 3@3, flatten, dense 2 }",
  );
  const scene = drawKernels(net);
  expect(imagesOf(scene, "kernel")).toHaveLength(1);
  expect(imagesOf(scene, "map")).toEqual([]);
  expect(collisions(scene)).toEqual([]);
});

test("of many kernels and channels the first are drawn, and the rest counted", () => {
  const { net } = subjectOf("net a { input image 8x8x9, conv 20@3, relu, flatten, dense 2 }");
  const scene = drawKernels(withWeights(net, initialWeights(net, 1)));
  expect(imagesOf(scene, "kernel")).toHaveLength(8 * 6);
  expect(textsOf(scene, "more")).toEqual(["and 12 more"]);
  // Numbers of the first kernel for the second channel: every ninth·20 from place 20 on.
  const data = initialWeights(net, 1).data;
  const all = data.subarray(0, 9 * 9 * 20);
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const [, second] = imagesOf(scene, "kernel");
  expect(second!.values).toEqual(
    Array.from({ length: 9 }, (_, place) => expect.closeTo((all[place * 180 + 20]! - low) / (high - low), 6)),
  );
});

test("what has no flat kernels is refused", () => {
  const why = (text: string) => views.kernels.refusal(subjectOf(text).net);
  expect(why("net a { input { x }, dense 1 }")).toBe("it has no layer with kernels");
  expect(why("net a { input volume 4x4x4x1, conv 2@3, avgpool all }")).toContain("volumes");
  expect(why("net a { input image 4x4x1, conv 2@3, avgpool all }")).toContain(
    "the kernels of `conv 2@3` are not known before it is trained",
  );
});

const specs = join(import.meta.dirname, "../../../specs");
const nets: readonly CheckedNet[] = [
  "zoo/lenet5",
  "zoo/squeezenet",
  "zoo/mobilenet_v2",
  "zoo/hannun_ecg",
  "figures/one_trunk",
].map((name) => compileText(readFileSync(join(specs, `${name}.cnn`), "utf8"), name).program.nets[0]!);

describe("whatever the net", () => {
  test.each(nets)("$name: no text touches anything, and nothing is outside", (net) => {
    const known = withWeights(net, initialWeights(net, 1));
    const random = randomStream(1, net.name);
    const shown = new Set(shownNodes(known));
    const values = new Map(
      known.nodes
        .filter(({ id }) => shown.has(id))
        .map(({ id, output }) => [
          id,
          Float32Array.from({ length: product(output) }, () => random.between(-1, 1)),
        ]),
    );
    for (const example of [undefined, { values }]) {
      const scenes = [
        drawKernels(known, example),
        drawnFor((width) => drawKernels(known, example, { width }), widths.column),
      ];
      for (const scene of scenes) {
        expect(collisions(scene)).toEqual([]);
        expect(outside(scene)).toEqual([]);
      }
    }
  });
});
