import type { Span } from "../source/source-file.ts";
import { type Help, write } from "./fix.ts";

/** Edits (insert, delete, replace, swap of neighbours) between two words: optimal string alignment distance. */
export function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = 0; i <= a.length; i++) rows[i]![0] = i;
  for (let j = 0; j <= b.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      rows[i]![j] = best;
    }
  }
  return rows[a.length]![b.length]!;
}

/** So many names are compared at most, the first ones. */
const MAX_COMPARED = 1000;

/** The known name nearest to what was written, within a third of its length; undefined where none is near. */
export function nearest(written: string, known: Iterable<string>): string | undefined {
  if (written.length > 64) return undefined;
  const word = written.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  let compared = 0;
  for (const name of known) {
    if (Math.abs(name.length - word.length) >= bestDistance) continue;
    if (++compared > MAX_COMPARED) break;
    const distance = editDistance(word, name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** `did you mean \`relu\`?` with the change of what was written at `span`, or nothing. */
export function didYouMean(written: string, known: Iterable<string>, span: Span): Help | undefined {
  const name = nearest(written, known);
  return name === undefined ? undefined : { text: meant(name), fix: write(name, span) };
}

/** `did you mean \`relu\`?` of something that stands in no file, or nothing. */
export function guess(written: string, known: Iterable<string>): string | undefined {
  const name = nearest(written, known);
  return name === undefined ? undefined : meant(name);
}

function meant(name: string): string {
  return `did you mean \`${name}\`?`;
}

/** `a`, `b` or `c`, each as code. */
export function list(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}
