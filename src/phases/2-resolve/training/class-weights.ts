import type { Entry, Word } from "../../../ir/ast.ts";
import type { ClassWeights, NamedWeight } from "../../../ir/program.ts";
import { numberOf, textOf } from "../words.ts";
import type { OptionFaults } from "./optimizer.ts";

const EXAMPLE = "`weights balanced`, or `weights { normal 1, rare 5 }`";

/** `weights balanced` or `weights { normal 1, rare 5 }`; undefined where something is wrong, which is told. */
export function readClassWeights(
  { words, entries, span }: Entry,
  faults: OptionFaults,
): ClassWeights | undefined {
  const [first, second] = words as [Word, ...Word[]];
  if (!entries) {
    if (textOf(second) !== "balanced")
      return void faults.fail(second ?? first, "`weights` needs the weights of the classes", EXAMPLE);
    if (words.length > 2) return void faults.surplus(words, 2);
    return { span: first.span, of: "balanced" };
  }
  if (words.length > 1 || entries.length === 0)
    return void faults.fail(second ?? first, "`weights` needs the weights of the classes", EXAMPLE);
  const of = readNamed(entries, "class", EXAMPLE, faults);
  return of && { span, of };
}

/** `loss_weights { rhythm 1, quality 0.5 }`; undefined where something is wrong, which is told. */
export function readLossWeights(
  { words, entries }: Entry,
  faults: OptionFaults,
): readonly NamedWeight[] | undefined {
  const example = "`loss_weights { rhythm 1, quality 0.5 }`";
  const [first, second] = words as [Word, ...Word[]];
  if (!entries || entries.length === 0 || second)
    return void faults.fail(second ?? first, "`loss_weights` needs the weights of the heads", example);
  return readNamed(entries, "head", example, faults);
}

function readNamed(
  entries: readonly Entry[],
  what: "class" | "head",
  example: string,
  faults: OptionFaults,
): readonly NamedWeight[] | undefined {
  const of = new Map<string, NamedWeight>();
  for (const entry of entries) {
    const [word, number, surplus] = entry.words as [Word, ...Word[]];
    const name = textOf(word);
    const weight = numberOf(number);
    if (name === undefined || weight === undefined || weight <= 0 || surplus || entry.entries)
      return void faults.fail(
        surplus ?? number ?? word,
        `the weight of a ${what} is one number above 0 behind its name`,
        example,
      );
    if (of.has(name)) return void faults.fail(word, `\`${name}\` is weighed twice`);
    of.set(name, { name, weight, span: word.span });
  }
  return [...of.values()];
}
