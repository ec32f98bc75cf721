import { didYouMean } from "../../../diagnostics/suggest.ts";
import type { Word } from "../../../ir/ast.ts";
import type { Schedule } from "../../../ir/program.ts";
import { numberOf, textOf } from "../words.ts";
import type { OptionFaults } from "./optimizer.ts";

const EXAMPLES = {
  step: "`schedule step 0.1 every 30`, in epochs",
  cosine: "`schedule cosine`",
  plateau: "`schedule plateau 0.1 after 3`, in epochs without a lower validation loss",
};

/** What may stand behind `schedule`. */
export const scheduleNames: readonly string[] = Object.keys(EXAMPLES);

/** `schedule step 0.1 every 30`; undefined where something is wrong, which is told. */
export function readSchedule(words: readonly Word[], faults: OptionFaults): Schedule | undefined {
  const [first, second] = words as [Word, ...Word[]];
  const kind = textOf(second);
  const at = second ?? first;
  switch (kind) {
    case "cosine":
      if (words.length > 2) return void faults.surplus(words, 2);
      return { kind };
    case "step": {
      const numbers = factorAndEpochs(kind, "every", words, faults);
      return numbers && { kind, factor: numbers[0], every: numbers[1] };
    }
    case "plateau": {
      const numbers = factorAndEpochs(kind, "after", words, faults);
      return numbers && { kind, factor: numbers[0], patience: numbers[1] };
    }
    default:
      faults.fail(
        at,
        `there is no schedule \`${kind ?? "…"}\``,
        didYouMean(kind ?? "", Object.keys(EXAMPLES), at.span) ??
          "`schedule step 0.1 every 30`, `schedule cosine` or `schedule plateau 0.1 after 3`",
      );
      return undefined;
  }
}

/** `step 0.1 every 30`. */
function factorAndEpochs(
  kind: "step" | "plateau",
  link: string,
  words: readonly Word[],
  faults: OptionFaults,
): readonly [number, number] | undefined {
  const [, name, factorWord, linkWord, epochsWord, surplus] = words;
  const factor = numberOf(factorWord);
  const epochs = numberOf(epochsWord);
  const help = EXAMPLES[kind];
  if (factor === undefined || factor <= 0 || factor >= 1)
    faults.fail(factorWord ?? name!, "the rate is multiplied by a number between 0 and 1", help);
  else if (textOf(linkWord) !== link)
    faults.fail(linkWord ?? name!, `\`schedule ${kind}\` needs \`${link}\` and a number of epochs`, help);
  else if (epochs === undefined || !Number.isSafeInteger(epochs) || epochs < 1)
    faults.fail(epochsWord ?? linkWord!, `\`${link}\` needs a whole number of epochs, at least 1`, help);
  else if (surplus) faults.surplus(words, 5);
  else return [factor, epochs];
  return undefined;
}
