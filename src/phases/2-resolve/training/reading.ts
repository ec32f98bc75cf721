import type { Sink } from "../../../diagnostics/diagnostic.ts";
import { insert, sure } from "../../../diagnostics/fix.ts";
import { didYouMean } from "../../../diagnostics/suggest.ts";
import type { Name, Word } from "../../../ir/ast.ts";
import type { Mentions } from "../../../ir/mentions.ts";
import type { DataSource, Training } from "../../../ir/program.ts";
import { bareName } from "../words.ts";
import type { OptionFaults } from "./optimizer.ts";

/** A training while its options are read. */
export interface Reading {
  readonly result: { -readonly [K in keyof Training]: Training[K] };
  ok: boolean;
  /** An option that asks for a validation set, besides `stop`. */
  validated?: { readonly what: string; readonly word: Word };
  keepsLast: boolean;
  /** Names of sources of data. */
  readonly data: ReadonlyMap<string, Name | undefined>;
  /** Where uses of names are noted. */
  readonly mentions: Mentions;
  readonly sources: ReadonlyMap<string, DataSource | undefined>;
  readonly sink: Sink;
  readonly faults: OptionFaults;
}

/** Reports what is wrong with options, and calls `failed`. */
export function faultsOf(sink: Sink, isOption: (name: string) => boolean, failed: () => void): OptionFaults {
  const fail: OptionFaults["fail"] = (word, message, help) => {
    sink.error("train_wrong", word.span, message, { help });
    failed();
  };
  return {
    fail,
    surplus(words, at) {
      const word = words[at]!;
      fail(word, `\`${bareName(words[0]!)}\` takes nothing more here`, {
        text: "options are separated by commas or new lines",
        fix: isOption(bareName(word) ?? "")
          ? sure("put a comma before it", insert(words[at - 1]!.span.end, ","))
          : undefined,
      });
    },
  };
}

/** Whether a name is known; reports one that isn't. */
export function exists(
  name: Name,
  known: ReadonlyMap<string, Name | undefined>,
  what: string,
  { sink, mentions }: Pick<Reading, "sink" | "mentions">,
): boolean {
  mentions.use(name.span, known.get(name.text));
  if (known.has(name.text) || known.has("")) return true;
  sink.error("name_unknown", name.span, `there is no ${what} \`${name.text}\``, {
    help: () => didYouMean(name.text, known.keys(), name.span),
  });
  return false;
}
