/** What a line is drawn of, from left to right: a text in one face and one direction. */
export interface Run<F> {
  readonly text: string;
  readonly face: F;
}

/** Letters that run from right to left, in all scripts that have such, and signs that make others do so. */
export const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

interface Levelled<F> extends Run<F> {
  readonly level: number;
}

/**
 * A line in the order in which it is seen, as Unicode's algorithm has it, cut where the face or the direction changes. The text
 * of a run is in the order in which it is read: whoever shapes letters from right to left turns it.
 *
 * @param faceOf the face for a character behind one in `before`
 */
export async function visualRuns<F>(
  line: string,
  faceOf: (character: string, before: F | undefined) => F,
): Promise<Run<F>[]> {
  const bidi = RIGHT_TO_LEFT.test(line) ? (await import("bidi-js")).default() : undefined;
  const levels = bidi?.getEmbeddingLevels(line, "ltr").levels;
  const runs: Levelled<F>[] = [];
  let at = 0;
  for (const character of line) {
    const level = levels?.[at] ?? 0;
    at += character.length;
    const seen = (level % 2 === 1 && bidi?.getMirroredCharacter(character)) || character;
    const last = runs.at(-1);
    const face = faceOf(seen, last?.face);
    if (last && last.face === face && last.level === level)
      runs[runs.length - 1] = { ...last, text: last.text + seen };
    else runs.push({ text: seen, face, level });
  }
  return inSight(runs).map((run) => (run.level % 2 === 1 && !shaped(run.text) ? turned(run) : run));
}

/** Runs in the order in which they are seen: rule L2, from the highest level down to the lowest odd one. */
function inSight<F>(runs: Levelled<F>[]): Levelled<F>[] {
  const ordered = [...runs];
  for (let level = Math.max(0, ...runs.map((run) => run.level)); level > 0; level--) {
    for (let from = 0; from < ordered.length; from++) {
      if (ordered[from]!.level < level) continue;
      let to = from;
      while (to < ordered.length && ordered[to]!.level >= level) to++;
      ordered.splice(from, to - from, ...ordered.slice(from, to).reverse());
      from = to;
    }
  }
  return ordered;
}

/** Whether letters say that a run goes from right to left; signs alone don't. */
function shaped(text: string): boolean {
  return /\p{L}/u.test(text) && RIGHT_TO_LEFT.test(text);
}

function turned<F>(run: Levelled<F>): Levelled<F> {
  return { ...run, text: [...run.text].reverse().join("") };
}
