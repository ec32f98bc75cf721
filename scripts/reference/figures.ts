/** The pictures of docs/figures.md: the figures of Howard and Francis (Heart 2022;108:973) as specs draw them. */
import { readFile } from "node:fs/promises";
import { stopBackend } from "../../src/backends/backend.ts";
import { answersOver, exampleFrom, type Ranges } from "../../src/cli/commands/draw/values.ts";
import { compileText } from "../../src/compile.ts";
import { type Given, toSvg, type View, type ViewName, views } from "../../src/diagram/index.ts";

interface Figure {
  /** Name of the picture. */
  readonly name: string;
  readonly spec: string;
  readonly net: string;
  readonly view: ViewName;
  readonly range?: Ranges;
  readonly image?: string;
}

const figures: readonly Figure[] = [
  {
    name: "1",
    spec: "mortality",
    net: "mortality",
    view: "plot",
    range: new Map([
      ["age", [30, 100]],
      ["cholesterol", [3, 9]],
    ]),
  },
  { name: "2-left", spec: "by_hand", net: "risk_by_hand", view: "neurons" },
  { name: "2-right", spec: "risk", net: "risk", view: "neurons" },
  { name: "3-left", spec: "by_hand", net: "rectifier", view: "plot" },
  { name: "3-network", spec: "absolute", net: "absolute", view: "neurons" },
  { name: "3-absolute", spec: "absolute", net: "absolute", view: "plot" },
  { name: "3-ramp", spec: "by_hand", net: "ramp", view: "plot" },
  { name: "4-nought", spec: "by_hand", net: "symbols", view: "kernels", image: "specs/figures/nought.png" },
  { name: "4-cross", spec: "by_hand", net: "symbols", view: "kernels", image: "specs/figures/cross.png" },
  { name: "5", spec: "views", net: "views", view: "maps" },
  { name: "6", spec: "one_trunk", net: "one_trunk", view: "maps" },
];

export const figurePictures = figures.map((figure) => ({
  file: `docs/pictures/figures/${figure.name}.svg`,
  text: () => drawn(figure),
}));

async function drawn({ spec, net: name, view, range, image }: Figure): Promise<string> {
  const file = `specs/figures/${spec}.cnn`;
  const { program, source } = compileText(await readFile(file, "utf8"), file);
  const net = program.nets.find((each) => each.name === name)!;
  let given: Given = {};
  if (view === "plot") given = { answers: await answersOver({ net, source }, range) };
  if (image !== undefined) given = { example: await exampleFrom({ net, source }, image) };
  await stopBackend();
  return toSvg((views[view] as View).draw(net, { source }, given));
}
