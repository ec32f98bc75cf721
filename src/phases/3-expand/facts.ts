import type { Json, Weight } from "../../ir/net.ts";
import { isProblem, type LayerDefinition, type Problem } from "../../layers/definition.ts";
import { toJson } from "../../layers/parameters.ts";
import type { Shape } from "../../shape/shape.ts";
import { type Geometry, geometryOf } from "./geometry.ts";
import { applyWeights } from "./weights.ts";

/** What follows from a layer's kind, its options and the shapes that it is given. */
export interface Facts {
  readonly output: Shape;
  readonly weights: readonly Weight[];
  readonly multiplyAdds: number;
  readonly label: string;
  readonly params: { readonly [name: string]: Json };
  readonly geometry: Geometry;
}

/** So many are kept: a net of more different layers has few of each. */
const MAX_KEPT = 4096;

/** Facts of layers, found out once for all layers of a net that are alike. */
export class FactBook {
  private readonly known = new Map<string, Facts>();

  of(
    definition: LayerDefinition,
    params: { readonly [name: string]: unknown },
    shapes: readonly Shape[],
  ): Facts | Problem {
    const key = keyOf(definition.kind, params, shapes);
    const known = key === undefined ? undefined : this.known.get(key);
    if (known) return known;
    const found = findOut(definition, params, shapes);
    if (key !== undefined && !isProblem(found) && this.known.size < MAX_KEPT) this.known.set(key, found);
    return found;
  }
}

/** `conv 32@3 stride 2`: a layer as tables and figures name it. */
export function labelOf(definition: LayerDefinition, params: { readonly [name: string]: unknown }): string {
  const settings = definition.settings?.(params as never);
  return settings ? `${definition.kind} ${settings}` : definition.kind;
}

function findOut(
  definition: LayerDefinition,
  params: { readonly [name: string]: unknown },
  shapes: readonly Shape[],
): Facts | Problem {
  const values = params as never;
  const output = definition.output(shapes, values);
  if (isProblem(output)) return output;
  const weights = applyWeights(definition, shapes[0]!, values);
  if (isProblem(weights)) return weights;
  return {
    output,
    weights,
    multiplyAdds: definition.multiplyAdds?.(shapes[0]!, output, values) ?? 0,
    label: labelOf(definition, params),
    params: toJson(params),
    geometry: geometryOf(definition, shapes[0]!, output, values),
  };
}

/** The same for layers that are alike; undefined for those with numbers that are written down. */
function keyOf(
  kind: string,
  params: { readonly [name: string]: unknown },
  shapes: readonly Shape[],
): string | undefined {
  let key = kind;
  for (const name in params) {
    const text = textOf(params[name]);
    if (text === undefined) return undefined;
    key += `;${name}=${text}`;
  }
  for (const shape of shapes) key += `|${shape.join()}`;
  return key;
}

function textOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value))
    return value.every((each) => typeof each === "number") ? `[${value.join()}]` : undefined;
  const { count, extent, ...rest } = value as { readonly count?: unknown; readonly extent?: unknown };
  if (typeof count !== "number" || !Array.isArray(extent) || Object.keys(rest).length > 0) return undefined;
  return `${count}@${extent.join()}`;
}
