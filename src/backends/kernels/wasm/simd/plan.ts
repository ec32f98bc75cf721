/**
 * Where the numbers of a convolution lie: what each window covers and where its sum goes, as offsets in bytes.
 *
 * With y[i] = Σ x[i·s + q·d − t] · w[q] (stride s, dilation d, t zeros before; one axis, channels left out), a place i of y
 * has its window at i·s, and its taps q at q·d − t from there. The gradient by the input is
 *
 *   dx[h] = Σ dy[(h + t − q·d) / s] · w[q]     over the q for which that is whole
 *
 * so the places h of one remainder h mod s have the same taps: each remainder is a convolution of its own, of stride 1, and
 * no product with a zero between two places is ever made. (Dumoulin & Visin, arXiv:1603.07285, chapter 4.)
 */

import { type Filtering, filteringOf } from "./winograd.ts";

/** One spatial axis of a convolution. */
export interface Axis {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Zeros before the input; negative where windows begin behind its first number. */
  readonly before: number;
}

/** A convolution of up to three dimensions; channels come last. */
export interface Convolution {
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly axes: readonly Axis[];
}

/** What is read: images of rank 3 and how many zeros stand before and behind each axis. */
export interface Grid {
  readonly size: readonly number[];
  readonly before: readonly number[];
  readonly behind: readonly number[];
  readonly channels: number;
}

/** Places that have the same taps. The offsets are those of `images` images. */
export interface Places {
  readonly count: number;
  /** Offset of each place's window in the padded input. */
  readonly rows: Uint32Array;
  /** Offset of each place in the output. */
  readonly outs: Uint32Array;
  /** Runs under each window: pairs of the offset from the window in bytes, and the length in numbers. */
  readonly runs: Uint32Array;
  /** The taps in the order in which the runs hold them, `NO_TAP` where one is missing. */
  readonly taps: Uint32Array;
  /** Given where the places are those of several outputs each, by minimal filtering along the last axis. */
  readonly windows?: Windows;
}

/** A tap whose weights are 0. */
export const NO_TAP = 0xffff_ffff;

/**
 * Windows of several outputs. A run holds the first tap of the last axis; the others follow at `readStep`. Along a stride of
 * s, one tap is s numbers of the axis with all their channels: so it is a convolution of stride 1.
 */
export interface Windows extends Filtering {
  /** Taps along the last axis. */
  readonly kernel: number;
  /** Bytes from one number under a window, and from one of its outputs, to the next. */
  readonly readStep: number;
  readonly outStep: number;
  /** Outputs of each place that there are. */
  readonly sizes: Uint32Array;
}

export interface Plan {
  readonly read: Grid;
  /** Numbers of an output image, and its channels. */
  readonly outSize: number;
  readonly outChannels: number;
  /** Images whose places one table holds: several, where they are small. */
  readonly images: number;
  readonly places: readonly Places[];
  /** Whether an output that no window reaches is left, which is 0. */
  readonly gaps: boolean;
}

/** Places of one axis that have the same taps. */
interface Phase {
  readonly count: number;
  /** From one window to the next. */
  readonly step: number;
  /** Offset of each tap from the window, ascending. */
  readonly taps: readonly { readonly offset: number; readonly tap: number }[];
  readonly outStart: number;
  readonly outStep: number;
}

const RANK = 3;
const BYTES = Float32Array.BYTES_PER_ELEMENT;
/** Filters, and channels under one row of taps, from which minimal filtering saves more than its changes cost. */
const WORTH_FILTERS = 8;
const WORTH_DEPTH = 24;
/** So many times as many products must a window take otherwise. */
const WORTH_SAVING = 1.3;
/** Places that a table should have at least, so that a block of them fills the vectors. */
const MIN_PLACES = 256;

/** The convolution itself: reads the input, gives the output. */
export function forwardPlan(convolution: Convolution): Plan {
  const { inputs, outputs } = convolution;
  const axes = threeOf(convolution.axes);
  const phases = axes.map(({ output, kernel, stride, dilation, before }): Phase[] => [
    {
      count: output,
      step: stride,
      taps: Array.from({ length: kernel }, (_, tap) => ({ offset: tap * dilation - before, tap })),
      outStart: 0,
      outStep: 1,
    },
  ]);
  return plan(
    axes,
    axes.map(({ input }) => input),
    inputs,
    axes.map(({ output }) => output),
    outputs,
    phases,
  );
}

/** Its gradient by the input: reads that of the output, gives that of the input. */
export function inputPlan(convolution: Convolution): Plan {
  const axes = threeOf(convolution.axes);
  return plan(
    axes,
    axes.map(({ output }) => output),
    convolution.outputs,
    axes.map(({ input }) => input),
    convolution.inputs,
    axes.map(remainders),
  );
}

function remainders({ input, kernel, stride, dilation, before }: Axis): Phase[] {
  return Array.from({ length: Math.min(stride, input) }, (_, remainder) => ({
    count: Math.ceil((input - remainder) / stride),
    step: 1,
    taps: Array.from({ length: kernel }, (_, tap) => ({
      offset: (remainder + before - tap * dilation) / stride,
      tap,
    }))
      .filter(({ offset }) => Number.isInteger(offset))
      .reverse(),
    outStart: remainder,
    outStep: stride,
  }));
}

/** Three axes, the last ones those along which there is anything but one number under one weight. */
function threeOf(axes: readonly Axis[]): Axis[] {
  const single: Axis = { input: 1, output: 1, kernel: 1, stride: 1, dilation: 1, before: 0 };
  const wide = axes.filter(
    ({ input, output, kernel, before }) => input > 1 || output > 1 || kernel > 1 || before !== 0,
  );
  return [...Array.from({ length: RANK - wide.length }, () => single), ...wide];
}

function plan(
  axes: readonly Axis[],
  readSize: readonly number[],
  readChannels: number,
  outShape: readonly number[],
  outChannels: number,
  phases: readonly (readonly Phase[])[],
): Plan {
  const rows = phases[0]![0]!.taps.length * phases[1]![0]!.taps.length;
  const filterings = new Map<Phase, Filtering>();
  for (const phase of phases[RANK - 1]!) {
    const filtering = filteringAlong(phase);
    const worth = outChannels >= WORTH_FILTERS && rows * phase.step * readChannels >= WORTH_DEPTH;
    if (filtering && worth) filterings.set(phase, filtering);
  }
  const windowsOf = (phase: Phase) => {
    const { outputs } = filterings.get(phase) ?? { outputs: 1 };
    return { count: Math.ceil(phase.count / outputs), outputs };
  };
  const before = phases.map((each) => Math.max(0, ...each.flatMap(({ taps }) => taps.map((t) => -t.offset))));
  const behind = phases.map((each, axis) =>
    Math.max(
      0,
      ...each.flatMap((phase) => {
        const { count, outputs } = windowsOf(phase);
        const missing = filterings.has(phase) ? missingTaps(phase) : 0;
        return phase.taps.map(
          ({ offset }) => (count * outputs - 1) * phase.step + offset + missing - readSize[axis]! + 1,
        );
      }),
    ),
  );
  const padded = readSize.map((size, axis) => before[axis]! + size + behind[axis]!);
  const [, height, width] = padded as [number, number, number];
  const readStrides = [height * width, width, 1].map((n) => n * readChannels);
  const outStrides = [outShape[1]! * outShape[2]!, outShape[2]!, 1].map((n) => n * outChannels);
  const outSize = product(outShape) * outChannels;
  const readImage = product(padded) * readChannels;
  const images = Math.ceil(MIN_PLACES / Math.max(1, product(outShape)));
  const [kernelHeight, kernelWidth] = [axes[1]!.kernel, axes[2]!.kernel];
  const all: Places[] = [];
  let reached = 0;
  for (const z of phases[0]!) {
    for (const y of phases[1]!) {
      for (const x of phases[2]!) {
        const filtering = filterings.get(x);
        const { count: lines, outputs } = windowsOf(x);
        const chosen = [z, y, { ...x, count: lines, step: x.step * outputs, outStep: x.outStep * outputs }];
        const count = product(chosen.map((phase) => phase.count));
        const taps = z.taps.flatMap((a) =>
          y.taps.flatMap((b) =>
            x.taps.map((c) => ({
              offset: sum([a, b, c].map(({ offset }, axis) => (offset + before[axis]!) * readStrides[axis]!)),
              tap: (a.tap * kernelHeight + b.tap) * kernelWidth + c.tap,
            })),
          ),
        );
        if (taps.length === 0 || count === 0) continue;
        reached += z.count * y.count * x.count;
        const places = {
          count,
          rows: offsets(chosen, images, readImage, (phase, axis) => [0, phase.step * readStrides[axis]!]),
          outs: offsets(chosen, images, outSize, (phase, axis) => [
            phase.outStart * outStrides[axis]!,
            phase.outStep * outStrides[axis]!,
          ]),
          taps: Uint32Array.from(taps, ({ tap }) => tap),
        };
        const starts = taps.map(({ offset }) => offset);
        if (filtering) {
          all.push({
            ...places,
            runs: Uint32Array.from(
              starts
                .filter((_, i) => i % x.taps.length === 0)
                .flatMap((start) => [start * BYTES, x.step * readChannels]),
            ),
            taps: withMissing(places.taps, x),
            windows: {
              ...filtering,
              kernel: Math.ceil(x.taps.length / x.step),
              readStep: x.step * readStrides[RANK - 1]! * BYTES,
              outStep: x.outStep * outStrides[RANK - 1]! * BYTES,
              sizes: places.rows.map((_, i) => Math.min(outputs, x.count - (i % lines) * outputs)),
            },
          });
        } else {
          all.push({ ...places, runs: runsOf(starts, readChannels) });
        }
      }
    }
  }
  return {
    read: { size: readSize, before, behind, channels: readChannels },
    outSize,
    outChannels,
    images,
    places: all,
    gaps: reached < product(outShape),
  };
}

/** The form of minimal filtering for places whose windows cover numbers without a gap. */
function filteringAlong({ count, step, taps }: Phase): Filtering | undefined {
  const filtering = filteringOf(Math.ceil(taps.length / step));
  const whole = taps.every(({ offset }, i) => offset === taps[0]!.offset + i);
  if (!filtering || !whole) return undefined;
  const { pairs, outputs } = filtering;
  const products = Math.ceil(count / outputs) * (2 * pairs + 2) * step;
  return count * taps.length > products * WORTH_SAVING ? filtering : undefined;
}

/** How many taps fill up the last step. */
function missingTaps({ step, taps }: Phase): number {
  return (step - (taps.length % step)) % step;
}

/** Taps, the last axis innermost, with what is missing behind each of its rows. */
function withMissing(taps: Uint32Array, phase: Phase): Uint32Array {
  const row = phase.taps.length;
  const missing = Array.from({ length: missingTaps(phase) }, () => NO_TAP);
  const rows = Array.from({ length: taps.length / row }, (_, i) => taps.subarray(i * row, (i + 1) * row));
  return Uint32Array.from(rows.flatMap((each) => [...each, ...missing]));
}

/** Offset in bytes of every place of `images` images, whose places along an axis start at one number and are a step apart. */
function offsets(
  phases: readonly Phase[],
  images: number,
  imageSize: number,
  line: (phase: Phase, axis: number) => readonly [start: number, step: number],
): Uint32Array {
  const [z, y, x] = phases.map((phase, axis) => ({ count: phase.count, line: line(phase, axis) })) as [
    Line,
    Line,
    Line,
  ];
  const all = new Uint32Array(images * z.count * y.count * x.count);
  let at = 0;
  for (let image = 0; image < images; image++) {
    for (let i = 0; i < z.count; i++) {
      for (let j = 0; j < y.count; j++) {
        let offset = image * imageSize + z.line[0] + i * z.line[1] + y.line[0] + j * y.line[1] + x.line[0];
        for (let k = 0; k < x.count; k++) {
          all[at++] = offset * BYTES;
          offset += x.line[1];
        }
      }
    }
  }
  return all;
}

interface Line {
  readonly count: number;
  readonly line: readonly [start: number, step: number];
}

/** Joins taps of `channels` numbers each that follow one another without a gap. */
function runsOf(taps: readonly number[], channels: number): Uint32Array {
  const runs: number[] = [];
  let end = -1;
  for (const offset of taps) {
    if (offset === end) runs[runs.length - 1]! += channels;
    else runs.push(offset * BYTES, channels);
    end = offset + channels;
  }
  return Uint32Array.from(runs);
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a * b, 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
