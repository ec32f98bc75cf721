import {
  Alternation,
  Alternative,
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
import { choicesOf, textOf } from "./grammar-rules.ts";

const MAX_WIDTH = 110;

/** A piece of a rule, and whether it must be put in parentheses before more can follow it. */
interface Piece {
  readonly text: string;
  readonly isChoice: boolean;
}

/**
 * A rule as a line of EBNF, or as several where it has many choices. The tokens in it are added to `used`.
 *
 * @throws Error where a production has no form in EBNF
 */
export function ruleText(name: string, definition: readonly IProduction[], used: Set<TokenType>): string {
  const choices = alternatives(definition)?.map((each) => sequence(each.definition, used).text);
  const line = `${name} = ${choices ? choices.join(" | ") : sequence(definition, used).text} ;`;
  if (!choices || line.length <= MAX_WIDTH) return line;
  return `${name}\n  = ${choices.join("\n  | ")}\n  ;`;
}

/** The choices of a rule that is a choice and nothing else. */
function alternatives(definition: readonly IProduction[]): readonly Alternative[] | undefined {
  const [only] = definition;
  return definition.length === 1 && only instanceof Alternation ? choicesOf(only) : undefined;
}

function sequence(definition: readonly IProduction[], used: Set<TokenType>): Piece {
  const pieces = definition.map((each) => production(each, used));
  if (pieces.length === 1) return pieces[0]!;
  return {
    text: pieces.map(({ text, isChoice }) => (isChoice ? `( ${text} )` : text)).join(" "),
    isChoice: false,
  };
}

/** A part of a rule as EBNF. */
export function production(each: IProduction, used: Set<TokenType>): Piece {
  if (each instanceof Terminal) return single(token(each.terminalType, used));
  if (each instanceof NonTerminal) return single(each.nonTerminalName);
  const { definition } = each as unknown as { readonly definition: IProduction[] };
  if (each instanceof Alternation)
    return {
      text: choicesOf(each)
        .map((one) => production(one, used).text)
        .join(" | "),
      isChoice: true,
    };
  const inner = sequence(definition, used);
  const part = inner.isChoice ? `( ${inner.text} )` : inner.text;
  if (each instanceof Option) return single(`[ ${inner.text} ]`);
  if (each instanceof Repetition) return single(`{ ${inner.text} }`);
  if (each instanceof RepetitionMandatory) return single(`${part} { ${inner.text} }`);
  if (each instanceof RepetitionWithSeparator)
    return single(`[ ${part} { ${token(each.separator, used)} ${part} } ]`);
  if (each instanceof RepetitionMandatoryWithSeparator)
    return single(`${part} { ${token(each.separator, used)} ${part} }`);
  if (each instanceof Alternative) return inner;
  throw new Error(`a production that EBNF has no form for: ${each.constructor.name}`);
}

function single(text: string): Piece {
  return { text, isChoice: false };
}

function token(type: TokenType, used: Set<TokenType>): string {
  used.add(type);
  const text = textOf(type);
  return text === undefined ? type.name : `"${text}"`;
}
