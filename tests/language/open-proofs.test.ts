// What is said of nets with open sizes, against the same nets with those sizes written out.
import fc from "fast-check";
import { expect, test } from "vitest";
import { Sink } from "../../src/diagnostics/diagnostic.ts";
import type { CheckedNet, Node, OpenSize } from "../../src/ir/net.ts";
import { parseFiles } from "../../src/phases/1-parse/files.ts";
import { resolve } from "../../src/phases/2-resolve/resolve.ts";
import { tryExpand } from "../../src/phases/3-expand/open/analyse.ts";
import { includes } from "../../src/shape/remainders.ts";
import { NO_FILES } from "../../src/source/host.ts";
import { SourceFile } from "../../src/source/source-file.ts";
import { claimOf, type OpenSpec, openSpecs, parsed } from "./open-nets.ts";
import { binary, type Fraction, isEqual, literal, type Sum, variable } from "./rational.ts";
import { compileVerified } from "./verified.ts";

type Sizes = ReadonlyMap<string, number>;

/** A net as its layers. */
type Net = Pick<CheckedNet, "nodes">;

const NO_CLAIMS = new Map<string, string>();

/** Nets that are compared. */
const NETS = 1000;

/** The layers of a net with these sizes written out, as every net of known sizes has them; undefined where it has a fault. */
function writtenOut(spec: OpenSpec, sizes: Sizes): Net | undefined {
  const sink = new Sink();
  const { tree } = parseFiles(new SourceFile("a.cnn", spec.writtenOut(sizes)), sink, NO_FILES);
  const program = resolve(tree, sink);
  return sink.size > 0 ? undefined : tryExpand(program.nets[0]!, program, new Map());
}

/** Sizes to try: small, odd, large, near the least that works; the axes apart, so that each is the larger one. */
function tried(openSizes: readonly OpenSize[], seed: number): Sizes[] {
  const values = openSizes.map(({ value, works }) => {
    const { least, period } = works;
    const near = [
      least,
      least - 1,
      least + 1,
      least + period,
      least + 2 * period + 1,
      value,
      value + period,
      value + 1,
    ];
    return [...near, 1, 2, 3, 5, 8, 13, 31, 40, 97, 512, 1001].filter((size) => size > 0);
  });
  return Array.from({ length: 10 }, (_, i) => {
    const of = (axis: number) =>
      values[axis]![(i * (axis + 1) + (axis > 0 ? seed : 0)) % values[axis]!.length]!;
    return new Map(openSizes.map(({ name }, axis) => [name, of(axis)]));
  });
}

function weightsOf({ nodes }: Net): string {
  return JSON.stringify(
    nodes.map(({ kind, weights }) => [kind, weights.map(({ shape, role }) => [shape, role])]),
  );
}

const whole = (size: number): Fraction => ({ over: BigInt(size), under: 1n });

function named(net: Net, name: string): Node {
  return net.nodes.find((node) => node.name === name)!;
}

interface Claimed {
  readonly name: string;
  readonly sizes: readonly Sum[];
}

/** What a net counts. */
function countOf({ nodes }: Net, what: string): number {
  const product = (sizes: readonly number[]) => sizes.reduce((result, size) => result * size, 1);
  if (what === "weights")
    return nodes.flatMap(({ weights }) => weights).reduce((sum, { shape }) => sum + product(shape), 0);
  if (what === "multiply-adds") return nodes.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);
  return product(nodes[0]!.output.slice(0, -1));
}

/** Claims about the whole net: counts as they are at its own sizes, or as products of open sizes would have them. */
function countsOf(
  net: CheckedNet,
  symbols: readonly string[],
  choice: number,
): { size: Sum; what: string }[] {
  const [input] = net.nodes;
  const places = ["samples", "pixels", "voxels"][input!.output.length - 2]!;
  const here = new Map(net.openSizes!.map(({ name, value }) => [name, value]));
  return ["weights", "multiply-adds", places].map((what, i) => {
    const count = countOf(net, what);
    let size = literal(String(count));
    if (what === "weights" || (choice + i) % 4 === 0) return { size, what };
    for (const symbol of symbols)
      size = binary(binary(size, "/", literal(String(here.get(symbol)))), "*", variable(symbol));
    return { size, what };
  });
}

/** Whether a claim holds, as fractions of big integers have it. */
function isTrue({ name, sizes }: Claimed, net: Net, at: Sizes): boolean {
  const { output } = named(net, name);
  const claimed = sizes.map((size) => size.value(at));
  return output.length === claimed.length && output.every((size, i) => isEqual(claimed[i]!, whole(size)));
}

const counts = { accepted: 0, compared: 0, proved: 0, refuted: 0, refused: 0, untold: 0 };

/** What the checker says of a net with open sizes holds of it with sizes written out. */
function compareWithWrittenOut(spec: OpenSpec, choices: readonly number[]): void {
  const open = compileVerified(spec.text(NO_CLAIMS));
  const faults = open.diagnostics.filter(({ severity }) => severity === "error");
  const net = open.program.nets[0]!;
  if (faults.length > 0) {
    counts.refused++;
    for (const { code, message } of faults) compareRefusal(spec, code, message);
    return;
  }
  counts.accepted++;
  const openSizes = net.openSizes!;
  const closed: { readonly at: Sizes; readonly net: Net }[] = [];
  const weights = weightsOf(net);
  const forms = net.nodes.map(({ form }) => (form ?? []).map((size) => ({ size, read: parsed(size) })));
  for (const at of tried(openSizes, choices[0]!)) {
    const other = writtenOut(spec, at);
    const works = openSizes.every((size) => includes(size.works, at.get(size.name)!));
    if (works !== (other !== undefined)) expect([[...at], works]).toEqual([[...at], !works]);
    if (!other) continue;
    counts.compared++;
    closed.push({ at, net: other });
    expect(weightsOf(other)).toBe(weights);
    for (const [i, form] of forms.entries())
      for (const [axis, { size, read }] of form.entries()) {
        const found = other.nodes[i]!.output[axis]!;
        if (!isEqual(read.value(at)!, whole(found))) expect([[...at], size]).toEqual([[...at], found]);
      }
  }
  compareClaims(spec, net, closed, choices);
}

/** Each claim that is proved holds wherever it was tried; each that is refuted fails where it is said to. */
function compareClaims(
  spec: OpenSpec,
  net: CheckedNet,
  closed: readonly { readonly at: Sizes; readonly net: Net }[],
  choices: readonly number[],
): void {
  const claims = spec.names
    .filter((name) => net.nodes.some((node) => node.name === name))
    .map((name, i): Claimed => {
      const { output, form } = named(net, name);
      const choice = choices[i % choices.length]! + i;
      // Most sizes as the checker says, so that some claims are true.
      const sizes = output.map((here, axis) =>
        claimOf(form?.[axis], here, axis === choice % output.length ? choice : 8, spec.symbols),
      );
      return { name, sizes };
    });
  const written = new Map(claims.map(({ name, sizes }) => [name, sizes.map(({ text }) => text).join(" x ")]));
  const counted = countsOf(net, spec.symbols, choices[0]!);
  const text = spec.text(
    written,
    counted.map(({ size, what }) => `${size.text} ${what}`),
  );
  const { program, diagnostics } = compileVerified(text);
  const told = diagnostics.filter(({ severity }) => severity === "error");
  expect(told.filter(({ code }) => code !== "claim_refuted" && code !== "claim_untold")).toEqual([]);
  const judged = program.nets[0]!;
  const isUntold = (start: number) => {
    const untold = told.some(({ code, span }) => code === "claim_untold" && span.start === start);
    if (untold) counts.untold++;
    return untold;
  };
  for (const { size, what } of counted) {
    const start = text.indexOf(`expect ${size.text} ${what}`) + "expect ".length;
    const verdict = judged.claims.find(({ span }) => span.start === start);
    if (isUntold(start)) continue;
    expect([text, what, verdict !== undefined]).toEqual([text, what, true]);
    counts[verdict!.holds ? "proved" : "refuted"]++;
    for (const { at, net: other } of verdict!.holds ? closed : [])
      if (!isEqual(size.value(at)!, whole(countOf(other, what))))
        expect([text, size.text, what, "holds at"]).toEqual([text, size.text, what, [...at]]);
  }
  for (const claim of claims) {
    const line = text.split("\n").find((each) => each.includes(` as ${claim.name} =>`));
    // A layer of a branch that is not taken.
    if (line === undefined) continue;
    const start = text.indexOf(line) + line.indexOf("=> ") + 3;
    const verdict = judged.claims.find(({ span }) => span.start === start);
    if (isUntold(start)) continue;
    expect([line, verdict !== undefined]).toEqual([line, true]);
    if (verdict!.holds) {
      counts.proved++;
      for (const { at, net: other } of closed)
        if (!isTrue(claim, other, at)) expect([line, "holds at"]).toEqual([line, [...at]]);
      continue;
    }
    counts.refuted++;
    const message = told.find(({ span }) => span.start === start)?.message;
    if (message === undefined) continue;
    const at = new Map(
      [...message.matchAll(/\b([A-Z]) = (\d+)/g)].map(([, name, size]) => [name!, Number(size)]),
    );
    const other = writtenOut(spec, at);
    expect([line, message, other && isTrue(claim, other, at)]).toEqual([line, message, false]);
  }
}

/** Where a choice or weights are said to differ at two sizes, they do, and both work. */
function compareRefusal(spec: OpenSpec, code: string, message: string): void {
  const two = /it is one way at (.*), another at (.*)$/.exec(message);
  if (code !== "choice_open" || !two) return;
  const nets = [two[1]!, two[2]!].map((text) => {
    const at = new Map(
      [...text.matchAll(/\b([A-Z]) = (\d+)/g)].map(([, name, size]) => [name!, Number(size)]),
    );
    // Sizes that are the same at both are not told.
    return at.size === spec.symbols.length ? [writtenOut(spec, at)] : [];
  });
  for (const net of nets.flat()) expect([message, net !== undefined]).toEqual([message, true]);
}

test(`${NETS} nets with open sizes against the same nets with those sizes written out`, {
  timeout: 240_000,
}, () => {
  fc.assert(
    fc.property(openSpecs, fc.array(fc.nat(1000), { minLength: 3, maxLength: 6 }), compareWithWrittenOut),
    { numRuns: NETS, seed: 41 },
  );
  // Most are looked at as a whole.
  expect(counts.accepted).toBeGreaterThan(NETS / 3);
  expect(counts.compared).toBeGreaterThan(3 * NETS);
  expect(counts.proved).toBeGreaterThan(NETS / 2);
  expect(counts.refuted).toBeGreaterThan(NETS / 4);
  expect(counts.untold).toBeLessThan(NETS / 100);
});
