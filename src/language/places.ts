import type { Analysis } from "./analysis.ts";
import type { LayersAt, PlaceOf } from "./types.ts";

/** Layers that come out of the smallest part of the text at an offset, net by net. */
export function layersAt(analysis: Analysis, offset: number): LayersAt[] {
  const span = analysis.layers.around(offset).find((each) => analysis.isHere(each));
  if (!span) return [];
  const place = analysis.range(span);
  const nets = new Map<string, string[]>();
  for (const { net, nodes } of analysis.layers.of(span)) {
    const ids = nets.get(net.name) ?? [];
    for (const i of nodes) ids.push(net.nodes[i]!.id);
    nets.set(net.name, ids);
  }
  return [...nets].map(([net, layers]) => ({ net, layers, place }));
}

/** Where a layer of a net stands; undefined where the net has none of this id. */
export function placeOf(analysis: Analysis, net: string, layer: string): PlaceOf | undefined {
  const found = analysis.layers.find(net, layer);
  if (!found) return undefined;
  const { span, scopes } = found.node;
  return {
    place: analysis.locate(span),
    around: scopes.map((scope) => analysis.locate(scope.span)).reverse(),
  };
}
