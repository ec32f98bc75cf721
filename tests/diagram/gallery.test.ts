import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { compileText } from "../../src/compile.ts";
import { drawMaps, toSvg } from "../../src/diagram/index.ts";
import { collisions, outside } from "./geometry.ts";

const specs = join(import.meta.dirname, "../../specs");
const nets = readdirSync(specs, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".cnn"))
  .sort()
  .flatMap((file) => {
    const { source, program } = compileText(readFileSync(join(specs, file), "utf8"), file);
    const stem = basename(file, ".cnn");
    return program.nets.map((net) => ({
      net,
      source,
      name: stem === net.name ? stem : `${stem}-${net.name}`,
    }));
  });

/** What the gallery shows is what these snapshots hold: a picture of every net of every spec. */
test.each(nets)("$name", async ({ name, net, source }) => {
  const scene = drawMaps(net, { source });
  expect(collisions(scene)).toEqual([]);
  expect(outside(scene)).toEqual([]);
  await expect(toSvg(scene)).toMatchFileSnapshot(`gallery/${name}.svg`);
});
