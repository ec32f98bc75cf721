import type { Sink } from "../../../diagnostics/diagnostic.ts";
import type { Name, TrainSyntax, Word } from "../../../ir/ast.ts";
import type { Mentions } from "../../../ir/mentions.ts";
import type { DataSource, Training } from "../../../ir/program.ts";
import { bareName } from "../words.ts";
import { isOption, options, takenWords, unknownOption } from "./options.ts";
import { exists, faultsOf, type Reading } from "./reading.ts";

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
  nets: ReadonlyMap<string, Name | undefined>,
  data: ReadonlyMap<string, Name | undefined>,
  sources: ReadonlyMap<string, DataSource | undefined>,
  sink: Sink,
  mentions: Mentions,
): Training | undefined {
  let ok = exists(syntax.net, nets, "net", { sink, mentions });
  ok = exists(syntax.data, data, "data source", { sink, mentions }) && ok && !syntax.broken;
  const result: Reading["result"] = {
    ...DEFAULTS,
    net: syntax.net.text,
    data: syntax.data.text,
    span: syntax.span,
  };
  const reading: Reading = {
    result,
    ok,
    keepsLast: false,
    data,
    sources,
    sink,
    mentions,
    faults: faultsOf(sink, isOption, () => {
      reading.ok = false;
    }),
  };
  readOptions(syntax, reading);
  const needs =
    result.patience === undefined
      ? reading.validated
      : { what: "stop when validation loss stalls", word: syntax };
  if (reading.ok && needs && result.split.validation === 0) {
    sink.error("train_wrong", needs.word.span, `\`${needs.what}\` needs a validation set`, {
      help: "keep one aside: `split 85/15`",
    });
    reading.ok = false;
  }
  // What stalls has been better before.
  if (result.patience !== undefined && !reading.keepsLast) result.keep = "best";
  return reading.ok ? result : undefined;
}

function readOptions({ entries }: TrainSyntax, reading: Reading): void {
  const { faults } = reading;
  const given = new Set<string>();
  for (const entry of entries) {
    const [first] = entry.words as [Word, ...Word[]];
    const name = bareName(first) ?? "";
    const option = isOption(name) ? options[name] : undefined;
    const surplus = entry.words[takenWords(name) ?? entry.words.length];
    if (surplus) faults.surplus(entry.words, entry.words.indexOf(surplus));
    else if (!option) unknownOption(first, name, faults);
    else if (entry.entries && !option.braced) faults.fail(first, `\`${name}\` takes nothing in braces`);
    else if (given.size === given.add(name).size) faults.fail(first, `\`${name}\` is given twice`);
    else option.read(entry, reading);
  }
}
