/** Pictures: a whole process that draws a large net, layout against other libraries, and nets of ten thousand layers. */
import { readFileSync } from "node:fs";
import { compileText } from "../src/compile.ts";
import type { Drawing } from "../src/diagram/flow/entries.ts";
import { laidOut } from "../src/diagram/flow/rows.ts";
import { drawMaps, toSvg } from "../src/diagram/index.ts";
import { measureArimo } from "../src/diagram/scene/font.ts";
import { seriesParallel } from "../src/diagram/stages/series-parallel.ts";
import { type Stage, stagesOf } from "../src/diagram/stages/stages.ts";
import { mapsLook } from "../src/diagram/views/maps.ts";
import type { CheckedNet } from "../src/ir/net.ts";
import { findLayouts } from "./layouts.ts";
import { median, timeCommands, timeSteps } from "./measure.ts";
import { ms, type Row, times } from "./rows.ts";

const FILE = "specs/zoo/densenet.cnn";
const NET = "densenet201";

export async function drawRows(): Promise<Row[]> {
  const { program } = compileText(readFileSync(FILE, "utf8"), FILE);
  const net = program.nets.find(({ name }) => name === NET)!;
  return [processRow(), ...(await layoutRowsOf(net)), largeRow()];
}

function processRow(): Row {
  const draw = ["node", "dist/cnnc.cjs", "draw", FILE, "--net", NET, "--depth", "all"];
  const [bare, drawn] = timeCommands([["node", "-e", "0"], draw], 31) as [number, number];
  return {
    work: "cnnc draw of DenseNet-201 unfolded to SVG, whole process, against node -e 0",
    measured: `${ms(drawn)} / ${ms(bare)}`,
    ratio: times(drawn / bare),
    bar: "≤ 3 ×",
  };
}

/** Places of what is drawn, for bodies whose sizes are known to all alike. */
async function layoutRowsOf(net: CheckedNet): Promise<Row[]> {
  const stages = stagesOf(net);
  const { draw, gap } = mapsLook(net, stages, new Map(), 1280, {});
  const drawings = new Map<Stage, Drawing>(stages.map((stage) => [stage, draw(stage)]));
  const ours = async () => {
    const figure = {
      measure: measureArimo,
      draw: (stage: Stage) => drawings.get(stage)!,
      gap,
      brackets: new Map(),
      stairs: false,
      squeeze: 0,
    };
    laidOut(seriesParallel(stages), figure, 1224);
  };
  const graph = {
    nodes: stages.map((stage) => {
      const { width, top, bottom } = drawings.get(stage)!.body;
      return { id: String(stage.index), width, height: bottom - top };
    }),
    edges: stages.flatMap(({ index, inputs }) =>
      inputs.map((input) => ({ from: String(input), to: String(index) })),
    ),
  };
  const work = `layout alone of ${stages.length} layers of DenseNet-201 with their ways`;
  const bar = "≥ 10 ×";
  const rivals = await findLayouts();
  if (rivals.length === 0)
    return [{ work, measured: "no dagre and elkjs: `npm run rivals`", ratio: "", bar }];
  const taken = await timeSteps(
    [
      ours,
      ...rivals.map(
        ({ lay }) =>
          () =>
            lay(graph),
      ),
    ],
    2,
    9,
  );
  return rivals.map(({ name }, i) => ({
    work: `${work}: ${name} against ours`,
    measured: `${ms(taken[i + 1]!)} / ${ms(taken[0]!)}`,
    ratio: times(taken[i + 1]! / taken[0]!),
    bar,
  }));
}

/** A residual net of so many layers, drawn whole. */
function large(layers: number): CheckedNet {
  const text = `block unit { branches add { | | conv 4@3, relu, conv 4@3 }, relu }
net large { input image 8x8x4, repeat ${Math.round(layers / 5)} unit }`;
  return compileText(text).program.nets[0]!;
}

function largeRow(): Row {
  const timed = (net: CheckedNet, rounds: number) =>
    median(
      Array.from({ length: rounds }, () => {
        const start = performance.now();
        toSvg(drawMaps(net, { depth: "all" }));
        return performance.now() - start;
      }),
    );
  const [few, many] = [large(1000), large(10_000)];
  timed(few, 3);
  const [small, whole] = [timed(few, 7), timed(many, 3)];
  return {
    work: `a net of ${many.nodes.length} layers drawn whole, to SVG: time a layer against one of ${few.nodes.length}`,
    measured: `${ms(whole)} / ${ms(small)}`,
    ratio: times(whole / many.nodes.length / (small / few.nodes.length)),
    bar: "≤ 2 s, linear",
  };
}
