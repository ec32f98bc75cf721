import { LeftBrace, LeftParen } from "../../grammar/tokens.ts";
import { writtenAs } from "../layers/described.ts";
import type { ParameterTable } from "../layers/parameters.ts";
import { wordOf } from "../layers/registry.ts";
import type { Analysis } from "./analysis.ts";
import { blockOf } from "./completion/blocks.ts";
import { contextAt } from "./completion/context.ts";
import { parameterDocs } from "./docs.ts";
import type { Signature } from "./types.ts";

/** How the layer or the block is written in which an offset lies; undefined outside of both. */
export function signatureAt(analysis: Analysis, offset: number): Signature | undefined {
  const context = contextAt(analysis, Math.max(0, Math.min(offset, analysis.text.length)));
  const innermost = context?.open.at(-1);
  if (!context || !innermost) return undefined;
  if (innermost.bracket.tokenType === LeftParen) {
    const name = innermost.owner.at(-1);
    return name && ofBlock(name.image, analysis, context.offset, innermost.bracket.startOffset);
  }
  const [first] = context.statement;
  if (innermost.bracket.tokenType !== LeftBrace || !first || offset <= first.startOffset) return undefined;
  const words = context.statement.map(({ image }) => image);
  return ofLayer(first.image, words);
}

function ofLayer(name: string, words: readonly string[]): Signature | undefined {
  const definition = wordOf(name);
  if (!definition || definition.takes === "many") return undefined;
  const table = definition.parameters as ParameterTable;
  const entries = Object.entries(table);
  const labels = entries.map(([each, parameter]) => {
    const written = writtenAs(each, parameter)[0]!;
    return parameter.optional ? `[${written}]` : written;
  });
  // The last option that is written, or the first parameter that has no word of its own.
  const last = words.slice(1).findLast((word) => Object.hasOwn(table, word) && !table[word]!.positional);
  const active = entries.findIndex(([each, { positional }]) => (last ? each === last : positional));
  return {
    label: [name, ...labels].join(" "),
    documentation: definition.summary,
    parameters: entries.map(([each, parameter], i) => ({
      label: labels[i]!,
      documentation: parameterDocs(each, parameter, table),
    })),
    ...(active < 0 ? {} : { active }),
  };
}

function ofBlock(name: string, analysis: Analysis, offset: number, open: number): Signature | undefined {
  const block = blockOf(name, analysis);
  if (!block) return undefined;
  const labels = block.parameters.map(({ name: { text }, fallback }) => (fallback ? `${text} = …` : text));
  const given = analysis.text.slice(open + 1, offset);
  const named = /(?:^|,)\s*([^\s,=()]+)\s*=[^,]*$/.exec(given)?.[1];
  const place = named
    ? block.parameters.findIndex((parameter) => parameter.name.text === named)
    : given.replace(/\([^()]*\)|\[[^\]]*\]/g, "").split(",").length - 1;
  return {
    label: `${name}(${labels.join(", ")})`,
    parameters: labels.map((label) => ({ label })),
    ...(place >= 0 && place < labels.length ? { active: place } : {}),
  };
}
