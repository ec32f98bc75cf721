import type { LayerDefinition, WeightSpec } from "../../layers/definition.ts";
import { product, type Shape, sameShape, spatial } from "../../shape/shape.ts";
import type { Node, Scope, Weight } from "../net.ts";
import { sourcesOf } from "../sources.ts";
import type { Verification } from "./verification.ts";

/** Specification of a net's nodes: their order, shapes, weights and scopes. */
export function verifyNodes(nodes: readonly Node[], net: string, v: Verification): void {
  v.unique(
    nodes.map((node) => node.id),
    net,
    "ids of nodes",
  );
  const before = new Map<string, Node>();
  const sources = sourcesOf(nodes);
  for (const [i, node] of nodes.entries()) {
    const seen = sources.get(node.id)!.map((id) => spatial(before.get(id)?.output ?? node.output));
    verifyNode(node, before, seen, nodes[i - 1], v);
    before.set(node.id, node);
  }
  verifyScopes(nodes, v);
}

/** Sizes that a receptive field is measured along: those of the inputs that are seen, where they are the same. */
function sizesSeen(seen: readonly Shape[]): Shape {
  const placed = seen.filter((sizes) => sizes.length > 0);
  return placed[0] && placed.every((sizes) => sameShape(sizes, placed[0]!)) ? placed[0] : [];
}

/** `seen` are the spatial sizes of the inputs that the node's value comes from. */
function verifyNode(
  node: Node,
  before: ReadonlyMap<string, Node>,
  seen: readonly Shape[],
  last: Node | undefined,
  v: Verification,
): void {
  const { id } = node;
  v.span(node.span, id);
  v.shape(node.output, id);
  v.expect(
    Number.isSafeInteger(node.multiplyAdds) && node.multiplyAdds >= 0,
    id,
    "its multiply-adds are no count",
  );
  const whole = sizesSeen(seen);
  // Where numbers were laid out in other places, nothing is said.
  v.expect(
    [0, whole.length].includes(node.receptiveField.length) &&
      node.receptiveField.every(
        (size, axis) => Number.isSafeInteger(size) && 0 <= size && size <= whole[axis]!,
      ),
    id,
    "its receptive field does not fit the input's axes",
  );
  v.expect(
    [0, node.output.length - 1].includes(node.stride.length) &&
      node.stride.every((stride) => Number.isFinite(stride) && stride > 0),
    id,
    "its stride does not fit its axes",
  );
  const definition = v.rules.layer(node.kind);
  if (!definition) {
    v.expect(false, id, `there is no layer \`${node.kind}\``);
    return;
  }
  const inputs = node.inputs.map((input) => before.get(input)?.output);
  v.expect(
    inputs.every((shape) => shape !== undefined),
    id,
    "an input is no earlier node",
  );
  const isInput = definition.family === "input";
  v.expect(!isInput || !last || last.inputs.length === 0, id, "an input stands behind a layer");
  const fits = isInput
    ? inputs.length === 0
    : definition.takes === "one"
      ? inputs.length === 1
      : inputs.length >= 2;
  v.expect(fits, id, `it takes ${inputs.length} values`);
  if (isInput || !fits || inputs.includes(undefined)) return;
  const shapes = inputs as Shape[];
  const params = node.params as never;
  const output = definition.output(shapes, params);
  v.expect(
    Array.isArray(output) && sameShape(output as Shape, node.output),
    id,
    `its output ${node.output.join("×")} is not what its rule gives`,
  );
  const multiplyAdds = definition.multiplyAdds?.(shapes[0]!, node.output, params) ?? 0;
  v.expect(
    node.multiplyAdds === multiplyAdds,
    id,
    `its multiply-adds are ${multiplyAdds}, not ${node.multiplyAdds}`,
  );
  verifyWeights(node, definition, shapes[0]!, v);
  if (node.shares !== undefined) verifyShared(node, before.get(node.shares), v);
}

/** Shared weights are those of an earlier layer of the same kind, which has them itself. */
function verifyShared(node: Node, owner: Node | undefined, v: Verification): void {
  const same = (one: Node) => JSON.stringify([one.kind, one.params, one.weights]);
  v.expect(node.weights.length > 0, node.id, "it shares weights, and has none");
  v.expect(
    owner !== undefined && owner.shares === undefined,
    node.id,
    "it shares weights of no earlier node",
  );
  v.expect(!owner || same(owner) === same(node), node.id, "its weights are not those that it shares");
}

function verifyWeights(node: Node, definition: LayerDefinition, input: Shape, v: Verification): void {
  const specs = definition.weights?.(input, node.params as never) ?? [];
  if (!Array.isArray(specs) || specs.length !== node.weights.length) {
    v.expect(false, node.id, "its weights are not those of its definition");
    return;
  }
  v.unique(
    node.weights.map((weight) => weight.name),
    node.id,
    "names of weights",
  );
  for (const [i, weight] of node.weights.entries()) {
    const spec = specs[i]!;
    const at = `${node.id}.${weight.name}`;
    const { fixed, frozen } = node.params;
    const role: Weight["role"] =
      frozen === true || (fixed === true && spec.role === "trained")
        ? "fixed"
        : spec.role === "trained"
          ? "learned"
          : spec.role;
    v.expect(
      fixed !== true || spec.role !== "trained" || initialIsWritten(spec),
      at,
      "it is fixed, and nothing gives it",
    );
    v.shape(weight.shape, at);
    v.expect(
      weight.name === spec.name && sameShape(weight.shape, spec.shape),
      at,
      "it is not the weight of its definition",
    );
    v.expect(weight.role === role, at, `its role is ${role}, not ${weight.role}`);
    v.expect(
      JSON.stringify(weight.initial) === JSON.stringify(spec.initial),
      at,
      "its start is not that of its definition",
    );
    v.expect(
      product(weight.arithmetic.split("·").map(Number)) === product(weight.shape),
      at,
      `${weight.arithmetic} is not its count`,
    );
    const { initial } = weight;
    if (initial.type !== "literal") continue;
    v.expect(
      initial.values.length === product(weight.shape) && initial.values.every(Number.isFinite),
      at,
      "its numbers do not fill its shape",
    );
  }
}

function initialIsWritten({ initial, written }: WeightSpec): boolean {
  return written === true || initial.type === "literal";
}

/** Nodes of one use, round or branch lie next to each other, and inside those around it. */
function verifyScopes(nodes: readonly Node[], v: Verification): void {
  const left = new Set<string>();
  const uses = new Map<number, string>();
  let path: string[] = [];
  for (const { id, scopes } of nodes) {
    const next = scopes.map((scope) => `${scope.instance}:${scope.index}`);
    const shared = next.findIndex((key, depth) => key !== path[depth]);
    const kept = shared < 0 ? next.length : shared;
    for (let depth = kept; depth < path.length; depth++) left.add(path.slice(0, depth + 1).join("/"));
    for (let depth = kept; depth < next.length; depth++) {
      v.expect(!left.has(next.slice(0, depth + 1).join("/")), id, "it goes back into a scope that was left");
      verifyScope(scopes[depth]!, next.slice(0, depth).join("/"), uses, id, v);
    }
    path = next;
  }
}

function verifyScope(
  scope: Scope,
  parents: string,
  uses: Map<number, string>,
  id: string,
  v: Verification,
): void {
  v.span(scope.span, id);
  v.expect(Number.isSafeInteger(scope.index) && scope.index >= 0, id, "a scope has no number");
  const use = `${scope.kind} ${scope.name} ${scope.span.start} ${parents}`;
  v.expect((uses.get(scope.instance) ?? use) === use, id, "one instance is two different uses");
  uses.set(scope.instance, use);
}
