import type { Sink } from "../../diagnostics/diagnostic.ts";
import { type Help, insert, sure } from "../../diagnostics/fix.ts";
import { trainingHelp } from "../../diagnostics/other-tools.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { Name, TrainSyntax, Word } from "../../ir/ast.ts";
import type { DataSource, Training } from "../../ir/program.ts";
import { bareName } from "./arguments.ts";
import { readAugmentation } from "./augmentation.ts";
import { readClassWeights, readLossWeights } from "./class-weights.ts";
import { numberOf, textOf, wholeNumber } from "./entries.ts";
import { type OptionFaults, readOptimizer } from "./optimizer.ts";
import { readSchedule } from "./schedule.ts";
import { groupingFault, sharedExamples } from "./sources.ts";
import { readSplit } from "./split.ts";

const OPTIONS = [
  "split",
  "test",
  "optimizer",
  "schedule",
  "warm_up",
  "clip",
  "weights",
  "loss_weights",
  "augment",
  "start",
  "batch",
  "epochs",
  "seed",
  "stop",
  "keep",
];
/** Options whose values stand between braces. */
const BRACED = ["weights", "loss_weights", "augment"];
/** Most words that an option has, itself included. */
const WORDS: { readonly [option: string]: number } = {
  split: 6,
  test: 3,
  batch: 2,
  epochs: 2,
  seed: 2,
  warm_up: 2,
  clip: 2,
  start: 3,
  keep: 2,
};

/** What holds where a training does not say. */
const DEFAULTS = {
  split: { train: 1, validation: 0, test: 0 },
  optimizer: { kind: "adam", rate: 0.001 },
  batch: 32,
  epochs: 10,
  seed: 1,
} as const;

/** `train NET on DATA { … }`. */
export function resolveTraining(
  syntax: TrainSyntax,
  nets: ReadonlySet<string>,
  data: ReadonlySet<string>,
  sources: ReadonlyMap<string, DataSource | undefined>,
  sink: Sink,
): Training | undefined {
  let ok = exists(syntax.net, nets, "net", sink);
  ok = exists(syntax.data, data, "data source", sink) && ok && !syntax.broken;
  const result: { -readonly [K in keyof Training]: Training[K] } = {
    ...DEFAULTS,
    net: syntax.net.text,
    data: syntax.data.text,
    span: syntax.span,
  };
  const fail = (word: Word, message: string, help?: Help) => {
    sink.error("train_wrong", word.span, message, { help });
    ok = false;
  };
  const faults: OptionFaults = {
    fail,
    surplus(words, at) {
      const word = words[at]!;
      fail(word, `\`${bareName(words[0]!)}\` takes nothing more here`, {
        text: "options are separated by commas or new lines",
        fix: OPTIONS.includes(bareName(word) ?? "")
          ? sure("put a comma before it", insert(words[at - 1]!.span.end, ","))
          : undefined,
      });
    },
  };
  const set = <K extends "batch" | "epochs" | "seed">(
    key: K,
    value: Word | undefined,
    least: number,
    at: Word,
  ) => {
    const number = wholeNumber(key, value, least, at, sink);
    if (number === undefined) ok = false;
    else result[key] = number;
  };
  /** An option that asks for a validation set, besides `stop`. */
  let validated: { readonly what: string; readonly word: Word } | undefined;
  let keepsLast = false;
  const given = new Set<string>();
  for (const entry of syntax.entries) {
    const [first, second, third] = entry.words as [Word, ...Word[]];
    const name = bareName(first) ?? "";
    const surplus = entry.words[WORDS[name] ?? entry.words.length];
    if (surplus) {
      faults.surplus(entry.words, entry.words.indexOf(surplus));
      continue;
    }
    if (entry.entries && OPTIONS.includes(name) && !BRACED.includes(name)) {
      fail(first, `\`${name}\` takes nothing in braces`);
      continue;
    }
    if (given.size === given.add(name).size && OPTIONS.includes(name)) {
      fail(first, `\`${name}\` is given twice`);
      continue;
    }
    switch (name) {
      case "batch":
      case "epochs":
        set(name, second, 1, first);
        break;
      case "seed":
        set(name, second, 0, first);
        break;
      case "split": {
        const read = readSplit(entry.words as [Word, ...Word[]], faults);
        Object.assign(result, read);
        const source = sources.get(syntax.data.text);
        const fault = read?.groups && source && groupingFault(read.groups, source);
        if (fault) {
          sink.error("train_wrong", read.groups!.span, fault.message, { help: fault.help });
          ok = false;
        }
        break;
      }
      case "test": {
        const word = second && bareName(second) === "on" ? third : second;
        const source = textOf(word);
        if (source === undefined) fail(first, "`test` needs the name of a data source", "`test on unseen`");
        else if (!exists({ text: source, span: word!.span }, data, "data source", sink)) ok = false;
        else {
          result.test = source;
          const shared = sharedExamples(source, syntax.data.text, sources);
          if (shared) fail(word!, shared, "name other data, or leave it out and write `split 70/15/15`");
        }
        break;
      }
      case "optimizer": {
        const optimizer = readOptimizer(entry.words, faults);
        if (optimizer) result.optimizer = optimizer;
        break;
      }
      case "schedule": {
        const schedule = readSchedule(entry.words, faults);
        if (schedule) result.schedule = schedule;
        if (schedule?.kind === "plateau") validated ??= { what: "schedule plateau", word: first };
        break;
      }
      case "warm_up": {
        const epochs = wholeNumber(name, second, 1, first, sink);
        if (epochs === undefined) ok = false;
        else result.warmUp = epochs;
        break;
      }
      case "clip": {
        const norm = numberOf(second);
        if (norm === undefined || norm <= 0)
          fail(
            second ?? first,
            "`clip` needs the largest norm of the gradients, a number above 0",
            "`clip 1`",
          );
        else result.clip = norm;
        break;
      }
      case "weights": {
        const weights = readClassWeights(entry, faults);
        if (weights) result.classWeights = weights;
        break;
      }
      case "loss_weights": {
        const weights = readLossWeights(entry, faults);
        if (weights) result.lossWeights = weights;
        break;
      }
      case "augment": {
        const augmentation = readAugmentation(entry, faults);
        if (augmentation) result.augment = augmentation;
        break;
      }
      case "start": {
        if (textOf(second) !== "from" || third?.type !== "text" || third.text === "")
          fail(
            second ?? first,
            "`start` is written `start from` and the folder of a run",
            '`start from "runs/other"`',
          );
        else result.start = { run: third.text, span: third.span };
        break;
      }
      case "keep": {
        const which = textOf(second);
        if (which === "best") {
          result.keep = which;
          validated ??= { what: "keep best", word: first };
        } else if (which === "last") keepsLast = true;
        else
          fail(
            second ?? first,
            "a training keeps the weights of the `best` epoch or of the `last`",
            "`keep best`",
          );
        break;
      }
      case "stop": {
        const sentence = entry.words.slice(0, -1).map(textOf).join(" ");
        const patience = numberOf(entry.words.at(-1));
        if (
          sentence !== "stop when validation loss stalls for" ||
          !Number.isSafeInteger(patience) ||
          patience! < 1
        ) {
          fail(first, "`stop` is written `stop when validation loss stalls for 3`, in epochs");
        } else result.patience = patience!;
        break;
      }
      default:
        fail(
          first,
          `a training has no option \`${textOf(first) ?? "…"}\``,
          trainingHelp(name) ??
            didYouMean(name, OPTIONS, first.span) ??
            `its options are ${OPTIONS.join(", ")}`,
        );
    }
  }
  const needs =
    result.patience === undefined ? validated : { what: "stop when validation loss stalls", word: syntax };
  if (ok && needs && result.split.validation === 0) {
    sink.error("train_wrong", needs.word.span, `\`${needs.what}\` needs a validation set`, {
      help: "keep one aside: `split 85/15`",
    });
    ok = false;
  }
  // What stalls has been better before.
  if (result.patience !== undefined && !keepsLast) result.keep = "best";
  return ok ? result : undefined;
}

function exists(name: Name, known: ReadonlySet<string>, what: string, sink: Sink): boolean {
  if (known.has(name.text) || known.has("")) return true;
  sink.error("name_unknown", name.span, `there is no ${what} \`${name.text}\``, {
    help: () => didYouMean(name.text, known, name.span),
  });
  return false;
}
