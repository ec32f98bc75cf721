import { createToken, Lexer, type TokenType } from "chevrotain";

/** Letters of names: Latin, Greek and the signs that units use. */
export const LETTER =
  "A-Za-z_\\u00AA\\u00B0\\u00B5\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u024F\\u0370-\\u03FF";

/** Any word at all; where no keyword can stand, keywords are names too. */
export const AnyName = createToken({ name: "AnyName", pattern: Lexer.NA });

export const Identifier = createToken({
  name: "Identifier",
  pattern: new RegExp(`[${LETTER}][${LETTER}0-9]*`),
  categories: AnyName,
});

/** A word that keeps its meaning everywhere in a net. */
function reserved(word: string): TokenType {
  return createToken({ name: title(word), pattern: word, longer_alt: Identifier, categories: AnyName });
}

/** A word with a meaning in some places, and a name in all others. */
function contextual(word: string): TokenType {
  return createToken({ name: title(word), pattern: word, longer_alt: Identifier, categories: Identifier });
}

function title(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}

function sign(name: string, pattern: string | RegExp): TokenType {
  return createToken({ name, pattern });
}

export const As = reserved("as");
export const If = reserved("if");
export const Else = reserved("else");
export const And = reserved("and");
export const Or = reserved("or");
export const Not = reserved("not");
export const Nest = reserved("nest");
export const No = reserved("no");
export const Repeat = reserved("repeat");
export const Branches = reserved("branches");
export const Input = reserved("input");
export const Expect = reserved("expect");
export const Shared = reserved("shared");

export const KernelWord = contextual("kernel");
export const BlockWord = contextual("block");
export const TaskWord = contextual("task");
export const NetWord = contextual("net");
export const DataWord = contextual("data");
export const TrainWord = contextual("train");
export const UseWord = contextual("use");
export const Around = contextual("around");
export const But = contextual("but");
export const Every = contextual("every");
export const On = contextual("on");
export const In = contextual("in");
export const From = contextual("from");
export const To = contextual("to");
export const Of = contextual("of");
export const At = contextual("at");
export const Hz = contextual("Hz");
export const ImageWord = contextual("image");
export const VolumeWord = contextual("volume");
export const Samples = contextual("samples");
export const Leads = contextual("leads");
/** `x` between sizes: `H x W`. Alone it is a name. */
export const X = contextual("x");
export const MultiplyAdds = createToken({
  name: "MultiplyAdds",
  pattern: "multiply-adds",
  categories: Identifier,
});

/** Stands for a statement that could not be read and was reported, so that the rest can be. No text is one. */
export const Broken = createToken({ name: "Broken", pattern: Lexer.NA });

/** Stands for an expression in parentheses that was read beforehand, since it is nested deeply. No text is one. */
export const Computed = createToken({ name: "Computed", pattern: Lexer.NA });

/** `x` or `×` right after a size: `28x28`. A name can't start there, so it is never part of one. */
export const By = createToken({
  name: "By",
  pattern: (text, offset) => {
    const code = text.charCodeAt(offset);
    if (code === 0xd7) return ["×"];
    if (code !== 0x78 || offset === 0) return null;
    const before = text.charCodeAt(offset - 1);
    const after = text.charCodeAt(offset + 1);
    const glued = (before >= 0x30 && before <= 0x39) || before === 0x29;
    return glued && !Number.isNaN(after) ? ["x"] : null;
  },
  start_chars_hint: ["x", "×"],
  line_breaks: false,
});

export const NumberLiteral = createToken({
  name: "Number",
  pattern: /(?:\d[\d_]*)(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/,
});
/** The last text that is never closed: a quotation mark inside it opens none that is, and needs no second look. */
let unclosed = { text: "", start: 0, end: 0 };

/** Where a text ends that begins at a quotation mark: its closing one, or what can't stand in it. */
function endOfText(text: string, offset: number): number {
  for (let at = offset + 1; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === '"' || sign === "\r" || sign === "\n") return at;
    if (sign !== "\\") continue;
    const next = text[at + 1];
    if (next !== '"' && next !== "\\") return at;
    at++;
  }
  return text.length;
}

export const Text = createToken({
  name: "Text",
  pattern: (text, offset) => {
    if (text.charCodeAt(offset) !== 0x22) return null;
    if (offset > unclosed.start && offset < unclosed.end && text === unclosed.text) return null;
    const end = endOfText(text, offset);
    if (text[end] === '"') return [text.slice(offset, end + 1)];
    unclosed = { text, start: offset, end };
    return null;
  },
  start_chars_hint: ['"'],
  line_breaks: false,
});

export const NewLine = createToken({ name: "NewLine", pattern: /\r\n?|\n/, line_breaks: true });
export const WhiteSpace = createToken({
  name: "WhiteSpace",
  pattern: /[ \t\uFEFF\u00A0]+/,
  group: Lexer.SKIPPED,
});
export const Comment = createToken({ name: "Comment", pattern: /#[^\r\n]*/, group: "comments" });

export const Arrow = sign("Arrow", "=>");
export const Equals = sign("Equals", "=");
export const Comparison = sign("Comparison", /[<>]=?|==|!=/);
export const LeftBrace = sign("LeftBrace", "{");
export const RightBrace = sign("RightBrace", "}");
export const LeftSquare = sign("LeftSquare", "[");
export const RightSquare = sign("RightSquare", "]");
export const LeftParen = sign("LeftParen", "(");
export const RightParen = sign("RightParen", ")");
export const Comma = sign("Comma", ",");
export const Semicolon = sign("Semicolon", ";");
export const Bar = sign("Bar", "|");
export const AtSign = sign("AtSign", "@");
export const Plus = sign("Plus", "+");
export const Minus = createToken({ name: "Minus", pattern: /[-\u2212]/ });
export const Star = sign("Star", "*");
export const Slash = sign("Slash", "/");
export const Percent = sign("Percent", "%");
export const Caret = sign("Caret", "^");

/** In the order in which the lexer tries them: longer ones and keywords before what they begin with. */
export const tokens: TokenType[] = [
  WhiteSpace,
  Comment,
  NewLine,
  By,
  NumberLiteral,
  Text,
  MultiplyAdds,
  As,
  If,
  Else,
  And,
  Or,
  Not,
  No,
  Nest,
  Repeat,
  Branches,
  Input,
  Expect,
  Shared,
  KernelWord,
  BlockWord,
  TaskWord,
  NetWord,
  DataWord,
  TrainWord,
  UseWord,
  Around,
  But,
  Every,
  On,
  In,
  From,
  To,
  Of,
  At,
  Hz,
  ImageWord,
  VolumeWord,
  Samples,
  Leads,
  X,
  Identifier,
  Arrow,
  Comparison,
  Equals,
  LeftBrace,
  RightBrace,
  LeftSquare,
  RightSquare,
  LeftParen,
  RightParen,
  Comma,
  Semicolon,
  Bar,
  AtSign,
  Plus,
  Minus,
  Star,
  Slash,
  Percent,
  Caret,
  AnyName,
  Broken,
  Computed,
];

/** Words that start a declaration. */
export const declarationWords: readonly TokenType[] = [
  KernelWord,
  BlockWord,
  TaskWord,
  NetWord,
  DataWord,
  TrainWord,
  UseWord,
];
