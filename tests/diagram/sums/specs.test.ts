import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compileText } from "../../../src/compile.ts";
import { drawGraph, drawMaps } from "../../../src/diagram/index.ts";
import { flatMarks, type Scene } from "../../../src/diagram/scene/scene.ts";
import { diskHost } from "../../../src/host/imports.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { soundNets } from "../../language/verified.ts";
import { expectRightSums } from "./check-sums.ts";

const specs = join(import.meta.dirname, "../../../specs");
const zoo = readdirSync(specs, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".cnn"))
  .sort()
  .flatMap((file) => {
    const path = join(specs, file);
    const host = diskHost(path);
    const { program } = compileText(readFileSync(path, "utf8"), file, {
      host: { ...host, read: (name, from) => host.read(name, from === file ? path : from) },
    });
    return program.nets.map((net) => ({ name: `${file}: ${net.name}`, net }));
  });

test.each(zoo)("$name counts right in every picture", ({ net }) => {
  expectRightSums(net, net.nodes.length > 150 ? [1280] : [1280, "column", "page", "slide"]);
});

const folded: ReadonlyMap<string, CheckedNet> = new Map(
  soundNets(readFileSync(join(import.meta.dirname, "folded.cnn"), "utf8")).map((net) => [net.name, net]),
);

test.each([...folded.values()])("$name counts right in every picture", (net) => {
  expectRightSums(net, [1280, 360, "column", "page", "slide"]);
});

const textsOf = (scene: Scene, ...classes: string[]) =>
  flatMarks(scene.marks).flatMap((mark) =>
    mark.type === "text" && classes.includes(mark.className ?? "") ? [mark.text] : [],
  );
const [times, boxes] = [["times"], ["layer", "weights"]] as const;

test("a closed block holds all layers of the repeats in it, and no bracket stands over it", () => {
  const scene = drawGraph(folded.get("repeat_inside")!, { depth: 0 });
  expect(textsOf(scene, ...times)).toEqual([]);
  // 3·3·1·4 + 4 and three times 3·3·4·4 + 4.
  expect(textsOf(scene, ...boxes)).toEqual(expect.arrayContaining(["stage", "4 layers", "484 weights"]));
});

test.each(["behind", "dropout_behind"])("%s: layers behind a closed block are drawn", (name) => {
  const net = folded.get(name)!;
  for (const draw of [drawGraph, drawMaps]) {
    const texts = textsOf(draw(net, { depth: 0 }), "layer")
      .join(" ")
      .replaceAll(",", "");
    expect(texts).toContain(name === "behind" ? "batchnorm relu" : "relu dropout 0.5");
  }
});

test("a layer behind a repeat stands outside of its bracket", () => {
  const scene = drawGraph(folded.get("norm_behind_repeat")!, { depth: 1 });
  const [repeat] = scene.marks.filter((mark) => mark.className === "repeat");
  const inside = repeat?.type === "group" ? flatMarks(repeat.children) : [];
  const norms = (marks: ReturnType<typeof flatMarks>) =>
    marks.filter((mark) => mark.type === "text" && mark.text === "layernorm").length;
  // One in the unit, one behind all units: 30 × 44 weights stand under the bracket.
  expect([norms(inside), norms(flatMarks(scene.marks))]).toEqual([1, 2]);
  expect(textsOf(scene, ...times)).toEqual(["×30: 1 440 weights"]);
});

test("a first round that widens stands apart from those behind it", () => {
  const net = folded.get("rounds_differ")!;
  // conv 8@3 on 1 channel and on 8; conv 16@3 on 8 channels and on 16.
  const counts = [80, 584, 1168, 2320].map(
    (count) => `${String(count).replace(/\B(?=\d{3}$)/, " ")} weights`,
  );
  const scene = drawGraph(net, { depth: 1 });
  expect(textsOf(scene, ...times)).toEqual([]);
  expect(textsOf(scene, "weights").slice(0, 4)).toEqual(counts);
});
