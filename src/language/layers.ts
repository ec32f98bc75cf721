import type { CheckedNet, Node, Scope } from "../ir/net.ts";
import type { Span } from "../source/source-file.ts";

/** One time that a part of the text became layers. */
export interface Occurrence {
  readonly net: CheckedNet;
  /** Indices of its layers, in their order. */
  readonly nodes: number[];
}

/** What became of each part of the text. */
export interface Layers {
  /** Each time that a part became layers, by the part: of a layer, a use of a block, a repeat, a branch. */
  of(span: Span): readonly Occurrence[];
  /** Parts that became layers, which hold an offset, the smallest first. */
  around(offset: number): readonly Span[];
  /** A node of a net and its index. */
  find(net: string, layer: string): { readonly net: CheckedNet; readonly node: Node } | undefined;
}

interface Part {
  readonly span: Span;
  readonly occurrences: Map<string, Occurrence>;
}

export function layersOf(nets: readonly CheckedNet[]): Layers {
  const parts = new Map<string, Part>();
  const note = (span: Span, once: string, net: CheckedNet, index: number): void => {
    const key = `${span.start}:${span.end}`;
    let part = parts.get(key);
    if (!part) {
      part = { span, occurrences: new Map() };
      parts.set(key, part);
    }
    const occurrence = part.occurrences.get(once);
    if (!occurrence) part.occurrences.set(once, { net, nodes: [index] });
    else if (occurrence.nodes.at(-1) !== index) occurrence.nodes.push(index);
  };
  for (const [n, net] of nets.entries()) {
    for (const [i, { span, scopes }] of net.nodes.entries()) {
      const innermost = scopes.at(-1);
      note(span, `${n} ${innermost ? `${innermost.instance} ${innermost.index}` : ""}`, net, i);
      for (const scope of scopes) note(scope.span, `${n} ${useOf(scope)}`, net, i);
    }
  }
  return {
    of: ({ start, end }) => [...(parts.get(`${start}:${end}`)?.occurrences.values() ?? [])],
    around: (offset) =>
      [...parts.values()]
        .map(({ span }) => span)
        .filter(({ start, end }) => start <= offset && offset <= end)
        .sort((a, b) => a.end - a.start - (b.end - b.start)),
    find(name, layer) {
      const net = nets.find((each) => each.name === name);
      const node = net?.nodes.find(({ id }) => id === layer);
      return net && node && { net, node };
    },
  };
}

/** Rounds of a repeat and branches are parts of one use; what is shared is used anew each time. */
function useOf({ kind, instance, index }: Scope): string {
  return kind === "repeat" || kind === "branch" ? `${instance}` : `${instance} ${index}`;
}
