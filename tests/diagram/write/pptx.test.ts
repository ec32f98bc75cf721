// What other readers find in our presentation: an unzipper its parts, an XML parser their elements.
import { posix } from "node:path";
import { DOMParser, type Element } from "@xmldom/xmldom";
import fc from "fast-check";
import { decode } from "fast-png";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { drawMaps, themes } from "../../../src/diagram/index.ts";
import {
  flatMarks,
  type GroupMark,
  type Mark,
  type PathMark,
  type Scene,
} from "../../../src/diagram/scene/scene.ts";
import { toPptx } from "../../../src/diagram/write/pptx/pptx.ts";
import { netNamed } from "../nets.ts";
import { anyText, cells, ring, sceneOf, scenes, textsOf } from "../scenes.ts";

const EMU_PER_POINT = 12_700;

/** The parts of a presentation by their path. Each must be XML without a fault. */
function partsOf(bytes: Uint8Array): Map<string, Element> {
  const parser = new DOMParser({
    onError: (level, message) => {
      // The parser suspects a wrong encoding, which the decoder would have told; the character may stand in a text.
      if (level === "warning" && message.includes("replacement character")) return;
      throw new Error(`${level}: ${message}`);
    },
  });
  const decoder = new TextDecoder("utf-8", { fatal: true });
  return new Map(
    Object.entries(unzipSync(bytes, { filter: ({ name }) => !name.endsWith(".png") })).map(([path, part]) => [
      path,
      parser.parseFromString(decoder.decode(part), "text/xml").documentElement!,
    ]),
  );
}

const slideOf = (bytes: Uint8Array) => partsOf(bytes).get("ppt/slides/slide1.xml")!;
const all = (root: Element, name: string) => [...root.getElementsByTagName(name)];
const one = (root: Element, name: string) => all(root, name)[0]!;
const numbers = (element: Element, ...names: string[]) =>
  names.map((name) => Number(element.getAttribute(name)));

function boxOf(shape: Element) {
  const [x, y] = numbers(one(shape, "a:off"), "x", "y") as [number, number];
  const [width, height] = numbers(one(shape, "a:ext"), "cx", "cy") as [number, number];
  return { x, y, width, height };
}

/** Size of the slide, and where px of the drawing lie on it: as large as it allows, and in its middle. */
function frameOf(bytes: Uint8Array, scene: Scene) {
  const size = one(partsOf(bytes).get("ppt/presentation.xml")!, "p:sldSz");
  const [width, height] = numbers(size, "cx", "cy") as [number, number];
  const scale = Math.min(width / scene.width, height / scene.height);
  const left = (width - scene.width * scale) / 2;
  const top = (height - scene.height * scale) / 2;
  return { width, height, scale, x: (x: number) => left + x * scale, y: (y: number) => top + y * scale };
}

const lenet = drawMaps(netNamed("lenet5"));

describe.each(scenes)("%s", (_, scene) => {
  const bytes = toPptx(scene);
  const slide = slideOf(bytes);
  const frame = frameOf(bytes, scene);

  test("every text is a box of its own, where the drawing has it", () => {
    const boxes = all(slide, "p:sp").filter((shape) => one(shape, "p:cNvSpPr").hasAttribute("txBox"));
    const texts = textsOf(scene);
    expect(boxes.map((box) => box.textContent)).toEqual(texts.map(({ text }) => text));
    texts.forEach(({ text, x, y, size, anchor, bold }, i) => {
      const box = boxOf(boxes[i]!);
      const share = { l: 0, ctr: 0.5, r: 1 }[
        one(boxes[i]!, "a:pPr").getAttribute("algn") as "l" | "ctr" | "r"
      ];
      expect(share).toBe({ start: 0, middle: 0.5, end: 1 }[anchor]);
      const near = (found: number, wanted: number) =>
        expect(Math.abs(found - wanted), text).toBeLessThan(0.1 * EMU_PER_POINT);
      near(box.x + share * box.width, frame.x(x));
      // Arial's lines reach 0.905 em above their baseline and 0.212 em below.
      near(box.y + box.height / 2, frame.y(y - ((0.905 - 0.212) / 2) * size));
      const run = one(boxes[i]!, "a:rPr");
      expect(Number(run.getAttribute("sz")) / 100).toBeCloseTo((size * frame.scale) / EMU_PER_POINT, 1);
      expect(run.getAttribute("b")).toBe(bold ? "1" : "0");
      const body = one(boxes[i]!, "a:bodyPr");
      expect(body.getAttribute("wrap")).toBe("none");
      expect(numbers(body, "lIns", "tIns", "rIns", "bIns")).toEqual([0, 0, 0, 0]);
    });
  });

  test("every mark is a shape of its kind, and every group a group", () => {
    const marks = flatMarks(scene.marks);
    const shaped = (name: string) =>
      all(slide, "a:prstGeom").filter((shape) => shape.getAttribute("prst") === name).length;
    const count = (test: (mark: Mark) => boolean) => marks.filter(test).length;
    expect(shaped("ellipse")).toBe(count(({ type }) => type === "circle"));
    expect(shaped("roundRect")).toBe(count((mark) => mark.type === "rect" && !!mark.radius));
    expect(shaped("rect")).toBe(
      count(
        (mark) => mark.type === "text" || mark.type === "image" || (mark.type === "rect" && !mark.radius),
      ),
    );
    expect(shaped("line") + all(slide, "a:custGeom").length).toBe(count(({ type }) => type === "path"));
    expect(all(slide, "p:sp").length + all(slide, "p:cxnSp").length + all(slide, "p:pic").length).toBe(
      marks.length,
    );
    expect(all(slide, "p:grpSp").length).toBe(groupsOf(scene.marks).length);
  });

  test("numbers are whole, colours are colours, ids are unique, and nothing leaves the slide", () => {
    for (const name of ["a:off", "a:ext", "a:chOff", "a:chExt", "a:pt", "a:path", "a:ln", "a:alpha"]) {
      for (const element of all(slide, name)) {
        for (const attribute of element.attributes) expect(attribute.value).toMatch(/^-?\d+$/);
      }
    }
    for (const colour of all(slide, "a:srgbClr")) expect(colour.getAttribute("val")).toMatch(/^[0-9a-f]{6}$/);
    const ids = all(slide, "p:cNvPr").map((element) => element.getAttribute("id"));
    expect(new Set(ids).size).toBe(ids.length);
    for (const shape of [...all(slide, "p:sp"), ...all(slide, "p:cxnSp")]) {
      const { x, y, width, height } = boxOf(shape);
      expect(Math.min(x, y, width, height)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(frame.width);
      expect(y + height).toBeLessThanOrEqual(frame.height);
    }
  });

  test("a group covers what is in it, and moves nothing", () => {
    for (const group of all(slide, "p:grpSp")) {
      const [off, ext] = [one(group, "a:off"), one(group, "a:ext")];
      expect(numbers(one(group, "a:chOff"), "x", "y")).toEqual(numbers(off, "x", "y"));
      expect(numbers(one(group, "a:chExt"), "cx", "cy")).toEqual(numbers(ext, "cx", "cy"));
      const own = boxOf(group);
      const inside = [...all(group, "p:sp"), ...all(group, "p:cxnSp")].map(boxOf);
      expect(own.x).toBe(Math.min(...inside.map(({ x }) => x)));
      expect(own.y).toBe(Math.min(...inside.map(({ y }) => y)));
      expect(own.x + own.width).toBe(Math.max(...inside.map(({ x, width }) => x + width)));
      expect(own.y + own.height).toBe(Math.max(...inside.map(({ y, height }) => y + height)));
    }
  });
});

function groupsOf(marks: readonly Mark[]): GroupMark[] {
  return marks.flatMap((mark) =>
    mark.type === "group" && flatMarks(mark.children).length > 0 ? [mark, ...groupsOf(mark.children)] : [],
  );
}

test("shapes are named after their layers", () => {
  const names = all(slideOf(toPptx(lenet)), "p:cNvPr").map((element) => element.getAttribute("name"));
  expect(names).toEqual(expect.arrayContaining(["lenet5-conv_2", "lenet5-conv_2: sheet", "legend: key"]));
});

test("the slide is one of 16 : 9, or has the size in print, within what programs take", () => {
  const sizeOf = (scene: Scene) => {
    const { width, height } = frameOf(toPptx(scene), scene);
    return [Math.round(width / 360) / 100, Math.round(height / 360) / 100];
  };
  expect(sizeOf(lenet)).toEqual([338.67, 190.5]);
  expect(sizeOf({ ...lenet, print: { width: 85, height: 30 } })).toEqual([85, 30]);
  expect(sizeOf({ ...lenet, print: { width: 85, height: 3 } })).toEqual([85, 25.4]);
  expect(sizeOf({ ...lenet, print: { width: 85, height: 3000 } })).toEqual([85, 1422.4]);
});

test("lines, corners and curves run where the drawing has them", () => {
  const path = { type: "path", stroke: "ink", strokeWidth: 2 } as const;
  const [a, b, c] = [
    { x: 100, y: 100 },
    { x: 200, y: 100 },
    { x: 200, y: 50 },
  ];
  const paths: PathMark[] = [
    { ...path, points: [b, { x: 100, y: 150 }] },
    { ...path, points: [a, b, c], corner: 20 },
    { ...path, points: [a, c], smooth: true, opacity: 0.5 },
    { ...path, points: [a, b, c], closed: true, fill: "paper" },
    { ...path, points: [a, { x: 150, y: 100 }, b], corner: 20 },
  ];
  // As wide and high as the slide, so that 400 px are 12 192 000 EMU.
  const bytes = toPptx({ ...sceneOf(paths), height: 225 });
  const slide = slideOf(bytes);
  const line = one(slide, "p:cxnSp");
  expect(numbers(one(line, "a:xfrm"), "flipH", "flipV")).toEqual([1, 0]);
  expect(boxOf(line)).toEqual({ x: 3_048_000, y: 3_048_000, width: 3_048_000, height: 1_524_000 });
  expect(one(line, "a:ln").getAttribute("w")).toBe("60960");

  const forms = all(slide, "p:sp").map((shape) => {
    const box = boxOf(shape);
    const steps = [...one(shape, "a:path").childNodes].map((step) => {
      const points = all(step as Element, "a:pt").map(
        (point) => numbers(point, "x", "y") as [number, number],
      );
      return {
        name: step.nodeName.slice(2),
        points: points.map(([x, y]) => [(x + box.x) / 30_480, (y + box.y) / 30_480] as const),
      };
    });
    return { shape, steps };
  });
  const [corner, curve, closed, level] = forms as [Form, Form, Form, Form];
  type Form = (typeof forms)[number];
  expect(corner.steps.map(({ name }) => name)).toEqual(["moveTo", "lnTo", "cubicBezTo", "lnTo"]);
  expect(corner.steps[1]!.points).toEqual([[180, 100]]);
  // The middle of the rounded corner is on the circle around (180, 80).
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = [[180, 100] as const, ...corner.steps[2]!.points] as [
    P,
    P,
    P,
    P,
  ];
  type P = readonly [number, number];
  expect([x3, y3]).toEqual([200, 80]);
  const middle = [(x0 + 3 * x1 + 3 * x2 + x3) / 8 - 180, (y0 + 3 * y1 + 3 * y2 + y3) / 8 - 80] as const;
  expect(Math.hypot(...middle)).toBeCloseTo(20, 1);
  expect(curve.steps.map(({ name }) => name)).toEqual(["moveTo", "cubicBezTo"]);
  expect(curve.steps[1]!.points).toEqual([
    [150, 100],
    [150, 50],
    [200, 50],
  ]);
  expect(one(curve.shape, "a:alpha").getAttribute("val")).toBe("50000");
  expect(closed.steps.at(-1)!.name).toBe("close");
  expect(level.steps.flatMap(({ points }) => points)).toEqual([
    [100, 100],
    [150, 100],
    [200, 100],
  ]);
});

test("a path with a hole is one of two pieces, and an image is a picture in the file", () => {
  const bytes = toPptx({ ...sceneOf([ring, cells, cells]), height: 225 });
  const slide = slideOf(bytes);
  expect(all(slide, "a:moveTo")).toHaveLength(2);
  expect(all(slide, "a:close")).toHaveLength(2);
  const pictures = all(slide, "p:pic");
  expect(boxOf(pictures[0]!)).toEqual({ x: 6_096_000, y: 3_048_000, width: 3_048_000, height: 1_524_000 });
  const uses = all(partsOf(bytes).get("ppt/slides/_rels/slide1.xml.rels")!, "Relationship");
  const files = unzipSync(bytes);
  const shown = pictures.map((picture) => {
    const id = one(picture, "a:blip").getAttribute("r:embed");
    const target = uses.find((row) => row.getAttribute("Id") === id)!.getAttribute("Target")!;
    return target;
  });
  expect(new Set(shown).size).toBe(2);
  const { width, data, channels } = decode(files[posix.join("ppt/slides", shown[0]!)]!);
  expect([...data.subarray(0, 3)]).toEqual([255, 0, 0]);
  expect([...data.subarray(channels * (width - 1), channels * (width - 1) + 3)]).toEqual([0, 0, 255]);
});

test("every part is named by its type, and every part that is named is there", () => {
  const parts = partsOf(toPptx(lenet));
  const typed = all(parts.get("[Content_Types].xml")!, "Override").map((row) => row.getAttribute("PartName"));
  const own = [...parts.keys()].filter((path) => !/\.rels$|^\[/.test(path));
  expect(typed.sort()).toEqual(own.map((path) => `/${path}`).sort());
  for (const [path, root] of parts) {
    if (!path.endsWith(".rels")) continue;
    const folder = posix.dirname(posix.dirname(path));
    const targets = all(root, "Relationship").map((row) => posix.join(folder, row.getAttribute("Target")!));
    for (const target of targets) expect(own, path).toContain(target);
    const user = parts.get(posix.join(folder, posix.basename(path, ".rels")));
    const ids = all(root, "Relationship").map((row) => row.getAttribute("Id"));
    for (const element of user ? all(user, "*") : []) {
      if (element.hasAttribute("r:id")) expect(ids).toContain(element.getAttribute("r:id"));
    }
  }
});

test("title and description are those of the scene, and no date is written", () => {
  const bytes = toPptx(lenet);
  const core = partsOf(bytes).get("docProps/core.xml")!;
  expect(one(core, "dc:title").textContent).toBe(lenet.title);
  expect(one(core, "dc:description").textContent).toBe(lenet.description);
  expect(core.toString()).not.toMatch(/created|modified/);
});

test.each(Object.entries(themes))("%s: paper and text have the theme's colours", (_, theme) => {
  const parts = partsOf(toPptx(lenet, theme));
  const slide = parts.get("ppt/slides/slide1.xml")!;
  const colourOf = (root: Element, name: string) =>
    `#${one(one(root, name), "a:srgbClr").getAttribute("val")}`;
  expect(colourOf(slide, "p:bg")).toBe(theme.paper);
  expect(colourOf(slide, "a:rPr")).toBe(theme.ink);
  expect(colourOf(parts.get("ppt/theme/theme1.xml")!, "a:lt1")).toBe(theme.paper);
});

test("the same picture is the same bytes", () => {
  const once = toPptx(lenet);
  expect(Buffer.compare(once, toPptx(drawMaps(netNamed("lenet5"))))).toBe(0);
  expect(Buffer.compare(once, toPptx(lenet, themes.dark))).not.toBe(0);
});

test("no text breaks it", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const group = { type: "group", id: text, title: text, className: "layer" } as const;
      const scene = sceneOf([text, { ...group, children: sceneOf([text]).marks }, "after"], text);
      const boxes = all(slideOf(toPptx(scene)), "a:t").map((run) => run.textContent);
      expect(boxes).toHaveLength(3);
      expect(boxes[1]).toBe(boxes[0]);
      expect(boxes[2]).toBe("after");
    }),
    { numRuns: 60 },
  );
});
