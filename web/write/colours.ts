import { HighlightStyle, type StreamParser, type StringStream } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import grammar from "../../grammar/cnnc.tmLanguage.json";

/** One pattern of the TextMate grammar that the language's own tokens give. */
interface Pattern {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
}

/** A pattern that matches where it is tried, and the styles of what it matches. */
interface Rule {
  readonly pattern: RegExp;
  readonly style: string;
  readonly captures: readonly string[];
}

/** What scopes of the grammar are called here, by how they begin. */
const STYLES: readonly (readonly [scope: string, style: string])[] = [
  ["comment", "comment"],
  ["string", "string"],
  ["constant.numeric", "number"],
  ["storage.type", "definitionKeyword"],
  ["entity.name.type", "typeName"],
  ["keyword.control", "keyword"],
  ["keyword.other", "modifier"],
  ["keyword.operator", "operator"],
  ["support.function", "layer"],
  ["variable", "variableName"],
  ["punctuation", "punctuation"],
];

function styleOf(scope: string | undefined): string {
  return STYLES.find(([start]) => scope?.startsWith(start))?.[1] ?? "";
}

const rules: readonly Rule[] = (grammar.patterns as readonly Pattern[]).flatMap((pattern) => {
  // A text ends on its line.
  const source = pattern.match ?? (pattern.begin === '"' ? '"(?:\\\\.|[^"\\\\])*"?' : undefined);
  if (source === undefined) return [];
  const captures = Object.values(pattern.captures ?? {}).map(({ name }) => styleOf(name));
  return [{ pattern: new RegExp(source, "dy"), style: styleOf(pattern.name), captures }];
});

/** What is left of a match of several parts. */
interface State {
  parts: { readonly end: number; readonly style: string }[];
}

/** Colours of specs, read off the grammar that editors use. */
export const specColours: StreamParser<State> = {
  name: "cnn",
  tokenTable: { layer: tags.standard(tags.variableName) },
  startState: () => ({ parts: [] }),
  copyState: ({ parts }) => ({ parts: [...parts] }),
  languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{", '"'] } },
  token(stream, state) {
    if (stream.sol()) state.parts = [];
    const part = state.parts.shift();
    if (part && part.end > stream.pos) {
      stream.pos = part.end;
      return part.style || null;
    }
    return next(stream, state);
  },
};

function next(stream: StringStream, state: State): string | null {
  for (const { pattern, style, captures } of rules) {
    pattern.lastIndex = stream.pos;
    const found = pattern.exec(stream.string);
    if (!found || found[0] === "") continue;
    if (captures.length === 0) {
      stream.pos += found[0].length;
      return style || null;
    }
    let at = stream.pos;
    for (const [i, captured] of captures.entries()) {
      const [from, to] = found.indices![i + 1] ?? [at, at];
      if (from > at) state.parts.push({ end: from, style: "" });
      state.parts.push({ end: to, style: captured });
      at = to;
    }
    const first = state.parts.shift()!;
    stream.pos = first.end;
    return first.style || null;
  }
  stream.next();
  return null;
}

const of = (name: string) => `var(--code-${name})`;

/** Colours are the page's, so that light and dark need no second style. */
export const specStyle = HighlightStyle.define([
  { tag: tags.comment, color: of("comment"), fontStyle: "italic" },
  { tag: tags.string, color: of("text") },
  { tag: tags.number, color: of("number") },
  { tag: tags.definitionKeyword, color: of("keyword"), fontWeight: "600" },
  { tag: tags.typeName, color: of("name"), fontWeight: "600" },
  { tag: tags.keyword, color: of("keyword") },
  { tag: tags.modifier, color: of("keyword") },
  { tag: tags.standard(tags.variableName), color: of("layer") },
  { tag: tags.operator, color: of("sign") },
  { tag: tags.punctuation, color: of("sign") },
]);
