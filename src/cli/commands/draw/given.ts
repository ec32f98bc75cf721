import { saidOfTest } from "../../../data/parts/said-of-test.ts";
import type { Given, History, ViewName } from "../../../diagram/index.ts";
import { Failure } from "../../terminal/failure.ts";
import type { PartLoader } from "./parts.ts";
import type { Subject } from "./subject.ts";
import type { Ranges } from "./values.ts";

/** What a view needs beside the net. */
export async function givenFor(
  view: ViewName,
  subject: Subject,
  { range, image }: { readonly range?: Ranges; readonly image?: string },
  load: PartLoader,
): Promise<Given> {
  switch (view) {
    case "training":
      return { history: await historyOf(subject, load) };
    case "plot":
      return { answers: await (await load("values")).answersOver(subject, range) };
    case "kernels": {
      if (image === undefined) return {};
      return { example: await (await load("values")).exampleFrom(subject, image) };
    }
    default:
      return {};
  }
}

async function historyOf({ source, run }: Subject, load: PartLoader): Promise<History> {
  if (!run)
    throw new Failure(`${source.name}: the view \`training\` draws a run, and this is a spec`, {
      help: `\`cnnc train ${source.name}\` writes a run folder: give that instead`,
    });
  const { RunFolder } = await load("runs");
  const { keptEpoch, metrics, examples, test, parts } = run.info;
  const epochs = await new RunFolder(run.path).readHistory();
  return {
    epochs,
    kept: keptEpoch ?? epochs.length,
    best: keptEpoch !== undefined,
    metrics,
    examples,
    ...(test ? { test: test.heads, tested: saidOfTest(test.examples, parts) } : {}),
  };
}
