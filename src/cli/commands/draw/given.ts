import { saidOfTest } from "../../../data/parts/said-of-test.ts";
import { cleaned } from "../../../diagnostics/shown.ts";
import { type Given, type History, type Need, needsOf, type ViewName } from "../../../diagram/index.ts";
import { Failure } from "../../terminal/failure.ts";
import type { PartLoader } from "./parts.ts";
import type { Subject } from "./subject.ts";
import type { Ranges } from "./values.ts";

interface Told {
  readonly range?: Ranges;
  readonly image?: string;
}

type Source<N extends Need> = (subject: Subject, told: Told, load: PartLoader) => Promise<Given[N]>;

/** Where what views need comes from. */
const sources: { readonly [N in Need]: Source<N> } = {
  history: (subject, _, load) => historyOf(subject, load),
  answers: async (subject, { range }, load) => (await load("values")).answersOver(subject, range),
  example: async (subject, { image }, load) => (await load("values")).exampleFrom(subject, image!),
};

/** What a view needs beside the net. */
export async function givenFor(
  view: ViewName,
  subject: Subject,
  told: Told,
  load: PartLoader,
): Promise<Given> {
  const found = await Promise.all(
    needsOf(view, told).map(async (need) => [need, await sources[need](subject, told, load)] as const),
  );
  return Object.fromEntries(found);
}

async function historyOf({ source, run }: Subject, load: PartLoader): Promise<History> {
  if (!run)
    throw new Failure(`${cleaned(source.name)}: the view \`training\` draws a run, and this is a spec`, {
      help: `\`cnnc train ${cleaned(source.name)}\` writes a run folder: give that instead`,
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
