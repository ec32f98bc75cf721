import type { Help } from "../../../diagnostics/fix.ts";
import { didYouMean, list } from "../../../diagnostics/suggest.ts";
import type { Word } from "../../../ir/ast.ts";
import type { OptimizerSettings } from "../../../ir/program.ts";
import { numberOf, textOf } from "../words.ts";

/** Where the reading of a training's option is told what is wrong. */
export interface OptionFaults {
  fail(word: Word, message: string, help?: Help): void;
  /** What stands behind a finished option, at an index of its words. */
  surplus(words: readonly Word[], at: number): void;
}

type Kind = OptimizerSettings["kind"];
type Extra = "momentum" | "nesterov" | "decay";

/** What may follow each optimizer's rate, its usual rate, and how it is written. */
const OPTIMIZERS: {
  readonly [kind in Kind]: {
    readonly rate: number;
    readonly extras: readonly Extra[];
    readonly decay?: number;
    readonly example: string;
  };
} = {
  adam: { rate: 0.001, extras: [], example: "`optimizer adam 0.001`" },
  adamw: { rate: 0.001, extras: ["decay"], decay: 0.01, example: "`optimizer adamw 0.001 decay 0.01`" },
  rmsprop: { rate: 0.001, extras: ["decay"], example: "`optimizer rmsprop 0.001`" },
  sgd: {
    rate: 0.01,
    extras: ["momentum", "nesterov", "decay"],
    example: "`optimizer sgd 0.1 momentum 0.9 decay 1e-4`",
  },
};

/** What may stand behind `optimizer`. */
export const optimizerNames: readonly string[] = Object.keys(OPTIMIZERS);

/** `optimizer sgd 0.1 momentum 0.9 nesterov decay 1e-4`; undefined where something is wrong, which is told. */
export function readOptimizer(words: readonly Word[], faults: OptionFaults): OptimizerSettings | undefined {
  const [first, second, third] = words as [Word, ...Word[]];
  const text = textOf(second);
  if (text === undefined || !Object.hasOwn(OPTIMIZERS, text)) {
    faults.fail(
      second ?? first,
      `there is no optimizer \`${text ?? "…"}\``,
      didYouMean(text ?? "", Object.keys(OPTIMIZERS), (second ?? first).span) ?? "`adam 0.001` or `sgd 0.1`",
    );
    return undefined;
  }
  const kind = text as Kind;
  const { rate: usual, example } = OPTIMIZERS[kind];
  const rate = numberOf(third);
  const rateLeftOut = third === undefined || isExtra(textOf(third));
  if (!rateLeftOut && !(rate !== undefined && rate > 0)) {
    faults.fail(third, "the learning rate is a number above 0", example);
    return undefined;
  }
  const extras = readExtras(kind, words, rateLeftOut ? 2 : 3, faults);
  if (!extras) return undefined;
  const decay = extras.decay ?? OPTIMIZERS[kind].decay;
  return { kind, rate: rate ?? usual, ...extras, ...(decay ? { decay } : {}) };
}

function isExtra(text: string | undefined): text is Extra {
  return text === "momentum" || text === "nesterov" || text === "decay";
}

type Extras = Pick<OptimizerSettings, Extra>;

function readExtras(
  kind: Kind,
  words: readonly Word[],
  from: number,
  faults: OptionFaults,
): Extras | undefined {
  const { extras, example } = OPTIMIZERS[kind];
  const found: { -readonly [K in Extra]?: Extras[K] } = {};
  for (let i = from; i < words.length; i++) {
    const word = words[i]!;
    const extra = textOf(word);
    if (!isExtra(extra)) {
      faults.surplus(words, i);
      return undefined;
    }
    if (!extras.includes(extra)) {
      faults.fail(word, `\`${kind}\` has no \`${extra}\``, elsewhere(kind, extra));
      return undefined;
    }
    if (found[extra] !== undefined) {
      faults.fail(word, `\`${extra}\` is given twice`);
      return undefined;
    }
    if (extra === "nesterov") {
      found.nesterov = true;
      continue;
    }
    const value = numberOf(words[++i]);
    if (extra === "momentum" && !(value !== undefined && value > 0 && value < 1)) {
      faults.fail(words[i] ?? word, "the momentum is a number between 0 and 1", example);
      return undefined;
    }
    if (extra === "decay" && !(value !== undefined && value > 0)) {
      faults.fail(words[i] ?? word, "the decay is a number above 0", example);
      return undefined;
    }
    found[extra] = value!;
  }
  if (found.nesterov && found.momentum === undefined) {
    faults.fail(
      words.find((word) => textOf(word) === "nesterov")!,
      "`nesterov` needs a momentum",
      "`optimizer sgd 0.1 momentum 0.9 nesterov`",
    );
    return undefined;
  }
  return found;
}

/** Which optimizer has what another one lacks. */
function elsewhere(kind: Kind, extra: Extra): string {
  if (kind === "adam" && extra === "decay") return "AdamW has it: `optimizer adamw 0.001 decay 0.01`";
  const having = (Object.keys(OPTIMIZERS) as Kind[]).filter((each) =>
    OPTIMIZERS[each].extras.includes(extra),
  );
  return `${list(having)} has it: ${OPTIMIZERS.sgd.example}`;
}
