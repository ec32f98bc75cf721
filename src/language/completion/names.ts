import type { Token } from "../../../grammar/lexer.ts";
import { functionNames, functionOf } from "../../ir/functions.ts";
import type { Definition, NamedKind } from "../../ir/mentions.ts";
import { measures } from "../../shape/shape.ts";
import { endOf } from "../analysis.ts";
import { escaped, field } from "../docs.ts";
import type { Completion } from "../types.ts";
import type { Context } from "./context.ts";

/** An entry that puts in its label. */
export function word(label: string, kind: Completion["kind"], detail?: string): Completion {
  return { label, kind, snippet: escaped(label), ...(detail ? { detail } : {}) };
}

/** Names of kinds that may be used at a place. */
export function namesOf(context: Context, ...kinds: readonly NamedKind[]): Completion[] {
  const found = new Map<string, Completion>();
  for (const { kind, name } of reachable(context, kinds)) found.set(name, word(name, kind, kind));
  return [...found.values()];
}

function reachable(context: Context, kinds: readonly NamedKind[]): Definition[] {
  const { analysis } = context;
  const { mentions, source } = analysis.compilation;
  const imported = new Set(
    analysis.declarations.flatMap((each) => (each.type === "use" ? each.names.map(({ text }) => text) : [])),
  );
  const around = bracesAround(context);
  return [...mentions.definitions.values()].filter(({ kind, name, span }) => {
    if (!kinds.includes(kind)) return false;
    const isLocal = !["net", "block", "kernel", "task", "data"].includes(kind);
    if (source.fileAt(span.start) !== source) return !isLocal && imported.has(name);
    return !isLocal || isInReach(span.start, context, around);
  });
}

/** Whether a name that holds inside of a declaration holds at the place: it stands before it, in the same braces or outer ones. */
function isInReach(
  at: number,
  { declaration, offset, analysis }: Context,
  around: readonly Token[],
): boolean {
  const first = declaration[0];
  if (!first || at < first.startOffset || at >= offset) return false;
  const own = bracesOf(analysis.tokens, first.startOffset, at);
  return own.every((brace) => around.includes(brace));
}

function bracesAround({ open }: Context): Token[] {
  return open.map(({ bracket }) => bracket).filter(({ image }) => image === "{");
}

/** Braces that are open at an offset, of those behind another one. */
function bracesOf(tokens: readonly Token[], from: number, offset: number): Token[] {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.startOffset < from) continue;
    if (endOf(token) > offset) break;
    if (token.image === "{") open.push(token);
    else if (token.image === "}") open.pop();
  }
  return open;
}

/** What an expression may be made of. */
export function numbers(context: Context): Completion[] {
  return [
    ...namesOf(context, "parameter", "round", "size"),
    ...measures.map((name) => word(name, "word", "of the value here")),
    ...functionNames.map(
      (name): Completion => ({
        label: name,
        kind: "word",
        snippet: `${name}(${field(1, "n")})`,
        detail: functionOf(name)!.example,
      }),
    ),
  ];
}
