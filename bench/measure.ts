import { spawnSync } from "node:child_process";

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** Median milliseconds of whole processes, which take turns so that a busy machine slows all of them alike. */
export function timeCommands(commands: readonly (readonly string[])[], rounds: number): number[] {
  const times = commands.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    for (const [i, [program, ...args]] of commands.entries()) {
      const start = performance.now();
      const { status, error } = spawnSync(program!, args, { stdio: "ignore" });
      if (error || status !== 0)
        throw new Error(`${commands[i]!.join(" ")} ended with ${error?.message ?? status}`);
      // The first round fills the file cache.
      if (round >= 0) times[i]!.push(performance.now() - start);
    }
  }
  return times.map(median);
}

/**
 * Median milliseconds of steps that take turns.
 *
 * @param pause milliseconds before each, in which threads of the one before go to sleep
 */
export async function timeSteps(
  steps: readonly (() => Promise<unknown>)[],
  warmUp: number,
  rounds: number,
  pause = 0,
): Promise<number[]> {
  const times = steps.map((): number[] => []);
  for (let round = -warmUp; round < rounds; round++) {
    for (const [i, step] of steps.entries()) {
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      const start = performance.now();
      await step();
      if (round >= 0) times[i]!.push(performance.now() - start);
    }
  }
  return times.map(median);
}
