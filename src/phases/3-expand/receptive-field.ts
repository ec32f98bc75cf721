import { rank, type Shape, sameShape, spatial } from "../../shape/shape.ts";
import { paddingOf } from "../../shape/window.ts";
import type { Geometry } from "./geometry.ts";

/**
 * What each number along one axis sees of the input: number `q·n + i` sees from `start[i] + q·step` up to `end[i] +
 * q·step`, where n is the lists' length. One entry is enough until something is enlarged, when neighbours see the same.
 */
interface Axis {
  readonly start: readonly number[];
  readonly end: readonly number[];
  readonly step: number;
  /** Where what all of them see together begins and ends: what lies beyond is cut off, or was never there. */
  readonly low: number;
  readonly high: number;
}

/** What the numbers of a value see of the input, along each of the input's axes. */
export interface Sight {
  /** None where there is no one field: of inputs of several sizes, and where numbers lie in other places than they came from. */
  readonly axes: readonly Axis[];
  /** Sizes of the input; empty where it has no spatial axes. */
  readonly whole: readonly number[];
  readonly lost?: "sizes" | "places";
}

/** Entries of one axis that are kept apart; beyond, one entry stands for all, on the safe side. */
const MAX_PERIOD = 1024;

/** Places beyond are held here, far enough below 2^53 for what is seen from there. */
const MAX_PLACE = 2 ** 51;

/** The input sees itself. */
export function sightOfInput(shape: Shape): Sight {
  const whole = spatial(shape);
  return { axes: whole.map((size) => ({ start: [0], end: [1], step: 1, low: 0, high: size })), whole };
}

/** The most that any number of a value of this shape sees along each axis: no more than there is. */
export function extentOf(sight: Sight, output: Shape): number[] {
  return sight.axes.map((axis, i) => widestOf(axis, placesOf(output, i)));
}

/** Places of a value along an axis of the input; those of a list see all the same. */
function placesOf(output: Shape, axis: number): number {
  return rank(output) > axis ? output[axis]! : 1;
}

/** The most that one of so many places sees. */
function widestOf({ start, end, step, low, high }: Axis, places: number): number {
  const period = start.length;
  let widest = 0;
  for (let i = 0; i < Math.min(period, places); i++) {
    const [from, to] = [start[i]!, end[i]!];
    const last = Math.floor((places - 1 - i) / period);
    const seenAt = (round: number) => {
      const moved = Math.max(0, Math.min(last, round)) * step;
      return Math.min(high, to + moved) - Math.max(low, from + moved);
    };
    widest = Math.max(widest, seenAt(0));
    if (step === 0 || last === 0) continue;
    // What is seen grows until it is whole, and shrinks where it goes beyond the end.
    const turns = [(low - from) / step, (high - to) / step].flatMap((at) => [Math.floor(at), Math.ceil(at)]);
    widest = Math.max(widest, ...turns.map(seenAt));
  }
  return clamp(Math.ceil(widest));
}

/**
 * Sight behind a layer. Without up-sampling it follows Araujo, Norris and Sim (Distill 2019, equations 2 and 3):
 * r' = r + (k − 1)·j and j' = j·s for a window k with stride s. A join sees what any of its inputs sees.
 */
export function sightAfter(geometry: Geometry, inputs: readonly Sight[], input: Shape, output: Shape): Sight {
  const [first, ...others] = inputs as [Sight, ...Sight[]];
  if (others.length > 0) return others.reduce(union, first);
  const { whole } = first;
  if (first.lost === "sizes" || whole.length === 0) return first;
  if (geometry.laysOut) return seesWhole(first) ? first : { axes: [], whole, lost: "places" };
  if (geometry.seesAll) {
    if (first.lost) return geometry.mixes ? everything(whole) : first;
    return { axes: first.axes.map(({ low, high }) => ({ ...fixed(low, high), low, high })), whole };
  }
  // A list has no places; where a value has other axes than the input, all of it sees the same.
  if (rank(input) !== whole.length || first.lost) return first;
  const { window, scale } = geometry;
  if (!window && !scale) return first;
  const enlarged = scale ? first.axes.map((axis, i) => enlarge(axis, scale[i]!)) : first.axes;
  const axes = enlarged.map((axis, i) => {
    if (!window) return axis;
    const [extent, stride] = [window.extent[i]!, window.stride[i]!];
    const [before] = paddingOf(input[i]!, extent, stride, window.padding, i);
    return slide(axis, extent, stride, before);
  });
  return { axes: axes.map((axis, i) => within(axis, placesOf(output, i))), whole };
}

/** One field for all numbers. */
function fixed(low: number, high: number): Pick<Axis, "start" | "end" | "step"> {
  return { start: [low], end: [high], step: 0 };
}

function everything(whole: readonly number[]): Sight {
  return { axes: whole.map((size) => ({ ...fixed(0, size), low: 0, high: size })), whole };
}

/** Whether each number sees all that any of them sees: then it matters not where they lie. */
function seesWhole({ axes, lost }: Sight): boolean {
  return (
    !lost &&
    axes.every(({ start, end, step, low, high }) => step === 0 && start[0] === low && end[0] === high)
  );
}

/** The axis with what its places see together, each of which lies in what the places before it saw. */
function within(axis: Axis, places: number): Axis {
  return {
    ...axis,
    low: Math.max(axis.low, axis.start[0]!),
    high: Math.min(axis.high, at(axis.end, axis.step, places - 1)),
  };
}

function slide(axis: Axis, extent: number, stride: number, before: number): Axis {
  const period = axis.start.length;
  const length = period / greatestDivisor(period, stride);
  const places = Array.from({ length }, (_, i) => stride * i - before);
  const start = places.map((place) => clamp(at(axis.start, axis.step, place), MAX_PLACE));
  // The difference alone is exact where the places are beyond all bounds.
  const seen = places.map((place) => {
    const [from, to] = [place, place + extent - 1].map((each) => Math.floor(each / period)) as [
      number,
      number,
    ];
    const rounds = to === from ? 0 : (to - from) * axis.step;
    return axis.end[place + extent - 1 - to * period]! - axis.start[place - from * period]! + rounds;
  });
  return {
    ...axis,
    start,
    end: start.map((value, i) => value + clamp(seen[i]!)),
    step: clamp((axis.step * stride * length) / period),
  };
}

function enlarge(axis: Axis, factor: number): Axis {
  if (axis.start.length * factor > MAX_PERIOD) {
    const pace = axis.step / axis.start.length;
    const start = Math.min(...axis.start.map((value, i) => value - i * pace)) - pace;
    return {
      ...axis,
      start: [start],
      end: [Math.max(...axis.end.map((value, i) => value - i * pace))],
      step: pace / factor,
    };
  }
  const repeat = (values: readonly number[]) =>
    values.flatMap((value) => Array.from({ length: factor }, () => value));
  return { ...axis, start: repeat(axis.start), end: repeat(axis.end) };
}

/** Measurements have no axes to see along, and leave those of an image as they are. */
function union(a: Sight, b: Sight): Sight {
  if (a.lost === "sizes" || b.whole.length === 0) return a;
  if (b.lost === "sizes" || a.whole.length === 0) return b;
  if (!sameShape(a.whole, b.whole)) return { axes: [], whole: [], lost: "sizes" };
  if (a.lost || b.lost) return a.lost ? a : b;
  return { ...a, axes: a.axes.map((axis, i) => unite(axis, b.axes[i]!)) };
}

function unite(a: Axis, b: Axis): Axis {
  const [m, n] = [a.start.length, b.start.length];
  const length = (m * n) / greatestDivisor(m, n);
  const entry = (axis: Axis, values: readonly number[], i: number) => at(values, axis.step, i);
  // Values that moved over the input at different paces have no common period; each sees at least its own part.
  const joint = length <= MAX_PERIOD && a.step / m === b.step / n;
  const places = Array.from({ length: joint ? length : 1 }, (_, i) => i);
  return {
    start: places.map((i) => Math.min(entry(a, a.start, i), entry(b, b.start, i))),
    end: places.map((i) => Math.max(entry(a, a.end, i), entry(b, b.end, i))),
    step: joint ? clamp((a.step * length) / m) : a.step / m,
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
  };
}

/** The value at a place before or behind the list, which goes on with its step. */
function at(values: readonly number[], step: number, place: number): number {
  const round = Math.floor(place / values.length);
  return values[place - round * values.length]! + (round === 0 ? 0 : round * step);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Strides multiply without end; counts are exact up to here. */
function clamp(value: number, most = Number.MAX_SAFE_INTEGER): number {
  return Math.max(-most, Math.min(most, value));
}
