import { DOMParser, type Element } from "@xmldom/xmldom";
import { rgb } from "d3";
import fc from "fast-check";
import { decode } from "fast-png";
import { describe, expect, test } from "vitest";
import { compileText } from "../../../src/compile.ts";
import { drawMaps, themes, toSvg, views } from "../../../src/diagram/index.ts";
import { flatMarks } from "../../../src/diagram/scene/scene.ts";
import { cssOf } from "../../../src/diagram/scene/theme.ts";
import { toPng } from "../../../src/diagram/write/png.ts";
import { SourceFile } from "../../../src/source/source-file.ts";
import { collisions, outside } from "../geometry.ts";
import { netNamed, nets } from "../nets.ts";

function parsed(svg: string): Element {
  const problems: string[] = [];
  const document = new DOMParser({ onError: (_, message) => problems.push(message) }).parseFromString(
    svg,
    "image/svg+xml",
  );
  expect(problems).toEqual([]);
  return document.documentElement!;
}

describe.each(nets.map((net) => ({ name: net.name.slice(0, 16), net })))("maps of $name", ({ net }) => {
  test("no text touches another text, a line or an edge", () => {
    expect(collisions(drawMaps(net))).toEqual([]);
  });

  test("nothing is outside the view box, at any width", () => {
    for (const width of [400, 900, 1280, 4000]) {
      const scene = drawMaps(net, { width });
      expect(outside(scene)).toEqual([]);
      expect(collisions(scene)).toEqual([]);
    }
  });

  test("the same net gives the same bytes", () => {
    expect(toSvg(drawMaps(net))).toBe(toSvg(drawMaps(structuredClone(net))));
  });

  test("the SVG is XML, with a title, a description and a group for each drawn layer", () => {
    const root = parsed(toSvg(drawMaps(net)));
    expect(root.getElementsByTagName("desc").length).toBe(1);
    const drawn = Array.from(root.getElementsByTagName("g")).flatMap((group) =>
      (group.getAttribute("data-nodes") ?? "").split(" ").filter(Boolean),
    );
    expect(drawn.sort()).toEqual(net.nodes.map((node) => node.id).sort());
  });

  test("numbers have at most two decimals", () => {
    expect(toSvg(drawMaps(net)).match(/ (?:x|y|cx|cy|d|width)="[^"]*\.\d{3,}/g)).toBeNull();
  });
});

test("collisions are found where there are some", () => {
  const scene = drawMaps(netNamed("lenet5"));
  const shapes = flatMarks(scene.marks).map((mark) =>
    mark.type === "text" && mark.className === "shape"
      ? { ...mark, box: { ...mark.box, y: mark.box.y - 12 } }
      : mark,
  );
  expect(collisions({ ...scene, marks: shapes }).length).toBeGreaterThan(7);
  expect(outside({ ...scene, width: scene.width - 40 })).not.toEqual([]);
});

const texts = (name: string) =>
  flatMarks(drawMaps(netNamed(name)).marks).flatMap((mark) => (mark.type === "text" ? [mark.text] : []));

test("shapes, settings, arithmetic and totals are written out", () => {
  expect(texts("lenet5")).toEqual(
    expect.arrayContaining(["lenet5", "6@28×28", "conv 6@5×5, tanh", "6·5·5·1 + 6 = 156", "120", "16@5×5"]),
  );
  expect(texts("ecg")).toEqual(expect.arrayContaining(["12@5000", "32@2500", "atrial fibrillation"]));
  expect(texts("ct")).toEqual(expect.arrayContaining(["1@16×64×48", "nodule"]));
  expect(texts("risk")).toEqual(expect.arrayContaining(["creatinine", "umol/L", "ejection fraction", "%"]));
});

test("kernels that are written down are drawn with their numbers and names", () => {
  const found = texts("nought_or_cross");
  // In their cells and in the key of shades; two outputs besides.
  expect(found.filter((each) => each === "2")).toHaveLength(12 + 1 + 1);
  expect(found.filter((each) => each === "−1")).toHaveLength(24 + 1);
  expect(found).toEqual(expect.arrayContaining(["vertical", "horizontal", "falling", "rising"]));
});

test("all kernels of a figure have one scale: white for the highest number of them, black for the lowest or 0", () => {
  const number = fc.integer({ min: -9, max: 9 });
  const kernel = fc.array(number, { minLength: 4, maxLength: 4 });
  const property = fc.property(kernel, kernel, ([a, b, c, d], [e, f, g, h]) => {
    const { program } = compileText(
      `kernel k = [ ${a} ${b}; ${c} ${d} ]
       kernel l = [ ${e} ${f}; ${g} ${h} ]
       net n { input image 9x9x1, conv [k] valid no bias, conv [l] valid no bias }`,
      "n.cnn",
    );
    const scene = drawMaps(program.nets[0]!);
    const marks = flatMarks(scene.marks);
    const numbers = [a, b, c, d, e, f, g, h] as number[];
    const [low, high] = [Math.min(0, ...numbers), Math.max(0, ...numbers)];
    for (const theme of Object.values(themes)) {
      const shown = marks.flatMap((mark) =>
        mark.type === "rect" && mark.className === "weight" ? [rgb(cssOf(mark.fill!, theme))] : [],
      );
      expect(shown).toHaveLength(8);
      shown.forEach(({ r, g, b }, i) => {
        const grey = high > low ? (255 * (numbers[i]! - low)) / (high - low) : 0;
        for (const part of [r, g, b]) expect(Math.abs(part - grey)).toBeLessThanOrEqual(1);
      });
    }
    const keys = marks.flatMap((mark) =>
      mark.type === "text" && mark.className === "key" && /^[−\d]/.test(mark.text) ? [mark.text] : [],
    );
    expect(keys).toEqual([low, high].map((value) => String(value).replace("-", "−")));
    expect(collisions(scene)).toEqual([]);
  });
  fc.assert(property, { seed: 1, numRuns: 60 });
});

test("numbers of kernels can be read in their cells, whatever the shade", () => {
  const numbers = Array.from({ length: 25 }, (_, i) => i - 12);
  const { program } = compileText(
    `kernel k = [ ${[0, 5, 10, 15, 20].map((at) => numbers.slice(at, at + 5).join(" ")).join("; ")} ]
     net n { input image 9x9x1, conv [k] valid no bias }`,
    "n.cnn",
  );
  const marks = flatMarks(drawMaps(program.nets[0]!).marks);
  const fills = (className: string) =>
    marks.flatMap((mark) =>
      mark.type !== "image" && mark.className === className ? [cssOf(mark.fill!, themes.light)] : [],
    );
  // WCAG 2.2's luminance of a grey.
  const light = (css: string) => {
    const share = rgb(css).r / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const [cells, texts] = [fills("weight").map(light), fills("number").map(light)];
  expect([cells.length, texts.length]).toEqual([25, 25]);
  cells.forEach((cell, i) => {
    const [dark, bright] = [Math.min(cell, texts[i]!), Math.max(cell, texts[i]!)];
    expect((bright + 0.05) / (dark + 0.05), String(numbers[i])).toBeGreaterThanOrEqual(4.5);
  });
});

test("the kernel on a map covers what its cell sees", () => {
  const marks = flatMarks(drawMaps(netNamed("lenet5")).marks);
  const [kernel] = marks.filter((mark) => mark.type === "rect" && mark.className === "kernel");
  const sheet = marks.find((mark) => mark.type === "rect" && mark.className === "sheet");
  if (kernel?.type !== "rect" || sheet?.type !== "rect") throw new Error("not drawn");
  expect(kernel.width / sheet.width).toBeCloseTo(5 / 28, 6);
});

test("names can't break out of the markup", () => {
  const svg = toSvg(drawMaps(netNamed("</text>")));
  expect(svg).not.toContain("<script");
  expect(svg).not.toContain("\u0007");
  const title = parsed(svg).getElementsByTagName("title")[0]!.textContent;
  expect(title).toContain("</text><script>");
});

test("layers carry the line on which they are written", () => {
  const svg = toSvg(drawMaps(netNamed("crossed"), { source: new SourceFile("a.cnn", "\n".repeat(40)) }));
  expect(svg).toContain('id="crossed-conv_3" class="stage convolution" data-nodes="conv_3" data-line="3"');
});

test("an empty net is drawn as its name", () => {
  const empty = { ...netNamed("lenet5"), nodes: [], output: "", complete: false };
  expect(outside(drawMaps(empty))).toEqual([]);
  parsed(toSvg(drawMaps(empty)));
});

test("the image has the expected size and something on it", async () => {
  const scene = drawMaps(netNamed("nought_or_cross"));
  const image = decode(await toPng(toSvg(scene), { scale: 2 }));
  expect([image.width, image.height]).toEqual([scene.width * 2, scene.height * 2]);
  const colours = new Set<number>();
  for (let i = 0; i < image.data.length; i += image.channels) {
    colours.add((image.data[i]! << 16) | (image.data[i + 1]! << 8) | image.data[i + 2]!);
  }
  expect(colours.size).toBeGreaterThan(20);
  // The title's ink: the face was found, although no font of the machine is loaded.
  expect(colours.has(0x1b2733)).toBe(true);
});

test("views are found by name", () => {
  expect(Object.keys(views)).toEqual([
    "maps",
    "graph",
    "neurons",
    "arithmetic",
    "training",
    "plot",
    "kernels",
  ]);
});
