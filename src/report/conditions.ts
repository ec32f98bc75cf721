import { shown } from "../diagnostics/shown.ts";
import type { CheckedNet, OpenSize } from "../ir/net.ts";
import { describeRemainders } from "../shape/remainders.ts";
import type { SourceFile } from "../source/source-file.ts";

/** A line about the sizes that a spec leaves open. */
export interface ConditionLine {
  readonly text: string;
  /** Whether it is the condition itself, and not its reason. */
  readonly strong: boolean;
}

/** What must hold of the sizes that a spec leaves open, and why. Sizes of which the same holds share a line. */
export function conditions({ openSizes = [] }: CheckedNet, source: SourceFile): ConditionLine[] {
  const groups = new Map<string, { readonly names: string[]; readonly size: OpenSize }>();
  for (const size of openSizes) {
    const key = JSON.stringify([size.works, size.reasons.map(({ span }) => span)]);
    const group = groups.get(key);
    if (group) group.names.push(size.name);
    else groups.set(key, { names: [size.name], size });
  }
  return [...groups.values()].flatMap(({ names, size }) => [
    condition(names, size),
    ...size.reasons.map(({ text, span }) => {
      const { line } = source.position(span.start);
      const file = source.fileAt(span.start);
      const place = file === source ? "" : `${shown(file.name)} `;
      const reason = names.length > 1 ? text.replace(/(halves|divides|joins) it\b/g, "$1 them") : text;
      return { text: `  ${place}line ${line}: ${reason}`, strong: false };
    }),
  ]);
}

function condition(names: readonly string[], { works }: OpenSize): ConditionLine {
  const rule = describeRemainders(works, names.length > 1);
  // The smallest that leaves a right remainder goes without saying: a multiple of 8 is at least 8.
  const smallest = Math.min(...works.remainders.map((remainder) => remainder || works.period));
  const least = works.least > smallest ? `be at least ${works.least}` : undefined;
  const must = [rule, least].filter((part) => part !== undefined).join(" and ");
  const subject = names.join(" and ");
  return must === ""
    ? { text: `${subject} may be any size`, strong: false }
    : { text: `${subject} must ${must}`, strong: true };
}
