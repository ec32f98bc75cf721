import type { Range } from "../ir/ast.ts";

/** Whether a range goes from the smaller to the larger number, and is not wider than numbers are. */
export function isRange({ from, to }: Range): boolean {
  return from < to && Number.isFinite(to - from);
}

/** Why a range is none, for the message about it. */
export function rangeFault({ from, to }: Range): string {
  return Number.isFinite(to - from)
    ? `a range goes from the smaller to the larger number, and ${from} is not below ${to}`
    : "a range goes from one finite number to another";
}
