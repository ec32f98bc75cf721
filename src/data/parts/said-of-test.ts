import { digits } from "../../shape/shape.ts";
import type { Checked } from "./check-parts.ts";

/**
 * The examples of a test with what was found out about them, and no more than that: `300 examples (none identical to one that
 * training used)`.
 *
 * @param checked nothing, for a run of which nothing was kept
 */
export function saidOfTest(
  examples: number,
  checked: Pick<Checked, "repeated" | "groups"> | undefined,
): string {
  const count = `${digits(examples)} ${examples === 1 ? "example" : "examples"}`;
  if (!checked) return count;
  const { repeated, groups } = checked;
  const same = repeated.test === 0 ? "none" : `${digits(repeated.test)} of them`;
  const told = [`${same} identical to one that training used`];
  if (groups) {
    const all = groups.train + groups.validation + groups.test;
    told.unshift(`${digits(groups.test)} of ${digits(all)} by \`${groups.by}\`, none of which training saw`);
  }
  return `${count} (${told.join("; ")})`;
}
