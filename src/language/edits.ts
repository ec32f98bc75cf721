import type { TextEdit } from "./types.ts";

/** The one edit, without what both begin and end with, that makes one text of another; none where they are the same. */
export function difference(file: string, before: string, after: string): TextEdit[] {
  if (before === after) return [];
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same])
    same++;
  return [{ file, start, end: before.length - same, text: after.slice(start, after.length - same) }];
}
