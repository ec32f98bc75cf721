import { didYouMean, list } from "../../../diagnostics/suggest.ts";
import type { Entry, Word } from "../../../ir/ast.ts";
import type { Augmentation } from "../../../ir/program.ts";
import { numberOf, textOf } from "../words.ts";
import type { OptionFaults } from "./optimizer.ts";

const EXAMPLE = "`augment { flip, shift 2, rotate 10, scale 0.1, noise 0.05 }`";

/** What each change's number must be, and how that is said; none for `flip`. */
const NUMBERS: {
  readonly [name: string]: { readonly fits: (value: number) => boolean; readonly says: string };
} = {
  shift: {
    fits: (value) => Number.isSafeInteger(value) && value > 0,
    says: "a whole number of places, at least 1",
  },
  rotate: { fits: (value) => value > 0 && value <= 180, says: "degrees, above 0 and at most 180" },
  scale: { fits: (value) => value > 0 && value < 1, says: "a part of the numbers, between 0 and 1" },
  noise: { fits: (value) => value > 0 && Number.isFinite(value), says: "a standard deviation above 0" },
};
/** What may stand in the braces of `augment`. */
export const augmentationNames = ["flip", ...Object.keys(NUMBERS)];

/** `augment { flip, shift 2 }`; undefined where something is wrong, which is told. */
export function readAugmentation(
  { words, entries, span }: Entry,
  faults: OptionFaults,
): Augmentation | undefined {
  const [first, second] = words as [Word, ...Word[]];
  if (!entries || entries.length === 0 || second)
    return void faults.fail(
      second ?? first,
      "`augment` needs the changes of examples, between braces",
      EXAMPLE,
    );
  const found: { [name: string]: true | number } = {};
  for (const entry of entries) {
    const [word, number, surplus] = entry.words as [Word, ...Word[]];
    const name = textOf(word) ?? "…";
    if (!augmentationNames.includes(name))
      return void faults.fail(
        word,
        `there is no change \`${name}\` of examples`,
        didYouMean(name, augmentationNames, word.span) ?? `the changes are ${list(augmentationNames)}`,
      );
    if (name in found) return void faults.fail(word, `\`${name}\` is given twice`);
    const wanted = NUMBERS[name];
    const value = numberOf(number);
    if (wanted && (value === undefined || !wanted.fits(value)))
      return void faults.fail(number ?? word, `\`${name}\` needs ${wanted.says}`, EXAMPLE);
    const extra = wanted ? surplus : number;
    if (extra) return void faults.surplus(entry.words, entry.words.indexOf(extra));
    found[name] = wanted ? value! : true;
  }
  return { span, ...found };
}
