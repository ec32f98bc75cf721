import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { compileText } from "../../src/compile.ts";
import {
  drawArithmetic,
  drawGraph,
  drawMaps,
  drawNeurons,
  drawnFor,
  textSize,
  toSvg,
  viewFor,
  widths,
} from "../../src/diagram/index.ts";
import { flatMarks, type Scene } from "../../src/diagram/scene/scene.ts";
import { diskHost } from "../../src/host/imports.ts";
import { collisions, outside } from "./geometry.ts";

const specs = join(import.meta.dirname, "../../specs");
const nets = readdirSync(specs, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".cnn"))
  .sort()
  .flatMap((file) => {
    const path = join(specs, file);
    const host = diskHost(path);
    const { source, program } = compileText(readFileSync(path, "utf8"), file, {
      host: { ...host, read: (name, from) => host.read(name, from === file ? path : from) },
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

/** Nets whose graph is kept as a picture: folded in blocks, in repeats, as a U, and with branches. */
const SHOWN_AS_GRAPH: ReadonlySet<string> = new Set([
  "densenet-densenet121",
  "inception_v3",
  "resnet-resnet18",
  "resnet-resnet152",
  "unet",
]);

/** What the gallery shows is what these snapshots hold: a picture of every net of every spec. */
test.each(nets)("$name", async ({ name, net, source }) => {
  const scene = drawMaps(net, { source });
  expect(collisions(scene)).toEqual([]);
  expect(outside(scene)).toEqual([]);
  await expect(toSvg(scene)).toMatchFileSnapshot(`gallery/${name}.svg`);
});

const flows = [
  { view: "maps", draw: drawMaps },
  { view: "graph", draw: drawGraph },
];

test.each(nets.flatMap((each) => flows.map((flow) => ({ ...each, ...flow }))))(
  "$name, its $view on a page",
  ({ name, net, draw }) => {
    const scene = drawnFor((room) => draw(net, { width: room }), widths.page);
    expect(collisions(scene)).toEqual([]);
    expect(outside(scene)).toEqual([]);
    expect(textSize(scene)).toBeGreaterThanOrEqual(6);
    // Pages of A4 with margins of 25 mm.
    if (name === "resnet-resnet152") expect(scene.print!.height / 247).toBeLessThanOrEqual(2);
  },
);

test.each(nets)("$name, its graph", async ({ name, net, source }) => {
  const scene = drawGraph(net, { source });
  expect(collisions(scene)).toEqual([]);
  expect(outside(scene)).toEqual([]);
  if (SHOWN_AS_GRAPH.has(name)) await expect(toSvg(scene)).toMatchFileSnapshot(`gallery/${name}.graph.svg`);
});

test.each(nets)("$name, unfolded", ({ net }) => {
  for (const draw of [drawMaps, drawGraph]) {
    const scene = draw(net, { depth: "all" });
    expect(collisions(scene)).toEqual([]);
    expect(outside(scene)).toEqual([]);
  }
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
