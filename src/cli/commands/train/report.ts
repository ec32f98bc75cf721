/** What a training tells when it is over. */
import { saidOfTest } from "../../../data/parts/said-of-test.ts";
import type { Evaluation } from "../../../training/judging.ts";
import type { TrainingResult } from "../../../training/trainer.ts";
import { print } from "../../terminal/terminal.ts";
import { describeHead, percent, regionTable, type ShownHead } from "./described.ts";
import type { Planned } from "./info.ts";
import { duration } from "./progress.ts";

export function report(
  folder: string,
  { training, parts }: Pick<Planned, "training" | "parts">,
  result: TrainingResult,
  test: Evaluation | undefined,
  heads: readonly ShownHead[],
  took: number,
): void {
  if (result.end === "stalled")
    print(`Stopped after epoch ${result.history.length}: the validation loss no longer falls.`);
  if (training.keep === "best") {
    const { validationLoss } = result.history[result.epoch - 1]!;
    print(
      `The model is that of epoch ${result.epoch}, which has the lowest validation loss, ${validationLoss!.toPrecision(4)}.`,
    );
  }
  if (test) {
    const measured = test.heads.map(({ value: metric, measures }) => ({
      metric,
      ...(measures ? { measures } : {}),
    }));
    const told = test.heads.map(({ interval }, i) => {
      const range = interval ? ` (95 % interval ${percent(interval[0])} to ${percent(interval[1])})` : "";
      return `${describeHead(heads[i]!, measured[i]!, heads.length)}${range}`;
    });
    print(`Test on ${saidOfTest(test.examples, parts.checked)}: ${told.join(", ")}`);
    for (const [i, head] of heads.entries()) {
      const lines = regionTable(head, measured[i]!);
      if (lines.length > 0)
        print(heads.length > 1 ? [`  ${head.name}`, ...lines].join("\n") : lines.join("\n"));
    }
  }
  print(`Took ${duration(took)}. The run is in ${folder}: weights, history.json, run.json, net.svg, net.png`);
}
