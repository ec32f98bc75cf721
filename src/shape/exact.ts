/**
 * A rational number that a safe integer can't hold: a fraction in lowest terms whose lower part is positive, or a whole
 * number beyond 2^53.
 */
export class Ratio {
  readonly over: bigint;
  readonly under: bigint;

  constructor(over: bigint, under: bigint) {
    this.over = over;
    this.under = under;
  }
}

/** An exact number: plain numbers are safe integers. */
export type Exact = number | Ratio;

/** Numbers have at most so many digits above and below the fraction line; more are of no use, and cost time. */
export const MAX_DIGITS = 1000;

const LIMIT = 10n ** BigInt(MAX_DIGITS);

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** A fraction in lowest terms; `under` is not 0. */
function fraction(over: bigint, under: bigint): Exact {
  const divisor = greatestDivisor(over, under < 0n ? -under : under);
  const sign = under < 0n ? -divisor : divisor;
  return divisor === 1n && sign > 0n ? plain(over, under) : plain(over / sign, under / sign);
}

function plain(over: bigint, under: bigint): Exact {
  if (under !== 1n) return new Ratio(over, under);
  const whole = Number(over);
  return Number.isSafeInteger(whole) ? whole : new Ratio(over, 1n);
}

const over = (x: Exact): bigint => (typeof x === "number" ? BigInt(x) : x.over);
const under = (x: Exact): bigint => (typeof x === "number" ? 1n : x.under);

/** Whether a number has more digits than are kept. */
export function isLong(x: Exact): boolean {
  return typeof x !== "number" && (x.under > LIMIT || x.over > LIMIT || x.over < -LIMIT);
}

/** The number that a decimal like `0.7`, `12` or `1.5e-3` says; undefined where it has too many digits. */
export function readExact(text: string): Exact | undefined {
  const [digits = "", power = "0"] = text.toLowerCase().split("e");
  const [whole = "", part = ""] = digits.split(".");
  const shift = Number(power) - part.length;
  if (whole.length + part.length > MAX_DIGITS || Math.abs(shift) > MAX_DIGITS) return undefined;
  const read = BigInt(whole + part);
  const ten = 10n ** BigInt(Math.abs(shift));
  const value = shift < 0 ? fraction(read, ten) : plain(read * ten, 1n);
  return isLong(value) ? undefined : value;
}

export function sum(a: Exact, b: Exact): Exact {
  if (typeof a === "number" && typeof b === "number") {
    const result = a + b;
    if (Number.isSafeInteger(result)) return result;
  }
  return fraction(over(a) * under(b) + over(b) * under(a), under(a) * under(b));
}

export function negative(x: Exact): Exact {
  // No negative zero: it would not survive JSON.
  return typeof x === "number" ? 0 - x : new Ratio(-x.over, x.under);
}

export function times(a: Exact, b: Exact): Exact {
  if (typeof a === "number" && typeof b === "number") {
    const result = a * b + 0;
    if (Number.isSafeInteger(result)) return result;
  }
  return fraction(over(a) * over(b), under(a) * under(b));
}

/** a / b, where b is not 0. */
export function quotient(a: Exact, b: Exact): Exact {
  if (typeof a === "number" && typeof b === "number" && a % b === 0) return a / b + 0;
  return fraction(over(a) * under(b), under(a) * over(b));
}

/** Below 0, 0 or above 0 as the first number is below, at or above the second. */
export function compare(a: Exact, b: Exact): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const difference = over(a) * under(b) - over(b) * under(a);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The largest whole number that is not above it. */
export function floorOf(x: Exact): Exact {
  if (typeof x === "number") return x;
  const cut = x.over / x.under;
  return plain(x.over < 0n && cut * x.under !== x.over ? cut - 1n : cut, 1n);
}

/** Whether it is whole, however large. */
export function isWhole(x: Exact): boolean {
  return typeof x === "number" || x.under === 1n;
}

/** The nearest number that a computer's floating point has; infinite beyond its range. */
export function toNumber(x: Exact): number {
  if (typeof x === "number") return x;
  const [a, b] = [Number(x.over), Number(x.under)];
  // A quotient of two exact numbers is rounded once.
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return a / b;
  const size = (n: bigint) => n.toString(16).length * 4;
  const magnitude = x.over < 0n ? -x.over : x.over;
  // 70 bits of the quotient or more; whether the rest is 0 decides what lies in the middle.
  const shift = BigInt(size(x.under) - size(magnitude) + 74);
  const scaled = shift >= 0n ? magnitude << shift : magnitude;
  const divisor = shift >= 0n ? x.under : x.under << -shift;
  const cut = scaled / divisor;
  const bits = cut * divisor === scaled ? cut : cut | 1n;
  const value = scale(Number(bits), -Number(shift));
  return x.over < 0n ? -value : value;
}

/** x·2^power, where 2^power alone may be out of range. */
function scale(x: number, power: number): number {
  const half = Math.trunc(power / 2);
  return x * 2 ** half * 2 ** (power - half);
}

/** As a message prints it: whole numbers with all their digits, others and very large ones as computers do. */
export function exactText(x: Exact): string {
  if (typeof x === "number") return String(x);
  const digits = String((x.over < 0n ? -x.over : x.over) / x.under);
  const sign = x.over < 0n ? "-" : "";
  if (x.under === 1n && digits.length <= 25) return sign + digits;
  const near = toNumber(x);
  if (Number.isFinite(near)) return near === 0 ? "nearly 0" : String(near);
  return `${sign}${digits[0]}.${digits.slice(1, 4)}e+${digits.length - 1}`;
}
