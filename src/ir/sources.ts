import type { Node } from "./net.ts";

/** Ids of the inputs that each value comes from, in the order of the nodes. */
export function sourcesOf(nodes: readonly Node[]): ReadonlyMap<string, readonly string[]> {
  const sources = new Map<string, readonly string[]>();
  for (const { id, inputs } of nodes)
    sources.set(id, inputs.length === 0 ? [id] : unite(inputs.map((input) => sources.get(input) ?? [])));
  return sources;
}

/** All members of several lists, each once; the first list itself where that is all. */
export function unite<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const [first = [], ...others] = lists;
  if (others.every((other) => other === first || other.every((each) => first.includes(each)))) return first;
  return [...new Set(lists.flat())];
}
