import { insert, offer } from "../../../diagnostics/fix.ts";
import type { LayerSyntax, Name, SharedSyntax, Statement } from "../../../ir/ast.ts";
import type { ResolvedStep } from "../../../ir/resolved.ts";
import { vocabulary } from "../../../layers/registry.ts";
import type { BodyContext, Place } from "../context.ts";
import { bareName } from "../words.ts";
import { suffix } from "./layer.ts";

/** Layers under a name. They see what stands above them, and `in` is what a use gives them. */
export function resolveShared(
  { name, body, span }: SharedSyntax,
  context: BodyContext,
  place: Place,
  resolveBody: (body: readonly Statement[], context: BodyContext, place: Place) => ResolvedStep[],
): ResolvedStep | undefined {
  const { sink } = context;
  const taken = takenBy(name, context, place);
  if (taken) sink.error("name_defined_twice", name.span, taken.message, { labels: taken.labels });
  context.mentions.define("shared", name);
  const steps = resolveBody(body, context, { ...place, inBlock: true });
  return taken ? undefined : { type: "shared", name, body: steps, claims: [], span };
}

function takenBy({ text }: Name, context: BodyContext, place: Place) {
  if (Object.hasOwn(vocabulary, text) || text === "head")
    return { message: `\`${text}\` is a layer of the language, and what is shared needs a name of its own` };
  if (text === place.hole?.text) return { message: `\`${text}\` is what fills this block` };
  const block = context.blocks.get(text);
  if (block)
    return {
      message: `there is already a block \`${text}\``,
      labels: [{ span: block.name.span, text: "defined here" }],
    };
  const before = place.shared?.get(text);
  return (
    before && {
      message: `there is already something shared under the name \`${text}\``,
      labels: [{ span: before.span, text: "the first one" }],
    }
  );
}

/** What is shared, put in by its name. */
export function resolveSharedUse(
  layer: LayerSyntax,
  nested: boolean,
  { sink }: BodyContext,
): ResolvedStep | undefined {
  const { name } = layer;
  const odd = layer.words.find((word, i) => i > 0 || bareName(word) !== "frozen");
  const surplus = layer.arguments ? layer.span : odd?.span;
  if (nested || layer.body) {
    sink.error("block_hole", name.span, `\`${name.text}\` is shared, and has no hole that braces could fill`);
  } else if (surplus) {
    sink.error("argument_unknown", surplus, `\`${name.text}\` is shared, and takes no arguments`, {
      help: "start the next layer after a comma or on a new line",
      fix:
        odd && odd === layer.words[0] && !layer.arguments
          ? offer("put a comma before it", insert(name.span.end, ","))
          : undefined,
    });
  } else return { ...suffix(layer), type: "shared use", name, frozen: layer.words.length > 0 };
  return undefined;
}
