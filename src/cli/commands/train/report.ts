/** What a training tells when it is over. */
import type { Training } from "../../../ir/program.ts";
import { digits } from "../../../shape/shape.ts";
import type { Evaluation } from "../../../training/judging.ts";
import type { TrainingResult } from "../../../training/trainer.ts";
import { print } from "../../terminal/terminal.ts";
import { describeHead, duration, percent, type ShownHead } from "./progress.ts";

export function report(
  folder: string,
  training: Training,
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
    const told = test.heads.map(({ value, interval }, i) => {
      const range = interval ? ` (95 % interval ${percent(interval[0])} to ${percent(interval[1])})` : "";
      return `${describeHead(heads[i]!, value, heads.length)}${range}`;
    });
    print(`Test on ${digits(test.examples)} examples that training never saw: ${told.join(", ")}`);
  }
  print(`Took ${duration(took)}. The run is in ${folder}: weights, history.json, run.json, net.svg, net.png`);
}
