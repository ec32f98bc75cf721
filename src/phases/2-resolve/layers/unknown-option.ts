import { type Help, insert, sure, write } from "../../../diagnostics/fix.ts";
import { optionHelp } from "../../../diagnostics/other-tools.ts";
import { didYouMean, guess } from "../../../diagnostics/suggest.ts";
import type { Word } from "../../../ir/ast.ts";
import type { ParameterTable } from "../../../layers/parameters.ts";

/** What to do about a layer where an option belongs; `before` is the end of what stands before it. */
export function layerOfItsOwn(name: string, before: number): Help {
  return {
    text: `\`${name}\` is a layer of its own: put a comma before it`,
    fix: sure("put a comma before it", insert(before, ",")),
  };
}

/** What to do about a word that is no option of a layer; `text` is undefined where it is no name. */
export function helpForOption(
  text: string | undefined,
  word: Word,
  before: number,
  table: ParameterTable,
  isLayer: (name: string) => boolean,
): Help | undefined {
  const options = Object.keys(table).filter((name) => !table[name]!.positional);
  const others =
    options.length > 0 ? `its options are ${options.map((name) => `\`${name}\``).join(", ")}` : undefined;
  if (text === undefined) return others;
  if (text === "fixed" && options.includes("frozen")) {
    return {
      text: "its weights can't be written down; `frozen` keeps training from changing them",
      fix: write("frozen", word.span),
    };
  }
  if (isLayer(text)) return layerOfItsOwn(text, before);
  const group = Object.entries(table)
    .filter(([, parameter]) => parameter.group === text)
    .map(([name]) => `\`${name}\``);
  if (group.length > 0) return `${text} is written ${group.join(", ")}`;
  const near = word.type === "no" ? guess(text, options) : didYouMean(text, options, word.span);
  return optionHelp(text) ?? near ?? others;
}
