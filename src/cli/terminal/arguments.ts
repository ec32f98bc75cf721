/** What options of the command line take, and what is said of anything else. */
import { InvalidArgumentError } from "commander";

/** A whole number of at least 1. */
export function count(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError("It must be a whole number of at least 1.");
}

/** A whole number of at least 0. */
export function natural(text: string): number {
  return text === "0" ? 0 : count(text);
}

/** A port of this machine; 0 for any that is free. */
export function port(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError("It must be a whole number up to 65535.");
}

/** `H=256`, gathered over all that are given. */
export function setting(text: string, before: ReadonlyMap<string, number> = new Map()): Map<string, number> {
  const [, name, value] = /^\s*([A-Za-z_]\w*)\s*=\s*(\d+)\s*$/.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError("It must be a name and a size: H=256.");
  return new Map([...before, [name, count(value!)]]);
}

/** Levels of blocks. */
export function depth(text: string): number | "all" {
  return text === "all" ? text : natural(text);
}

/** Names, gathered over all that are given. */
export function gathered(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** `age=20..90`, gathered over all that are given. */
export function range(
  text: string,
  before: ReadonlyMap<string, readonly [number, number]> = new Map(),
): Map<string, readonly [number, number]> {
  const [, name, from, to] = /^\s*(\w+)\s*=\s*([^.\s]+(?:\.\d+)?)\s*\.\.\s*(\S+)\s*$/.exec(text) ?? [];
  const ends = [Number(from), Number(to)] as const;
  if (name === undefined || !ends.every(Number.isFinite) || ends[0] >= ends[1])
    throw new InvalidArgumentError("It must be an input, and from where to where it goes: age=20..90.");
  return new Map([...before, [name, ends]]);
}

/** A number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
}
