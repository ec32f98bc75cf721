import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { diskHost } from "../../src/cli/imports.ts";
import { compileText } from "../../src/compile.ts";
import { drawMaps, drawNeurons, toSvg, viewFor } from "../../src/diagram/index.ts";
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

/**
 * Faults that are known: a wire that a word of a joint lies on, in a chain of many squeeze-and-excite blocks inside
 * residual ones. Anything else, more or less, fails.
 */
const KNOWN_COLLISIONS: { readonly [name: string]: number } = { efficientnet_b0: 7 };

/** What the gallery shows is what these snapshots hold: a picture of every net of every spec. */
test.each(nets)("$name", async ({ name, net, source }) => {
  const scene = drawMaps(net, { source });
  const known = KNOWN_COLLISIONS[name];
  if (known === undefined) expect(collisions(scene)).toEqual([]);
  else expect(collisions(scene)).toHaveLength(known);
  expect(outside(scene)).toEqual([]);
  await expect(toSvg(scene)).toMatchFileSnapshot(`gallery/${name}.svg`);
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
