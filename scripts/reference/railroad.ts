import {
  Alternation,
  type IProduction,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  Terminal,
  type TokenType,
} from "chevrotain";
import rail, { type Item } from "railroad-diagrams";
import { production } from "./ebnf.ts";
import { choicesOf, rules, textOf } from "./grammar-rules.ts";

/** Rules in the order in which a reader meets them, from a declaration down to its parts. */
export function readingOrder(): readonly string[] {
  const order = ["declaration"];
  for (const name of order)
    for (const used of usedBy(rules[name]!.definition)) if (!order.includes(used)) order.push(used);
  return order;
}

/** The railroad diagram of a rule: words as round boxes, other rules as square ones. */
export function railroad(rule: string): string {
  const drawn = rail.Diagram(...items(rules[rule]!.definition)).format();
  Object.assign(drawn.attrs, { xmlns: "http://www.w3.org/2000/svg", role: "img" });
  const svg = drawn.toString().replace(/(<svg[^>]*>)/, `$1\n<title>${rule}</title>\n<style>${STYLE}</style>`);
  return `${svg.replace(/[ \t]+$/gm, "").trim()}\n`;
}

const STYLE = [
  "path{fill:none;stroke:#64748b;stroke-width:1.5}",
  "rect{fill:#f1f5f9;stroke:#64748b;stroke-width:1.5}",
  "rect[rx]{fill:#dbe7f5;stroke:#2f5f9e}",
  "text{font:14px monospace;text-anchor:middle;fill:#1b2733}",
].join("");

function usedBy(definition: readonly IProduction[]): string[] {
  return definition.flatMap((each) => {
    if (each instanceof NonTerminal) return [each.nonTerminalName];
    return each instanceof Terminal ? [] : usedBy((each as unknown as Group).definition);
  });
}

interface Group {
  readonly definition: IProduction[];
}

/** Parts that follow each other; `a { "," a }` is drawn as one `a` with a way back through the comma. */
function items(definition: readonly IProduction[]): Item[] {
  const drawn: Item[] = [];
  for (let i = 0; i < definition.length; i++) {
    const [each, next] = [definition[i]!, definition[i + 1]];
    const again = next instanceof Repetition ? next.definition : [];
    if (again.length === 2 && written(again[1]!) === written(each)) {
      drawn.push(rail.OneOrMore(item(each), item(again[0]!)));
      i++;
    } else drawn.push(item(each));
  }
  return drawn;
}

function written(each: IProduction): string {
  return production(each, new Set()).text;
}

function item(each: IProduction): Item {
  if (each instanceof Terminal) return token(each.terminalType);
  if (each instanceof NonTerminal) return rail.NonTerminal(each.nonTerminalName);
  if (each instanceof Alternation)
    return rail.Choice(0, ...choicesOf(each).map(({ definition }) => sequence(definition)));
  const inner = sequence((each as unknown as Group).definition);
  if (each instanceof Option) return rail.Optional(inner);
  if (each instanceof Repetition) return rail.ZeroOrMore(inner);
  if (each instanceof RepetitionMandatory) return rail.OneOrMore(inner);
  if (each instanceof RepetitionWithSeparator) return rail.ZeroOrMore(inner, token(each.separator));
  if (each instanceof RepetitionMandatoryWithSeparator) return rail.OneOrMore(inner, token(each.separator));
  return inner;
}

function sequence(definition: readonly IProduction[]): Item {
  const parts = items(definition);
  return parts.length === 1 ? parts[0]! : rail.Sequence(...parts);
}

function token(type: TokenType): Item {
  const text = textOf(type);
  return text === undefined ? rail.NonTerminal(type.name) : rail.Terminal(text);
}
