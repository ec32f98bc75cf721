// Prints `N passed, N failed`, the last line of `npm test`, out of Vitest's JSON report.
//
//     node scripts/test-summary.mjs REPORT EXIT_CODE_OF_VITEST FAILED_CHECKS
//
// Checks that failed before the tests, files that could not be run, and tests that were skipped count as failed; so does
// a run of no test.
import { readFileSync } from "node:fs";

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  }
}

const [file, exitCode, failedChecks] = process.argv.slice(2);
const report = readReport(file);
const skipped = report.numPendingTests + report.numTodoTests;
const brokenFiles = report.testResults.filter(
  ({ status, assertionResults }) =>
    status === "failed" && assertionResults.every((result) => result.status !== "failed"),
);
const passed = report.numPassedTests;
let failed = report.numFailedTests + skipped + brokenFiles.length + Number(failedChecks);
// An error outside any test fails the run without a failed test.
if (failed === 0 && (passed === 0 || exitCode !== "0")) failed = 1;

if (skipped > 0) console.log(`${skipped} tests were skipped, which counts as failed`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
