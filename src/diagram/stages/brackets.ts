import { digits } from "../../shape/shape.ts";
import type { Measure } from "../scene/font.ts";
import { TEXT } from "../scene/theme.ts";
import type { Foldings, Repeat } from "./foldings.ts";
import { type Chain, type Item, partsOf } from "./series-parallel.ts";

/** A repeat around an item of a chain; `opens` at its first item, `closes` at its last. */
export interface Around {
  readonly repeat: Repeat;
  readonly opens: boolean;
  readonly closes: boolean;
}

/** Which repeats an item of a chain is a part of, outer ones first. */
export type Brackets = ReadonlyMap<Item, readonly Around[]>;

/**
 * Finds, for every repeat, the items of one chain that stand beside each other and hold all of its stages and nothing else;
 * `missing` are the repeats that have no such items.
 */
export function bracketsOf(
  whole: Chain,
  { repeats, repeatOf }: Pick<Foldings, "repeats" | "repeatOf">,
): { readonly brackets: Brackets; readonly missing: readonly Repeat[] } {
  const found = new Map<Item, Around[]>();
  if (repeats.length === 0) return { brackets: found, missing: [] };
  const held = new Map<Item, Held>();
  const hold = (item: Item): Held => {
    const known = held.get(item);
    if (known) return known;
    const of = new Map<Repeat, number>();
    let all = 0;
    if (item.type === "stage") {
      all = 1;
      for (let at = repeatOf.get(item.stage.node.id); at; at = at.outer) of.set(at, 1);
    } else
      for (const part of partsOf(item))
        for (const inside of part.items) {
          const inner = hold(inside);
          all += inner.all;
          for (const [repeat, count] of inner.of) of.set(repeat, (of.get(repeat) ?? 0) + count);
        }
    const made = { all, of };
    held.set(item, made);
    return made;
  };
  const sizes = new Map<Repeat, number>();
  for (const item of whole.items)
    for (const [repeat, count] of hold(item).of) sizes.set(repeat, (sizes.get(repeat) ?? 0) + count);

  const placed = new Map<Repeat, { readonly chain: Chain; readonly first: number; readonly last: number }>();
  /** Inner chains come first: a bracket stands as close to what it holds as it can. */
  function place(chain: Chain): void {
    for (const item of chain.items) if (item.type !== "stage") for (const part of partsOf(item)) place(part);
    const spans = new Map<Repeat, { first: number; last: number; items: number; size: number }>();
    chain.items.forEach((item, at) => {
      const { all, of } = hold(item);
      for (const [repeat, count] of of) {
        if (count !== all) continue;
        const span = spans.get(repeat) ?? { first: at, last: at, items: 0, size: 0 };
        spans.set(repeat, { first: span.first, last: at, items: span.items + 1, size: span.size + count });
      }
    });
    for (const [repeat, { first, last, items, size }] of spans)
      if (!placed.has(repeat) && size === sizes.get(repeat) && items === last - first + 1)
        placed.set(repeat, { chain, first, last });
  }
  place(whole);
  // Outer repeats come first.
  for (const repeat of repeats) {
    const span = placed.get(repeat);
    for (let at = span?.first ?? 0; span && at <= span.last; at++) {
      const item = span.chain.items[at]!;
      const around = { repeat, opens: at === span.first, closes: at === span.last };
      found.set(item, [...(found.get(item) ?? []), around]);
    }
  }
  return { brackets: found, missing: repeats.filter((repeat) => !placed.has(repeat)) };
}

/** How many stages an item holds, in all and of each repeat. */
interface Held {
  readonly all: number;
  readonly of: ReadonlyMap<Repeat, number>;
}

/** What stands over a bracket: as much as fits into `width` px. */
export function bracketLabel({ times, end, weights }: Repeat, width: number, measure: Measure): string {
  const short = `×${times}`;
  const shape = end === undefined ? short : `${short}, to ${end}`;
  const long = weights > 0 ? `${shape}: ${digits(weights)} weights` : shape;
  return [long, shape].find((label) => measure(label, TEXT, true) <= width) ?? short;
}
