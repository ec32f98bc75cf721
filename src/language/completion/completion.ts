import * as t from "../../../grammar/tokens.ts";
import type { Analysis } from "../analysis.ts";
import { escaped } from "../docs.ts";
import type { Completion, Completions } from "../types.ts";
import { inParentheses } from "./blocks.ts";
import { type Context, contextAt } from "./context.ts";
import { inEntries, outside } from "./declarations.ts";
import { namesOf } from "./names.ts";
import { inBody } from "./statements.ts";

/** What may stand at an offset; `paths` are those of files that may be imported. */
export function completionsAt(analysis: Analysis, offset: number, paths: readonly string[]): Completions {
  const at = Math.max(0, Math.min(offset, analysis.text.length));
  const quoted = pathAt(analysis, at, paths) ?? nameFrom(analysis, at);
  if (quoted) return quoted;
  const context = contextAt(analysis, at);
  if (!context) return { start: at, end: at, items: [] };
  return { ...context.word, items: itemsOf(context) };
}

function itemsOf(context: Context): Completion[] {
  const { open, declaration, statement } = context;
  const innermost = open.at(-1);
  if (!innermost) return outside(context);
  const type = declaration[0]?.tokenType;
  const isBody = type === t.NetWord || type === t.BlockWord;
  switch (innermost.bracket.tokenType) {
    case t.LeftParen:
      return isBody && open.length > 1 ? inParentheses(context) : [];
    case t.LeftSquare:
      return isBody && statement.every(({ tokenType }) => tokenType !== t.NumberLiteral)
        ? namesOf(context, "kernel")
        : [];
    default:
      return isBody && innermost.owner[0]?.tokenType !== t.Input ? inBody(context) : inEntries(context);
  }
}

/** Inside of the quotes of `use … from "…"`: paths of other files, as this one would name them. */
function pathAt({ text, file }: Analysis, offset: number, paths: readonly string[]): Completions | undefined {
  const start = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
  const found = /^\s*use\b[^"#]*\bfrom\s*"([^"]*)$/.exec(text.slice(start, offset));
  if (!found) return undefined;
  const rest = /^[^"\r\n]*/.exec(text.slice(offset))![0];
  const hasEnd = text[offset + rest.length] === '"';
  const items = paths
    .filter((path) => path !== file && path.endsWith(".cnn"))
    .map((path): Completion => {
      const label = relative(path, file);
      return { label, kind: "file", snippet: escaped(label) };
    });
  return { start: offset - found[1]!.length, end: hasEnd ? offset + rest.length : offset, items };
}

/** Behind `use`, where the file is named already: what that file defines. */
function nameFrom(analysis: Analysis, offset: number): Completions | undefined {
  for (const declaration of analysis.declarations) {
    if (declaration.type !== "use") continue;
    const name = declaration.names.find(({ span }) => span.start <= offset && offset <= span.end);
    const tree = name && analysis.compilation.tree.imports?.get(declaration.path.text);
    if (!name || !tree) continue;
    const items = tree.declarations.flatMap((each): Completion[] =>
      each.type === "use" || each.type === "train" || each.type === "data"
        ? []
        : [{ label: each.name.text, kind: each.type, snippet: escaped(each.name.text) }],
    );
    return { start: name.span.start, end: name.span.end, items };
  }
  return undefined;
}

/** A path as a file names it: from its own folder. */
function relative(path: string, from: string): string {
  const there = path.split("/");
  const here = from.split("/").slice(0, -1);
  let same = 0;
  while (same < here.length && same < there.length - 1 && here[same] === there[same]) same++;
  return [...here.slice(same).map(() => ".."), ...there.slice(same)].join("/");
}
