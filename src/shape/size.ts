/**
 * Arithmetic with sizes, as layers' shape rules do it. A size may follow from one that the spec leaves open (`Moving`): it is
 * a number to all who don't compute with it, and what does goes through here.
 */
import { toNumber } from "./exact.ts";
import {
  addTo,
  divideBy,
  extreme,
  type Ground,
  isMoving,
  type Moving,
  multiplyBy,
  type Quantity,
  roundDown,
  subtractFrom,
} from "./moving.ts";

/** A number of a spec as a size: one that moves stands for a number. */
export function asSize(value: Quantity): number {
  return isMoving(value) ? (value as unknown as number) : toNumber(value);
}

function moves(a: number, b: number): boolean {
  return typeof a !== "number" || typeof b !== "number";
}

function regionOf(a: Quantity, b: Quantity): Ground {
  return isMoving(a) ? a.region : (b as Moving).region;
}

export function plus(a: number, b: number): number {
  return moves(a, b) ? asSize(addTo(a, b)) : a + b;
}

export function minus(a: number, b: number): number {
  return moves(a, b) ? asSize(subtractFrom(a, b)) : a - b;
}

export function times(a: number, b: number): number {
  return moves(a, b) ? asSize(multiplyBy(a, b)) : a * b;
}

/** ⌊a / b⌋ */
export function divideDown(a: number, b: number): number {
  if (!moves(a, b)) return Math.floor(a / b);
  const exact = divideBy(a, b);
  return asSize(isMoving(exact) ? roundDown(exact) : Math.floor(toNumber(exact)));
}

/** ⌈a / b⌉ */
export function divideUp(a: number, b: number): number {
  return moves(a, b) ? minus(0, divideDown(minus(0, a), b)) : Math.ceil(a / b);
}

export function larger(a: number, b: number): number {
  return moves(a, b) ? asSize(extreme(a, b, 1)) : Math.max(a, b);
}

/** Whether a size is at least so large. One that moves is from here on: the others are no sizes that work. */
export function atLeast(size: number, least: number): boolean {
  // Behind a fault sizes that nobody knows may be large enough.
  if (!moves(size, least)) return !(size < least);
  const value = subtractFrom(size, least);
  regionOf(size, least).demand({ value, sign: (sign) => sign >= 0 });
  return true;
}

/** Whether sizes are equal. Those that move are from here on. */
export function equal(a: number, b: number): boolean {
  if (a === b) return true;
  if (!moves(a, b)) return false;
  regionOf(a, b).demand({ value: subtractFrom(a, b), sign: isZero });
  return true;
}

/** Whether sizes are equal, or one of them is 1, which stands for all. Those that move are from here on. */
export function fitting(a: number, b: number): boolean {
  if (a === b || a === 1 || b === 1) return true;
  if (!moves(a, b)) return false;
  const values = [subtractFrom(a, b), subtractFrom(a, 1), subtractFrom(b, 1)];
  regionOf(a, b).demand(...values.map((value) => ({ value, sign: isZero })));
  return true;
}

/** Whether a size is whole and exact; of one that moves that is known. */
export function isCounted(size: number): boolean {
  return moves(size, 0) || Number.isSafeInteger(size);
}

function isZero(sign: number): boolean {
  return sign === 0;
}
