import type { Sink } from "../../diagnostics/diagnostic.ts";
import { didYouMean, list } from "../../diagnostics/suggest.ts";
import type { CheckedNet } from "../../ir/net.ts";
import { normalisedOverBatches } from "../../ir/over-batches.ts";
import type { DataSource, NamedWeight, Program, Training } from "../../ir/program.ts";
import { hasClasses, isKnownOnce } from "../../ir/task-outputs.ts";
import { rank } from "../../shape/shape.ts";

/** Whether what trainings say of their nets' tasks is so. Nets that are missing or incomplete say nothing. */
export function checkTrainings(
  { trainings, data }: Pick<Program, "trainings" | "data">,
  nets: readonly CheckedNet[],
  sink: Sink,
): void {
  for (const training of trainings) {
    const net = nets.find((each) => each.name === training.net);
    if (!net?.complete) continue;
    checkClassWeights(training, net, sink);
    checkAugmentation(training, net, sink);
    checkBatch(training, net, sink);
    checkStratified(training, net, sink);
    for (const source of data)
      if ([training.data, training.test].includes(source.name)) checkRegions(source, net, sink);
    const heads = net.outputs.flatMap(({ name, task }) => (task ? [name] : []));
    demandKnown(training.lossWeights ?? [], heads, `\`${net.name}\` has no head`, "heads", sink);
  }
}

/** Whether examples can be changed so, and what a head says of their places with them. */
function checkAugmentation({ augment }: Training, net: CheckedNet, sink: Sink): void {
  if (!augment) return;
  const ranks = net.inputs.flatMap(({ node }) => {
    const { output } = net.nodes.find(({ id }) => id === node)!;
    return rank(output) > 0 ? [rank(output)] : [];
  });
  const { flip, rotate, shift } = augment;
  const every = net.outputs.find(({ task }) => task?.kind === "segment" && (task.every ?? 1) > 1);
  const fault = (message: string, help: string) => sink.error("train_wrong", augment.span, message, { help });
  if (ranks.length === 0)
    fault(
      `\`augment\` changes images, signals and volumes, and \`${net.name}\` takes measurements alone`,
      "take it out",
    );
  else if (rotate && ranks.some((axes) => axes !== 2))
    fault("`rotate` turns images, and this net takes others than those", "take `rotate` out");
  else if (flip && ranks.includes(1))
    fault(
      "`flip` mirrors images and volumes, left and right, and this net takes a signal",
      "take `flip` out",
    );
  else if ((flip || rotate || shift) && every)
    fault(
      `\`${every.name}\` answers for several places at once, and would not fit examples that are moved`,
      "keep `scale` and `noise` alone",
    );
}

/** What is normalised over a batch needs several examples there. */
function checkBatch({ batch, span }: Training, net: CheckedNet, sink: Sink): void {
  const normalised = normalisedOverBatches(net);
  if (batch > 1 || !normalised) return;
  sink.error(
    "train_batch_of_one",
    span,
    `\`${normalised.label}\` normalises over the examples of a batch, and here each batch has one`,
    {
      labels: [{ span: normalised.span, text: "one example alone is its own mean" }],
      help: "write `batch 32`; where memory has room for one example, take `groupnorm` or `layernorm` in place of `batchnorm`",
    },
  );
}

function checkStratified({ stratified }: Training, net: CheckedNet, sink: Sink): void {
  if (!stratified || net.outputs.some(({ task }) => task && isKnownOnce(task))) return;
  sink.error(
    "train_wrong",
    stratified.span,
    `\`stratified\` keeps the shares of classes, and no task of \`${net.name}\` gives an example one`,
    { help: "take it out" },
  );
}

/** Whether masks are given regions that the net answers with. */
function checkRegions({ regions = [] }: DataSource, net: CheckedNet, sink: Sink): void {
  if (regions.length === 0) return;
  const [task, other] = net.outputs.flatMap(({ task }) => (task?.kind === "segment" ? [task] : []));
  if (!task)
    sink.error(
      "train_wrong",
      regions[0]!.span,
      `\`regions\` says what the values of masks stand for, and no task of \`${net.name}\` is a \`segment\``,
      { help: "take it out" },
    );
  else if (!other) demandKnown(regions, task.classes, `\`${task.name}\` has no region`, "regions", sink);
}

function checkClassWeights({ classWeights }: Training, net: CheckedNet, sink: Sink): void {
  if (!classWeights) return;
  const [task, other] = net.outputs.flatMap(({ task }) => (task && hasClasses(task) ? [task] : []));
  if (!task || other) {
    const has = task ? "several of them" : "no such task";
    sink.error(
      "train_wrong",
      classWeights.span,
      `\`weights\` weighs the classes of a \`classify\` or the regions of a \`segment\`, and \`${net.name}\` has ${has}`,
      { help: "take it out" },
    );
  } else if (classWeights.of !== "balanced")
    demandKnown(classWeights.of, task.classes, `\`${task.name}\` has no class`, "classes", sink);
}

function demandKnown(
  names: readonly Pick<NamedWeight, "name" | "span">[],
  known: readonly string[],
  message: string,
  what: string,
  sink: Sink,
): void {
  for (const { name, span } of names) {
    if (known.includes(name)) continue;
    sink.error("train_wrong", span, `${message} \`${name}\``, {
      help: didYouMean(name, known, span) ?? `its ${what} are ${list(known)}`,
    });
  }
}
