/** Whole processes of `cnnc check`, against a Node that does nothing and against torchinfo. */
import { timeCommands } from "./measure.ts";
import { pythonWith } from "./python.ts";
import { ms, type Row, times } from "./rows.ts";

const RESNET = ["node", "dist/cnnc.cjs", "check", "specs/zoo/resnet.cnn", "--net", "keras_resnet50"];
const SUMMARY = `import torchvision, torchinfo
torchinfo.summary(torchvision.models.resnet50(), (1, 3, 224, 224), depth=4)`;

export function startRows(): Row[] {
  const [bare, lenet5, resnet] = timeCommands(
    [["node", "-e", "0"], ["node", "dist/cnnc.cjs", "check", "specs/zoo/lenet5.cnn"], RESNET],
    31,
  ) as [number, number, number];
  const rows = [
    {
      work: "cnnc check lenet5.cnn, whole process, against node -e 0",
      measured: `${ms(lenet5)} / ${ms(bare)}`,
      ratio: times(lenet5 / bare),
      bar: "≤ 1.7 ×",
    },
    {
      work: "cnnc check of ResNet-50, whole process, against node -e 0",
      measured: `${ms(resnet)} / ${ms(bare)}`,
      ratio: times(resnet / bare),
      bar: "≤ 1.7 ×",
    },
  ];
  const bar = "≥ 10 ×";
  const work = "torchinfo.summary of resnet50, whole process, against cnnc check of ResNet-50";
  const program = pythonWith("torchvision, torchinfo");
  if (program === undefined)
    return [
      ...rows,
      { work, measured: "no Python with torchvision and torchinfo: `npm run python`", ratio: "", bar },
    ];
  const [ours, theirs] = timeCommands([RESNET, [program, "-c", SUMMARY]], 5) as [number, number];
  return [...rows, { work, measured: `${ms(theirs)} / ${ms(ours)}`, ratio: times(theirs / ours), bar }];
}
