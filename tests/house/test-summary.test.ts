import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inFolder, root } from "./cnnc.ts";

interface Run {
  readonly passed?: number;
  readonly failed?: number;
  readonly skipped?: number;
  /** States of the tests of a file that failed. */
  readonly failedFile?: readonly string[];
  readonly exitCode?: number;
  readonly failedChecks?: number;
  readonly noReport?: boolean;
}

const cases: readonly (readonly [what: string, run: Run, summary: string])[] = [
  ["all is well", { passed: 3 }, "3 passed, 0 failed"],
  [
    "a test fails",
    { passed: 3, failed: 1, failedFile: ["passed", "failed"], exitCode: 1 },
    "3 passed, 1 failed",
  ],
  ["a file can't be run", { passed: 3, failedFile: [], exitCode: 1 }, "3 passed, 1 failed"],
  ["a test is skipped", { passed: 3, skipped: 2 }, "3 passed, 2 failed"],
  ["no test runs", {}, "0 passed, 1 failed"],
  ["an error is outside of any test", { passed: 3, exitCode: 1 }, "3 passed, 1 failed"],
  ["a check fails before the tests", { passed: 3, failedChecks: 2 }, "3 passed, 2 failed"],
  ["Vitest writes no report", { noReport: true, exitCode: 1 }, "0 passed, 1 failed"],
];

test.each(cases)("the last line of npm test: %s", async (_, run, summary) => {
  await inFolder(async (folder) => {
    const report = join(folder, "report.json");
    const { passed = 0, failed = 0, skipped = 0, failedFile, exitCode = 0, failedChecks = 0 } = run;
    const testResults = failedFile
      ? [{ status: "failed", assertionResults: failedFile.map((status) => ({ status })) }]
      : [];
    const counts = {
      numPassedTests: passed,
      numFailedTests: failed,
      numPendingTests: skipped,
      numTodoTests: 0,
    };
    if (!run.noReport) await writeFile(report, JSON.stringify({ ...counts, testResults }));
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(root, "scripts/test-summary.mjs"), report, String(exitCode), String(failedChecks)],
      { encoding: "utf8" },
    );
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(summary);
    expect(status).toBe(summary.endsWith(" 0 failed") ? 0 : 1);
  });
});
