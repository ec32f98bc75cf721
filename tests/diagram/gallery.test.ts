import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { diskHost } from "../../src/cli/imports.ts";
import { compileText } from "../../src/compile.ts";
import {
  drawArithmetic,
  drawMaps,
  drawNeurons,
  drawnFor,
  textSize,
  toSvg,
  viewFor,
  widths,
} from "../../src/diagram/index.ts";
import { flatMarks, type Scene } from "../../src/diagram/scene.ts";
import { collisions, outside } from "./geometry.ts";

const specs = join(import.meta.dirname, "../../specs");
const nets = readdirSync(specs, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".cnn"))
  .sort()
  .flatMap((file) => {
    const path = join(specs, file);
    const host = diskHost(path);
    const { source, program } = compileText(readFileSync(path, "utf8"), file, {
      ...host,
      read: (name, from) => host.read(name, from === file ? path : from),
    });
    const stem = basename(file, ".cnn");
    return program.nets.map((net) => ({
      net,
      source,
      name: stem === net.name ? stem : `${stem}-${net.name}`,
    }));
  });

/** Nets whose arithmetic is kept as a picture: a small one, and one with layers that are alike. */
const SHOWN: ReadonlySet<string> = new Set(["nought_or_cross", "resnet-resnet18"]);

/** What the gallery shows is what these snapshots hold: a picture of every net of every spec. */
test.each(nets)("$name", async ({ name, net, source }) => {
  const scene = drawMaps(net, { source });
  expect(collisions(scene)).toEqual([]);
  expect(outside(scene)).toEqual([]);
  await expect(toSvg(scene)).toMatchFileSnapshot(`gallery/${name}.svg`);
});

test.each(nets)("$name, on a page", ({ net }) => {
  const scene = drawnFor((room) => drawMaps(net, { width: room }), widths.page);
  expect(collisions(scene)).toEqual([]);
  expect(outside(scene)).toEqual([]);
  expect(textSize(scene)).toBeGreaterThanOrEqual(6);
});

/** Nets of lists, as the command draws them where no view is named. */
test.each(nets.filter(({ net }) => viewFor(net) === "neurons"))(
  "$name, its neurons",
  async ({ name, net, source }) => {
    const scene = drawNeurons(net, { source });
    expect(collisions(scene)).toEqual([]);
    expect(outside(scene)).toEqual([]);
    await expect(toSvg(scene)).toMatchFileSnapshot(`gallery/${name}.neurons.svg`);
  },
);

/** Sums of the rows, as they are written. */
function counted(scene: Scene): number {
  const sums = flatMarks(scene.marks).flatMap((mark) =>
    mark.type === "text" && mark.className === "sum" ? [Number(mark.text.replace(/\s/g, ""))] : [],
  );
  return sums.reduce((a, b) => a + b, 0);
}

test.each(nets.filter(({ net }) => net.totals.weights > 0))(
  "$name, its arithmetic",
  async ({ name, net, source }) => {
    const scene = drawArithmetic(net, { source });
    expect(collisions(scene)).toEqual([]);
    expect(outside(scene)).toEqual([]);
    expect(counted(scene)).toBe(net.totals.weights);
    if (SHOWN.has(name)) await expect(toSvg(scene)).toMatchFileSnapshot(`gallery/${name}.arithmetic.svg`);
  },
);
