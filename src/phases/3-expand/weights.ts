import type { Weight, WeightRole } from "../../ir/net.ts";
import {
  isProblem,
  type LayerDefinition,
  type Problem,
  problem,
  type WeightSpec,
} from "../../layers/definition.ts";
import type { Shape } from "../../shape/shape.ts";

/** The options that decide what training changes. */
interface Training {
  /** The weights are written down, and stay so. */
  readonly fixed?: boolean;
  /** Training leaves them as they are, the moving averages too. */
  readonly frozen?: boolean;
}

/** A layer's weights with their roles. Those that are `fixed` must be written down. */
export function applyWeights(
  definition: LayerDefinition,
  input: Shape,
  params: never,
): readonly Weight[] | Problem {
  const specs = definition.weights?.(input, params) ?? [];
  if (isProblem(specs)) return specs;
  const { fixed }: Training = params;
  const open = specs.find(
    (spec) => spec.role === "trained" && spec.initial.type !== "literal" && !spec.written,
  );
  if (fixed && open) return notWritten(open);
  return specs.map(({ name, shape, role, initial, reading }) => ({
    name,
    shape,
    initial,
    role: roleOf(role, params),
    arithmetic: (reading ?? shape).join("·"),
  }));
}

/** What training does to a weight of a layer with these options. */
export function roleOf(role: WeightSpec["role"], { fixed, frozen }: Training): WeightRole {
  if (role === "trained") return fixed || frozen ? "fixed" : "learned";
  return frozen ? "fixed" : role;
}

function notWritten({ name, shape }: WeightSpec): Problem {
  return problem(
    "weight_not_written",
    `it is \`fixed\`, and nothing gives its ${name}`,
    name === "bias"
      ? `write \`no bias\`, or ${shape[0] === 1 ? "its number: `bias [0]`" : `its ${shape[0]} numbers: \`bias [0 …]\``}`
      : "write it down, or say `frozen`, which leaves weights as another run made them",
  );
}
