import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { Expression } from "../../../ir/ast.ts";
import type { LayerStep, ResolvedNet, ResolvedProgram } from "../../../ir/resolved.ts";
import { describeRemainders, includes, nearest, type Remainders } from "../../../shape/remainders.ts";
import { axisNames } from "../../../shape/shape.ts";
import {
  type Analysis,
  type ProbeBudget,
  Prober,
  probeWhole,
  type Sizes,
  tryExpand,
  WHOLE,
} from "./analyse.ts";

/** A size of the input that may be to blame. */
interface Suspect {
  /** What expressions call it. */
  readonly key: string;
  /** What people call it: `H`, `the height`. */
  readonly name: string;
  readonly value: number;
}

/** Layers that are expanded in search of an input that would do. */
const MOST_TRIED = 10_000;

/**
 * Adds to the first fault of a net's shapes which sizes of its input would do; undefined where there is no such fault, or
 * none is found. `set` are the sizes at which the net was looked at, and `given` those of them that the reader chose.
 */
export function explain(
  found: readonly Diagnostic[],
  net: ResolvedNet,
  program: ResolvedProgram,
  set: Sizes,
  given: Sizes,
  probes: ProbeBudget,
): readonly Diagnostic[] | undefined {
  const first = found.findIndex(({ code }) => code.startsWith("shape_") || code.startsWith("task_"));
  if (first < 0) return undefined;
  const { suspects, opened } = suspectsOf(net, given);
  const works = suspects.length > 0 ? nearestThatWorks(opened, program, suspects, set, probes) : undefined;
  const graph = works && tryExpand(opened, program, works);
  if (!graph) return undefined;
  const prober = new Prober(opened, program, works, graph, probes);
  const wrong: { readonly suspect: Suspect; readonly analysis: Analysis }[] = [];
  for (const suspect of suspects) {
    const analysis = prober.analyse(suspect.key);
    if (!analysis) return undefined;
    if (!includes(analysis.works, suspect.value)) wrong.push({ suspect, analysis });
  }
  if (wrong.length === 0) return undefined;
  const notes = notesOn(wrong);
  return found.map((diagnostic, i) => {
    if (i !== first) return diagnostic;
    // Where an input is too small, smaller windows help as well.
    const small = wrong.every(({ suspect, analysis }) => suspect.value < analysis.works.least);
    const help = small ? diagnostic.help : helpFor(wrong, opened, program, suspects, set);
    return { ...diagnostic, notes: [...diagnostic.notes, ...notes], ...(help ? { help } : {}) };
  });
}

/** The sizes that were given, else the spatial sizes of a net's input; and the net with those left open. */
function suspectsOf(
  net: ResolvedNet,
  given: Sizes,
): { readonly suspects: readonly Suspect[]; readonly opened: ResolvedNet } {
  if (given.size > 0)
    return { suspects: [...given].map(([key, value]) => ({ key, name: key, value })), opened: net };
  const suspects: Suspect[] = [];
  const inputs = net.inputs.map((input, i) => {
    const names = axisNames(input.sizes.length - 1);
    const sizes = input.sizes.map((size, axis): Expression => {
      if (axis === input.sizes.length - 1 || size.type !== "number") return size;
      // No expression of the spec can name it, for the space.
      const key = `input ${i} ${names[axis]}`;
      const of = net.inputs.length > 1 && input.as ? ` of \`${input.as.text}\`` : "";
      suspects.push({ key, name: `the ${names[axis]}${of}`, value: size.value });
      return { type: "name", name: key, span: size.span };
    });
    return { ...input, sizes };
  });
  return { suspects, opened: { ...net, inputs } };
}

/** Sizes near those that fail: multiples of powers of two first, since nets halve. */
function nearestThatWorks(
  net: ResolvedNet,
  program: ResolvedProgram,
  suspects: readonly Suspect[],
  set: Sizes,
  probes: ProbeBudget,
): Sizes | undefined {
  const multiples = [32, 512, 8, 2].map((step) => (value: number) => Math.ceil(value / step) * step);
  const neighbours = Array.from({ length: 32 }, (_, i) => (i % 2 === 0 ? i / 2 + 1 : -(i + 1) / 2));
  const moves = [...multiples, ...neighbours.map((off) => (value: number) => Math.max(1, value + off))];
  let left = MOST_TRIED;
  for (const move of moves) {
    if (probes.layers < 0 || left < 0) return undefined;
    const sizes = new Map([...set, ...suspects.map(({ key, value }) => [key, move(value)] as const)]);
    const { graph, fault } = probeWhole(net, program, sizes);
    if (!fault) return sizes;
    left -= graph.nodes.length;
    probes.layers -= graph.nodes.length * WHOLE;
  }
  return undefined;
}

/** `the height and the width must be multiples of 8, …; 250 is not`. */
function notesOn(wrong: readonly { suspect: Suspect; analysis: Analysis }[]): string[] {
  const groups = new Map<string, { names: string[]; values: number[]; analysis: Analysis }>();
  for (const { suspect, analysis } of wrong) {
    const key = JSON.stringify([analysis.works, suspect.value]);
    const group = groups.get(key) ?? { names: [], values: [], analysis };
    group.names.push(suspect.name);
    group.values.push(suspect.value);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ names, values: [value], analysis: { works, reasons } }) => {
    const many = names.length > 1;
    const tooSmall = value! < works.least && works.remainders.includes(value! % works.period);
    const must = tooSmall ? `be at least ${works.least}` : describeRemainders(works, many);
    const reason = tooSmall ? undefined : reasons[0]?.text;
    const plural = reason?.replace(/(halves|divides|joins) it\b/g, "$1 them");
    const because = reason === undefined ? "" : `: ${many ? plural : reason}`;
    return `${names.join(" and ")} must ${must}, and ${value} is not${because}`;
  });
}

function helpFor(
  wrong: readonly { suspect: Suspect; analysis: Analysis }[],
  net: ResolvedNet,
  program: ResolvedProgram,
  suspects: readonly Suspect[],
  set: Sizes,
): string {
  const choices = wrong.map(({ suspect, analysis }) => nearest(analysis.works, suspect.value).join(" or "));
  const same = new Set(choices).size === 1;
  const use = same
    ? `use ${choices[0]}`
    : `use ${wrong.map(({ suspect }, i) => `${choices[i]} for ${suspect.name}`).join(", ")}`;
  const step = commonMultiple(wrong.map(({ analysis }) => analysis.works));
  if (step === undefined || net.inputs.length > 1) return use;
  const padded: ResolvedNet = { ...net, body: [padTo(step, net), ...net.body] };
  const sizes = new Map([...set, ...suspects.map(({ key, value }) => [key, value] as const)]);
  return tryExpand(padded, program, sizes) ? `${use}, or put \`pad to ${step}\` behind the input` : use;
}

/** The number whose multiples all of them ask for. */
function commonMultiple(works: readonly Remainders[]): number | undefined {
  const [first] = works;
  const same = works.every(
    ({ period, remainders }) => period === first!.period && remainders.length === 1 && remainders[0] === 0,
  );
  return same ? first!.period : undefined;
}

function padTo(step: number, { inputs: [input] }: ResolvedNet): LayerStep {
  const { span } = input!;
  return {
    type: "layer",
    kind: "pad",
    arguments: { to: { form: "extent", sizes: [{ type: "number", value: step, span }], span } },
    operands: [],
    claims: [],
    span,
  };
}
