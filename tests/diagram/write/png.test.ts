import fc from "fast-check";
import { expect, test } from "vitest";
import { pngHeader } from "../../../src/data/formats/png.ts";
import { toSvg } from "../../../src/diagram/index.ts";
import type { Scene } from "../../../src/diagram/scene/scene.ts";
import { MOST_PIXELS, toPng, wrongSize } from "../../../src/diagram/write/png.ts";
import { sceneOf } from "../scenes.ts";

const side = fc.double({ min: 1, max: 1e6, noNaN: true }).map((value) => Math.round(value * 100) / 100);
const scale = fc.double({ min: -7, max: 12, noNaN: true }).map((power) => 10 ** power);
const anyScene = fc.record({ width: side, height: side, print: fc.boolean() }).map(
  ({ width, height, print }): Scene => ({
    ...sceneOf([]),
    width,
    height,
    // A page of a journal is as high as the figure asks for.
    ...(print ? { print: { width: 174, height: (174 * height) / width } } : {}),
  }),
);

test("a bitmap has the size that is foretold, up to 100 megapixels and down to one pixel", async () => {
  const property = fc.asyncProperty(anyScene, scale, async (scene, scale) => {
    const wrong = wrongSize(scene, scale);
    const px = scene.print ? (scene.print.width * 96) / 25.4 : scene.width;
    const [width, height] = [px * scale, (px * scale * scene.height) / scene.width];
    if (wrong) {
      expect(width * height > 0.999 * MOST_PIXELS || Math.min(width, height) < 0.5001).toBe(true);
      expect(wrong.width * wrong.height > MOST_PIXELS || Math.min(wrong.width, wrong.height) === 0).toBe(
        true,
      );
      if (wrong.smallest > wrong.largest) return;
      for (const fits of [wrong.smallest, wrong.largest]) expect(wrongSize(scene, fits)).toBeUndefined();
      expect(wrongSize(scene, 1.25 * wrong.largest)).toBeDefined();
    } else {
      expect(width * height).toBeLessThan(1.001 * MOST_PIXELS + width + height);
      if (width * height > 1e6) return;
      const drawn = pngHeader(await toPng(toSvg(scene), { scale }));
      expect(Math.abs(drawn.width - width)).toBeLessThan(0.52);
      expect(Math.abs(drawn.height - height)).toBeLessThan(0.52);
    }
  });
  await fc.assert(property, { seed: 1, numRuns: 300 });
});
