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
}

/** What the numbers of a value see of the input, along each of the input's axes. */
export interface Sight {
  readonly axes: readonly Axis[];
  /** Sizes of the input; empty where it has no spatial axes. */
  readonly whole: readonly number[];
  /** Whether it sees inputs of several sizes, so that there is no one field. */
  readonly mixed?: boolean;
}

/** Entries of one axis that are kept apart; beyond, one entry stands for all, on the safe side. */
const MAX_PERIOD = 1024;

/** Places beyond are held here, far enough below 2^53 for what is seen from there. */
const MAX_PLACE = 2 ** 51;

/** The input sees itself. */
export function sightOfInput(shape: Shape): Sight {
  const whole = spatial(shape);
  return { axes: whole.map(() => ({ start: [0], end: [1], step: 1 })), whole };
}

/** The most that any number sees along each axis, borders left aside. */
export function extentOf(sight: Sight): number[] {
  return sight.axes.map((axis) =>
    clamp(Math.ceil(Math.max(...axis.end.map((end, i) => end - axis.start[i]!)))),
  );
}

/**
 * Sight behind a layer. Without up-sampling it follows Araujo, Norris and Sim (Distill 2019, equations 2 and 3):
 * r' = r + (k − 1)·j and j' = j·s for a window k with stride s. A join sees what any of its inputs sees.
 */
export function sightAfter(geometry: Geometry, inputs: readonly Sight[], input: Shape): Sight {
  const [first, ...others] = inputs as [Sight, ...Sight[]];
  const { whole } = first;
  if (others.length > 0) return others.reduce(union, first);
  if (first.mixed) return first;
  if (geometry.seesAll) return { axes: whole.map((size) => ({ start: [0], end: [size], step: 0 })), whole };
  if (rank(input) === 0 || whole.length === 0) return first;
  const { window, scale } = geometry;
  const enlarged = scale ? first.axes.map((axis, i) => enlarge(axis, scale[i]!)) : first.axes;
  if (window) {
    const axes = enlarged.map((axis, i) => {
      const [extent, stride] = [window.extent[i]!, window.stride[i]!];
      const [before] = paddingOf(input[i]!, extent, stride, window.padding, i);
      return slide(axis, extent, stride, before);
    });
    return { axes, whole };
  }
  return scale ? { axes: enlarged, whole } : first;
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
      start: [start],
      end: [Math.max(...axis.end.map((value, i) => value - i * pace))],
      step: pace / factor,
    };
  }
  const repeat = (values: readonly number[]) =>
    values.flatMap((value) => Array.from({ length: factor }, () => value));
  return { start: repeat(axis.start), end: repeat(axis.end), step: axis.step };
}

/** Measurements have no axes to see along, and leave those of an image as they are. */
function union(a: Sight, b: Sight): Sight {
  if (a.mixed || b.whole.length === 0) return a;
  if (b.mixed || a.whole.length === 0) return b;
  if (!sameShape(a.whole, b.whole)) return { axes: [], whole: [], mixed: true };
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
