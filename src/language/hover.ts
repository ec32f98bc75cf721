import { dataSources } from "../data/declared.ts";
import { explanations } from "../diagnostics/explanations.ts";
import { claimedText } from "../ir/claimed.ts";
import type { Claim } from "../ir/net.ts";
import { describeTotals } from "../ir/totals.ts";
import { layerOf, wordOf } from "../layers/registry.ts";
import { digits } from "../shape/shape.ts";
import { taskOf } from "../tasks/registry.ts";
import { type Analysis, endOf, type Named } from "./analysis.ts";
import { layerDocs, parameterDocs } from "./docs.ts";
import { linesOf, shapeAfter } from "./numbers.ts";
import { layerOfStatement } from "./statements.ts";
import type { Hover, Range } from "./types.ts";

/** What is to be told of an offset: of a layer, a name, a claim, a message; undefined where nothing is. */
export function hoverAt(analysis: Analysis, offset: number): Hover | undefined {
  const parts = [
    claimAt(analysis, offset) ?? nameAt(analysis, offset) ?? layerAt(analysis, offset),
    messageAt(analysis, offset),
  ];
  const told = parts.filter((part) => part !== undefined);
  const [first] = told;
  if (!first) return undefined;
  return {
    start: first.start,
    end: first.end,
    markdown: told.map(({ markdown }) => markdown).join("\n\n---\n\n"),
  };
}

function messageAt(analysis: Analysis, offset: number): Hover | undefined {
  for (const { code, span, message, notes, help } of analysis.compilation.diagnostics) {
    if (!analysis.isHere(span) || offset < span.start || offset > span.end) continue;
    const { title, explanation } = explanations[code];
    const lines = [`**${title}** (\`${code}\`): ${message}`, ...notes, ...(help ? [help] : []), explanation];
    return { ...analysis.range(span), markdown: lines.join("\n\n") };
  }
  return undefined;
}

/** A claim with its proof. */
function claimAt(analysis: Analysis, offset: number): Hover | undefined {
  const found = new Map<string, Claim>();
  let range: Range | undefined;
  for (const { claims } of analysis.compilation.program.nets) {
    for (const claim of claims) {
      const { span } = claim;
      if (!analysis.isHere(span) || offset < span.start || offset > span.end) continue;
      range = analysis.range(span);
      found.set(proofOf(claim), claim);
    }
  }
  return range && { ...range, markdown: [...found.keys()].join("\n\n") };
}

function proofOf({ subject, text, holds, but, found, arithmetic, claims }: Claim): string {
  const number = "count" in claims ? digits(Number(found)) : found;
  const sum = arithmetic ? `: ${arithmetic} = ${number}` : `: it is ${number}`;
  if (holds && but) return `≠ the source says ${claimedText(claims)}, and ${claimedText(but)} is true${sum}`;
  return `${holds ? "✓" : "✗"} ${subject} => ${text}${sum}`;
}

/** A layer: what it does, what its option at the offset does, and its numbers at each place. */
function layerAt(analysis: Analysis, offset: number): Hover | undefined {
  const placed = analysis.statements.at(offset);
  const word = analysis.wordAt(offset);
  if (!placed || !word) return undefined;
  const { statement } = placed;
  const layer = layerOfStatement(statement);
  const definition = layer && wordOf(layer.name.text);
  const range = { start: word.startOffset, end: endOf(word) };
  const isName = layer?.name.span.start === word.startOffset || statement.span.start === word.startOffset;
  const parameters = definition?.parameters as Parameters<typeof parameterDocs>[2] | undefined;
  const option = parameters && Object.hasOwn(parameters, word.image) ? parameters[word.image] : undefined;
  if (!isName && option && parameters)
    return { ...range, markdown: parameterDocs(word.image, option, parameters) };
  if (!isName) return undefined;
  const numbers = numbersOf(analysis, statement.span);
  const input = statement.type === "input" ? layerOf("input") : undefined;
  const docs = definition ?? input;
  const told = [...(docs ? [layerDocs(docs)] : []), ...(numbers ? [numbers] : [])];
  return told.length > 0 ? { ...range, markdown: told.join("\n\n") } : undefined;
}

/** Numbers of what a part of the text became: once, or how often and the first time. */
function numbersOf(analysis: Analysis, span: Range): string | undefined {
  const occurrences = analysis.layers.of(span);
  const [first] = occurrences;
  if (!first) return undefined;
  const nets = new Set(occurrences.map(({ net }) => net.name));
  const where = nets.size > 1 ? ` in \`${first.net.name}\`` : "";
  const lines = linesOf(first).map((line) => `- ${line}`);
  if (occurrences.length === 1) return lines.join("\n");
  const shapes = [...new Set(occurrences.map(shapeAfter))];
  const all =
    shapes.length > 1 ? [`- gives ${shapes.slice(0, 8).join(", ")}${shapes.length > 8 ? ", …" : ""}`] : [];
  return [`${occurrences.length} times; first${where}:`, ...lines, ...all].join("\n");
}

function nameAt(analysis: Analysis, offset: number): Hover | undefined {
  const named = analysis.nameAt(offset);
  if (!named) return undefined;
  const told = describe(named, analysis);
  // Where a block is used, its numbers there.
  const placed = analysis.statements.at(offset);
  const layer = placed && layerOfStatement(placed.statement);
  const numbers =
    placed && layer?.name.span.start === named.span.start
      ? numbersOf(analysis, placed.statement.span)
      : undefined;
  const markdown = [told, ...(numbers ? [numbers] : [])].join("\n\n");
  return { ...analysis.range(named.span), markdown };
}

/** What a name stands for, and its value. */
function describe({ of: { kind, name, span } }: Named, analysis: Analysis): string {
  const { program } = analysis.compilation;
  switch (kind) {
    case "net": {
      const net = program.nets.find((each) => each.name === name);
      return `**net ${name}**${net ? `: ${net.complete ? "" : "at least "}${describeTotals(net.totals)}` : ""}`;
    }
    case "kernel": {
      const kernel = program.kernels.find((each) => each.name === name);
      return `**kernel ${name}**${kernel ? `: ${kernel.shape.join("×")}` : ""}`;
    }
    case "task": {
      const task = program.tasks.find((each) => each.name === name);
      return `**task ${name}**${task ? ` = ${task.kind}. ${taskOf(task.kind)!.summary}` : ""}`;
    }
    case "data": {
      const source = program.data.find((each) => each.name === name);
      return `**data ${name}**${source ? ` = ${source.kind}. ${dataSources[source.kind]!.summary}` : ""}`;
    }
    case "block":
      return `**block ${name}**${parametersOf(name, analysis)}`;
    case "size": {
      const open = program.nets
        .flatMap(({ openSizes = [] }) => openSizes)
        .find((each) => each.span.start === span.start);
      return `**${name}**: a size that the spec leaves open${open ? `; here ${open.value}` : ""}`;
    }
    case "value":
    case "shared": {
      const at = analysis.isHere(span) ? analysis.statements.at(span.start) : undefined;
      const shapes = new Set((at ? analysis.layers.of(at.statement.span) : []).map(shapeAfter));
      return `**${name}**: ${kind === "value" ? "a value" : "layers with shared weights"}${shapes.size > 0 ? `, ${[...shapes].join(", ")}` : ""}`;
    }
    case "hole":
      return `**${name}**: what the block is put around`;
    case "round":
      return `**${name}**: the number of the round, from 0`;
    case "parameter": {
      const values = valuesOf(name, span.start, analysis);
      return `**${name}**: a number that uses of the block give${values.length > 0 ? `; here ${values.join(", ")}` : ""}`;
    }
  }
}

function parametersOf(name: string, { declarations }: Analysis): string {
  const block = declarations.find((each) => each.type === "block" && each.name.text === name);
  if (block?.type !== "block" || block.parameters.length === 0) return "";
  return `(${block.parameters.map((parameter) => parameter.name.text).join(", ")})`;
}

/** What uses of a block give for a parameter, as it is written. */
function valuesOf(name: string, at: number, { declarations, statements, text }: Analysis): string[] {
  const block = declarations.find(
    (each) => each.type === "block" && each.parameters.some((parameter) => parameter.name.span.start === at),
  );
  if (block?.type !== "block") return [];
  const index = block.parameters.findIndex((parameter) => parameter.name.text === name);
  const found = new Set<string>();
  for (const layer of statements.layers.values()) {
    if (layer.name.text !== block.name.text) continue;
    const given = layer.arguments ?? [];
    const argument =
      given.find((each) => each.name?.text === name) ?? (given[index]?.name ? undefined : given[index]);
    const value = argument ? argument.values[0] : block.parameters[index]?.fallback;
    if (value) found.add(text.slice(value.span.start, value.span.end));
  }
  return [...found].slice(0, 12);
}
