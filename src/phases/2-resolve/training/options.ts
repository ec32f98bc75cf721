import { trainingHelp } from "../../../diagnostics/other-tools.ts";
import { didYouMean } from "../../../diagnostics/suggest.ts";
import type { Entry, Word } from "../../../ir/ast.ts";
import { bareName, numberOf, textOf, wholeNumber } from "../words.ts";
import { augmentationNames, readAugmentation } from "./augmentation.ts";
import { readClassWeights, readLossWeights } from "./class-weights.ts";
import { type OptionFaults, optimizerNames, readOptimizer } from "./optimizer.ts";
import { exists, type Reading } from "./reading.ts";
import { readSchedule, scheduleNames } from "./schedule.ts";
import { groupingFault, sharedExamples } from "./sources.ts";
import { readSplit } from "./split.ts";

interface Option {
  /** How it is written, to begin with. */
  readonly example: string;
  /** Words that may stand behind it, or between its braces. */
  readonly choices?: readonly string[];
  /** Most words that it has, itself included. */
  readonly words?: number;
  /** Whether its values stand between braces. */
  readonly braced?: true;
  /** Sets what the option says; where something is wrong, it is told. */
  read(entry: Entry, reading: Reading): void;
}

/** The weights that a training may keep: of which epoch. */
const KEPT = ["best", "last"];

/** The options of a training, in the order in which messages list them. */
export const options: { readonly [name: string]: Option } = {
  split: { example: "split 70/15/15", words: 6, read: split },
  test: { example: "test on unseen", words: 3, read: test },
  optimizer: {
    example: "optimizer adam 0.001",
    choices: optimizerNames,
    read({ words }, { result, faults }) {
      const optimizer = readOptimizer(words, faults);
      if (optimizer) result.optimizer = optimizer;
    },
  },
  schedule: {
    example: "schedule cosine",
    choices: scheduleNames,
    read({ words }, reading) {
      const schedule = readSchedule(words, reading.faults);
      if (schedule) reading.result.schedule = schedule;
      if (schedule?.kind === "plateau") reading.validated ??= { what: "schedule plateau", word: words[0]! };
    },
  },
  warm_up: { example: "warm_up 5", words: 2, read: whole("warm_up", "warmUp", 1) },
  clip: { example: "clip 1", words: 2, read: clip },
  weights: {
    example: "weights balanced",
    choices: ["balanced"],
    braced: true,
    read(entry, { result, faults }) {
      const weights = readClassWeights(entry, faults);
      if (weights) result.classWeights = weights;
    },
  },
  loss_weights: {
    example: "loss_weights { rhythm 1, quality 0.5 }",
    braced: true,
    read(entry, { result, faults }) {
      const weights = readLossWeights(entry, faults);
      if (weights) result.lossWeights = weights;
    },
  },
  augment: {
    example: "augment { flip, shift 2 }",
    choices: augmentationNames,
    braced: true,
    read(entry, { result, faults }) {
      const augmentation = readAugmentation(entry, faults);
      if (augmentation) result.augment = augmentation;
    },
  },
  start: { example: 'start from "runs/other"', words: 3, read: start },
  batch: { example: "batch 32", words: 2, read: whole("batch", "batch", 1) },
  epochs: { example: "epochs 10", words: 2, read: whole("epochs", "epochs", 1) },
  seed: { example: "seed 1", words: 2, read: whole("seed", "seed", 0) },
  stop: { example: "stop when validation loss stalls for 3", read: stop },
  keep: { example: "keep best", choices: KEPT, words: 2, read: keep },
};

export function isOption(name: string): boolean {
  return Object.hasOwn(options, name);
}

/** Most words that an option has, itself included; undefined where it says itself what is too many. */
export function takenWords(name: string): number | undefined {
  return isOption(name) ? options[name]!.words : undefined;
}

/** Tells that a training has no such option, and what may have been meant. */
export function unknownOption(first: Word, name: string, faults: OptionFaults): void {
  const names = Object.keys(options);
  faults.fail(
    first,
    `a training has no option \`${textOf(first) ?? "…"}\``,
    trainingHelp(name) ?? didYouMean(name, names, first.span) ?? `its options are ${names.join(", ")}`,
  );
}

function whole(name: string, key: "batch" | "epochs" | "seed" | "warmUp", least: number): Option["read"] {
  return ({ words: [first, second] }, reading) => {
    const number = wholeNumber(name, second, least, first!, reading.sink);
    if (number === undefined) reading.ok = false;
    else reading.result[key] = number;
  };
}

function split({ words }: Entry, reading: Reading): void {
  const { result, sources, sink } = reading;
  const read = readSplit(words as [Word, ...Word[]], reading.faults);
  Object.assign(result, read);
  const source = sources.get(result.data);
  const fault = read?.groups && source && groupingFault(read.groups, source);
  if (!fault) return;
  sink.error("train_wrong", read.groups!.span, fault.message, { help: fault.help });
  reading.ok = false;
}

function test({ words }: Entry, reading: Reading): void {
  const { result, faults, data, sources } = reading;
  const [first, second, third] = words as [Word, ...Word[]];
  const word = second && bareName(second) === "on" ? third : second;
  const source = textOf(word);
  if (source === undefined) faults.fail(first, "`test` needs the name of a data source", "`test on unseen`");
  else if (!exists({ text: source, span: word!.span }, data, "data source", reading)) reading.ok = false;
  else {
    result.test = source;
    const shared = sharedExamples(source, result.data, sources);
    if (shared) faults.fail(word!, shared, "name other data, or leave it out and write `split 70/15/15`");
  }
}

function clip({ words: [first, second] }: Entry, { result, faults }: Reading): void {
  const norm = numberOf(second);
  if (norm === undefined || norm <= 0)
    faults.fail(
      second ?? first!,
      "`clip` needs the largest norm of the gradients, a number above 0",
      "`clip 1`",
    );
  else result.clip = norm;
}

function start({ words: [first, second, third] }: Entry, { result, faults }: Reading): void {
  if (textOf(second) !== "from" || third?.type !== "text" || third.text === "")
    faults.fail(
      second ?? first!,
      "`start` is written `start from` and the folder of a run",
      '`start from "runs/other"`',
    );
  else result.start = { run: third.text, span: third.span };
}

function keep({ words: [first, second] }: Entry, reading: Reading): void {
  const which = textOf(second);
  if (which === "best") {
    reading.result.keep = which;
    reading.validated ??= { what: "keep best", word: first! };
  } else if (which === "last") reading.keepsLast = true;
  else
    reading.faults.fail(
      second ?? first!,
      "a training keeps the weights of the `best` epoch or of the `last`",
      "`keep best`",
    );
}

function stop({ words }: Entry, { result, faults }: Reading): void {
  const sentence = words.slice(0, -1).map(textOf).join(" ");
  const patience = numberOf(words.at(-1));
  if (sentence !== "stop when validation loss stalls for" || !Number.isSafeInteger(patience) || patience! < 1)
    faults.fail(words[0]!, "`stop` is written `stop when validation loss stalls for 3`, in epochs");
  else result.patience = patience!;
}
