import { digits } from "../../shape/shape.ts";
import type { Measure } from "../scene/font.ts";
import { TEXT } from "../scene/theme.ts";
import type { Repeat } from "./fold.ts";
import { type Chain, type Item, partsOf } from "./series-parallel.ts";

/** Which repeats an item of a chain is a part of, outer ones first. */
export type Brackets = ReadonlyMap<Item, readonly Repeat[]>;

/** Finds, for every repeat, the items of one chain that hold all of its stages and nothing else. */
export function bracketsOf(chain: Chain, repeats: readonly Repeat[]): Brackets {
  const found = new Map<Item, Repeat[]>();
  if (repeats.length === 0) return found;
  const ofNode = new Map<string, Repeat[]>();
  for (const repeat of repeats)
    for (const id of repeat.nodes) ofNode.set(id, [...(ofNode.get(id) ?? []), repeat]);
  const held = new Map<Item, Held>();
  const hold = (item: Item): Held => {
    const known = held.get(item);
    if (known) return known;
    const of = new Map<Repeat, number>();
    let all = 0;
    const add = (repeat: Repeat, count: number) => of.set(repeat, (of.get(repeat) ?? 0) + count);
    if (item.type === "stage") {
      all = 1;
      for (const repeat of ofNode.get(item.stage.node.id) ?? []) add(repeat, 1);
    } else
      for (const part of partsOf(item))
        for (const inside of part.items) {
          const inner = hold(inside);
          all += inner.all;
          for (const [repeat, count] of inner.of) add(repeat, count);
        }
    const made = { all, of };
    held.set(item, made);
    return made;
  };
  const sizes = new Map<Repeat, number>();
  for (const item of chain.items)
    for (const [repeat, count] of hold(item).of) sizes.set(repeat, (sizes.get(repeat) ?? 0) + count);

  function bracket({ items }: Chain): void {
    const whole = new Map<Repeat, number>();
    for (const item of items)
      for (const [repeat, count] of hold(item).of)
        if (count === hold(item).all) whole.set(repeat, (whole.get(repeat) ?? 0) + count);
    for (const item of items) {
      const own = [...hold(item).of].filter(
        ([repeat, count]) => count === hold(item).all && whole.get(repeat) === sizes.get(repeat),
      );
      if (own.length > 0) found.set(item, own.map(([repeat]) => repeat).sort(outerFirst));
    }
    for (const item of items) if (item.type !== "stage") for (const part of partsOf(item)) bracket(part);
  }
  bracket(chain);
  return found;
}

/** How many stages an item holds, in all and of each repeat. */
interface Held {
  readonly all: number;
  readonly of: ReadonlyMap<Repeat, number>;
}

function outerFirst(a: Repeat, b: Repeat): number {
  return b.nodes.size - a.nodes.size;
}

/** What stands over a bracket: as much as fits into `width` px. */
export function bracketLabel({ times, end, weights }: Repeat, width: number, measure: Measure): string {
  const short = `×${times}`;
  const shape = end === undefined ? short : `${short}, to ${end}`;
  const long = weights > 0 ? `${shape}: ${digits(weights)} weights` : shape;
  return [long, shape].find((label) => measure(label, TEXT, true) <= width) ?? short;
}
