import type { Weight } from "../../ir/net.ts";
import { isProblem, type LayerDefinition, type Problem } from "../../layers/definition.ts";
import type { Shape } from "../../shape/shape.ts";

/** A layer's weights with their roles: `fixed` freezes those that training would change. */
export function applyWeights(
  definition: LayerDefinition,
  input: Shape,
  params: never,
): readonly Weight[] | Problem {
  const specs = definition.weights?.(input, params) ?? [];
  if (isProblem(specs)) return specs;
  const fixed = (params as { readonly fixed?: boolean }).fixed === true;
  return specs.map(({ name, shape, role, initial, reading }) => ({
    name,
    shape,
    initial,
    role: role !== "trained" ? role : fixed ? "fixed" : "learned",
    arithmetic: (reading ?? shape).join("·"),
  }));
}
