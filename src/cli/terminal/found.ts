import type { Finding } from "../../diagnostics/finding.ts";
import { isFound, placed } from "../../diagnostics/found-error.ts";
import { accessFailure, EXIT, Failure } from "./failure.ts";
import { paint, printError } from "./terminal.ts";

/** What is wrong with data, and a training that ran away, are findings; the rest keeps a command from being carried out. */
const aboutData = /^(data|training)_/;

/** A finding as a Failure; so is a failed access to a file, for which the system may not say which file it was. */
export function failureOf(error: unknown, file = "the output"): unknown {
  if (!isFound(error)) return accessFailure((error as NodeJS.ErrnoException).path ?? file, error);
  const { code, help } = error.finding;
  return new Failure(placed(error.finding), {
    code,
    help,
    exitCode: aboutData.test(code) ? EXIT.findings : EXIT.usage,
  });
}

/** Prints findings that stop nothing, each with what to do. */
export function printWarnings(findings: readonly Finding[]): void {
  for (const finding of findings) {
    printError(`${paint.yellow(`warning[${finding.code}]`)}: ${placed(finding)}`);
    if (finding.help) printError(`  ${paint.bold("help")}: ${finding.help}`);
  }
}

/** Runs a command; findings become Failures with their messages. */
export async function withFailures(command: () => Promise<number>): Promise<number> {
  try {
    return await command();
  } catch (error) {
    throw failureOf(error);
  }
}
