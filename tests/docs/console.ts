// What a page shows of a terminal: commands behind `$`, and what each prints.

/** A line of its own stands for one or more lines; inside a line, for any characters. */
const ANY = "…";
const isGap = (line: string) => line.trim() === ANY;

export interface Entry {
  /** As it is typed, without the `$`. */
  readonly command: string;
  readonly printed: readonly string[];
}

/** @throws where something stands before the first command */
export function entriesOf(text: string): Entry[] {
  const [before, ...parts] = `\n${text.trimEnd()}`.split(/\n\$ /);
  if (before !== "") throw new Error(`no command, but: ${before}`);
  return parts.map((part) => {
    const [command, ...printed] = part.trimEnd().split("\n");
    return { command: command!, printed };
  });
}

export function textOf(entries: readonly Entry[]): string {
  return entries.flatMap(({ command, printed }) => [`$ ${command}`, ...printed, ""]).join("\n");
}

function fits(shown: string, line: string): boolean {
  const parts = shown.split(ANY).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(line);
}

/** Whether a command printed what is shown. */
export function agrees(shown: readonly string[], printed: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return printed.length === 0;
  if (printed.length === 0) return false;
  const next = printed.slice(1);
  if (isGap(first)) return agrees(rest, next) || agrees(shown, next);
  return fits(first, printed[0]!) && agrees(rest, next);
}

/** What is to be shown instead: lines and gaps that still hold stay, and the others are as they were printed. */
export function renewed(shown: readonly string[], printed: readonly string[]): string[] {
  if (agrees(shown, printed)) return [...shown];
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  for (const [a, b] of [...kept(shown, printed), [shown.length, printed.length] as const]) {
    const left = shown.slice(i, a);
    const between = printed.slice(j, b);
    if (left.length > 0 && left.every(isGap) && between.length > 0) lines.push(left[0]!);
    else lines.push(...between);
    if (a < shown.length) lines.push(shown[a]!);
    i = a + 1;
    j = b + 1;
  }
  return lines;
}

/** The longest common subsequence, as pairs of indices; gaps are in none. */
function kept(shown: readonly string[], printed: readonly string[]): (readonly [number, number])[] {
  const pairs = (i: number, j: number) => !isGap(shown[i]!) && fits(shown[i]!, printed[j]!);
  const best = Array.from({ length: shown.length + 1 }, () => new Array<number>(printed.length + 1).fill(0));
  for (let i = shown.length - 1; i >= 0; i--)
    for (let j = printed.length - 1; j >= 0; j--)
      best[i]![j] = Math.max(best[i + 1]![j]!, best[i]![j + 1]!, pairs(i, j) ? best[i + 1]![j + 1]! + 1 : 0);
  const found: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < shown.length && j < printed.length; ) {
    if (pairs(i, j) && best[i]![j] === best[i + 1]![j + 1]! + 1) found.push([i++, j++]);
    else if (best[i + 1]![j]! >= best[i]![j + 1]!) i++;
    else j++;
  }
  return found;
}
