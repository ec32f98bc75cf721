import { offer, put } from "../../../diagnostics/fix.ts";
import { didYouMean } from "../../../diagnostics/suggest.ts";
import type { Word } from "../../../ir/ast.ts";
import type { Training } from "../../../ir/program.ts";
import { bareName, ratioOf, textOf } from "../words.ts";
import type { OptionFaults } from "./optimizer.ts";

type Read = Pick<Training, "split" | "groups" | "stratified">;

const EXAMPLES = "`split 70/15/15`, or `split 80/20` without a test set";

/** `split 70/15/15 by patient stratified`; undefined where something is wrong, which is told. */
export function readSplit(words: readonly [Word, ...Word[]], faults: OptionFaults): Read | undefined {
  const [first, second] = words;
  const split = readShares(second, first, faults);
  if (!split) return undefined;
  let result: Read = { split };
  for (let at = 2; at < words.length; at++) {
    const word = words[at]!;
    const name = bareName(word);
    if (name === "by" && !result.groups) {
      const column = textOf(words[at + 1]);
      if (column === undefined || column === "")
        return void faults.fail(
          words[at + 1] ?? word,
          "behind `by` stands the column that says which examples belong together",
          '`split 70/15/15 by patient`, or `by name "(*)_*"` for what stands before the first `_` in the names of files',
        );
      at++;
      const next = words[at + 1];
      const pattern = next?.type === "text" ? next.text : undefined;
      if (pattern !== undefined) at++;
      if (pattern !== undefined && !isPattern(pattern))
        return void faults.fail(
          next!,
          "a pattern has one pair of brackets, around what names the patient",
          '`by name "(*)_*"`: all that stands before the first `_`; `*` stands for any letters',
        );
      const span = { start: word.span.start, end: words[at]!.span.end };
      result = { ...result, groups: { column, ...(pattern === undefined ? {} : { pattern }), span } };
    } else if (name === "stratified" && !result.stratified)
      result = { ...result, stratified: { span: word.span } };
    else {
      const left = [...(result.groups ? [] : ["by"]), ...(result.stratified ? [] : ["stratified"])];
      const help = didYouMean(name ?? "", left, word.span);
      if (!help) return void faults.surplus(words, at);
      return void faults.fail(word, `\`split\` has no option \`${name}\``, help);
    }
  }
  return result;
}

function readShares(
  word: Word | undefined,
  option: Word,
  { fail }: OptionFaults,
): Training["split"] | undefined {
  const parts = ratioOf(word);
  const sum = parts?.reduce((a, b) => a + b, 0) ?? Number.NaN;
  if (!parts || parts.length > 3 || parts.length < 2 || parts[0]! <= 0 || !Number.isFinite(sum))
    return void fail(word ?? option, "`split` needs shares of training, validation and test", EXAMPLES);
  // `0.7/0.2/0.2` is of the whole, `70/20/20` of a hundred; whole numbers up to these can be any ratio, such as `8/1/1`.
  const whole = parts.every((part) => part < 1) ? 1 : 100;
  if (sum > whole * (1 + 1e-9)) {
    const rest = Number((whole - sum + parts[0]!).toPrecision(12));
    const mended = [rest, ...parts.slice(1)].join("/");
    return void fail(
      word!,
      `these shares are ${Number(((100 * sum) / whole).toPrecision(6))} % together, and there are 100 %`,
      rest > 0
        ? {
            text: `take less of one: \`${mended}\``,
            fix: offer(`write \`${mended}\``, put(word!.span, mended)),
          }
        : EXAMPLES,
    );
  }
  const [train, validation, test = 0] = parts.map((part) => part / sum);
  return { train: train!, validation: validation!, test };
}

/** Whether a pattern encloses one thing in brackets. */
function isPattern(pattern: string): boolean {
  return /^[^()]*\([^()]+\)[^()]*$/.test(pattern);
}
