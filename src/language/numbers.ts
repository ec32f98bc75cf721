import { describeShape } from "../ir/describe-shape.ts";
import { weightsOf } from "../ir/weights-of.ts";
import { digits, formatShape } from "../shape/shape.ts";
import type { Occurrence } from "./layers.ts";

// What layers are in numbers, as text.

/** The value that an occurrence begins with; empty where it takes none, or several of different shapes. */
export function shapeBefore({ net, nodes }: Occurrence): string {
  const inside = new Set(nodes.map((i) => net.nodes[i]!.id));
  const given = nodes.flatMap((i) => net.nodes[i]!.inputs.filter((id) => !inside.has(id)));
  const shapes = new Set(net.nodes.filter(({ id }) => given.includes(id)).map(describeShape));
  return shapes.size === 1 ? [...shapes][0]! : [...shapes].join(" and ");
}

/** The value that an occurrence ends with. */
export function shapeAfter({ net, nodes }: Occurrence): string {
  const last = net.nodes[nodes.at(-1)!];
  return last ? describeShape(last) : "";
}

/** The weights that an occurrence brings in. */
export function weightsIn({ net, nodes }: Occurrence): number {
  return nodes.reduce((sum, i) => sum + weightsOf(net.nodes[i]!), 0);
}

/** `4·3·3·1 + 4 = 40 weights`, as far as there are any. */
export function arithmeticOf(occurrence: Occurrence): string {
  const { net, nodes } = occurrence;
  const count = weightsIn(occurrence);
  const [only] = nodes.map((i) => net.nodes[i]!).filter(({ shares }) => shares !== undefined);
  if (count === 0) return only ? `weights shared with \`${only.shares}\`` : "no weights";
  const sums = nodes.flatMap((i) => {
    const { shares, weights } = net.nodes[i]!;
    return shares === undefined ? weights.map(({ arithmetic }) => arithmetic) : [];
  });
  const said =
    sums.length > 8 ? `${digits(count)} weights` : `${sums.join(" + ")} = ${digits(count)} weights`;
  return said;
}

/** Lines of Markdown about one time that a part of the text became layers. */
export function linesOf(occurrence: Occurrence): string[] {
  const { net, nodes } = occurrence;
  const before = shapeBefore(occurrence);
  const after = shapeAfter(occurrence);
  const last = net.nodes[nodes.at(-1)!]!;
  const multiplyAdds = nodes.reduce((sum, i) => sum + net.nodes[i]!.multiplyAdds, 0);
  return [
    before ? `${before} → **${after}**` : `**${after}**`,
    arithmeticOf(occurrence),
    ...(multiplyAdds > 0 ? [`${digits(multiplyAdds)} multiply-adds`] : []),
    ...(last.receptiveField.length > 0
      ? [`sees ${formatShape(last.receptiveField.map((size) => Math.round(size)))} of the input`]
      : []),
    ...(nodes.length > 1 ? [`${digits(nodes.length)} layers`] : []),
  ];
}
