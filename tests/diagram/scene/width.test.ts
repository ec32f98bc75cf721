import { describe, expect, test } from "vitest";
import { drawMaps, drawnFor, textSize, toSvg, widths } from "../../../src/diagram/index.ts";
import { collisions, outside } from "../geometry.ts";
import { netNamed } from "../nets.ts";

const net = netNamed("lenet5");
const drawn = (name: keyof typeof widths) => drawnFor((room) => drawMaps(net, { width: room }), widths[name]);

describe.each(["column", "page"] as const)("%s", (name) => {
  const scene = drawn(name);

  test("fits its width, with text that can be read", () => {
    expect(scene.print!.width).toBeLessThanOrEqual(widths[name].width);
    expect(scene.print!.height / scene.print!.width).toBeCloseTo(scene.height / scene.width, 9);
    expect(textSize(scene)).toBeGreaterThanOrEqual(6);
  });

  test("nothing overlaps or leaves the picture", () => {
    expect(collisions(scene)).toEqual([]);
    expect(outside(scene)).toEqual([]);
  });

  test("SVG has its size in mm", () => {
    const { width, height } = scene.print!;
    expect(toSvg(scene)).toContain(` width="${Math.round(width * 100) / 100}mm"`);
    expect(toSvg(scene)).toContain(` height="${Math.round(height * 100) / 100}mm"`);
  });
});

test("a slide is filled by the figure, in its middle", () => {
  const scene = drawn("slide");
  expect(scene.print).toEqual({ width: 338.67, height: 190.5 });
  expect(scene.width / scene.height).toBeCloseTo(16 / 9, 3);
  expect(collisions(scene)).toEqual([]);
  expect(outside(scene)).toEqual([]);
  for (const room of [480, 1920]) {
    const other = drawMaps(net, { width: room });
    const scale = Math.min(338.67 / other.width, 190.5 / other.height);
    expect(scene.print!.width / scene.width).toBeGreaterThanOrEqual(scale);
  }
});

test("a figure narrower than its room keeps the size of its text", () => {
  const small = drawnFor(() => ({ ...drawMaps(net), width: 200, height: 100 }), widths.page);
  expect(small.print!.width).toBeCloseTo((174 * 200) / 860, 9);
  // 860 px on 174 mm: 11 px are 11 · 174 / 860 mm, and a point is 25.4 / 72 mm.
  expect(textSize(small)).toBeCloseTo(6.309, 3);
});

test("a figure wider than its room shrinks", () => {
  const wide = drawnFor(() => ({ ...drawMaps(net), width: 1720, height: 100 }), widths.page);
  expect(wide.print!.width).toBeCloseTo(174, 9);
  expect(textSize(wide)).toBeCloseTo(3.154, 3);
});
