import { tokenize } from "../../grammar/lexer.ts";
import { NumberLiteral } from "../../grammar/tokens.ts";
import { vocabulary } from "../../src/layers/registry.ts";

/** Text that takes the place of some characters. */
interface Edit {
  readonly at: number;
  readonly length: number;
  readonly by: string;
}

/** One mistake in a spec. */
export interface Injected {
  readonly kind: "a layer renamed" | "an argument left out" | "a size changed";
  /** Where the layer begins that has it. */
  readonly layer: number;
  readonly edit: Edit;
}

/** A text with edits that follow each other. */
export function applied(text: string, edits: readonly Edit[]): string {
  return edits.reduceRight(
    (whole, { at, length, by }) => whole.slice(0, at) + by + whole.slice(at + length),
    text,
  );
}

/** Every way to put one mistake into a spec: layers that are renamed, first arguments left out, numbers of layers changed. */
export function injections(text: string): Injected[] {
  const { tokens } = tokenize(text);
  const found: Injected[] = [];
  for (const [i, token] of tokens.entries()) {
    const { startOffset: at, image } = token;
    const before = tokens[i - 1]?.image;
    // Behind `input` and `branches` stand words of theirs.
    if (!Object.hasOwn(vocabulary, image) || image === "input" || before === "branches") continue;
    if (!/^[\n,{|]|\r/.test(before ?? "")) continue;
    const add = (kind: Injected["kind"], place: number, length: number, by: string) =>
      found.push({ kind, layer: at, edit: { at: place, length, by } });
    const next = tokens[i + 1];
    add("a layer renamed", at, image.length, `${image}ish`);
    if (next?.tokenType !== NumberLiteral) continue;
    let end = i + 1;
    while (tokens[end + 1] && /^(@|x|×|\d+)$/.test(tokens[end + 1]!.image)) end++;
    // `dense 4*c` without its 4 would be another mistake.
    if (/^[-+*/%]$/.test(tokens[end + 1]?.image ?? "")) continue;
    const last = tokens[end]!;
    const length = last.startOffset + last.image.length - next.startOffset;
    add("an argument left out", next.startOffset, length, "");
    if (/^\d+$/.test(next.image))
      add("a size changed", next.startOffset, next.image.length, String(Number(next.image) + 1));
  }
  return found;
}
