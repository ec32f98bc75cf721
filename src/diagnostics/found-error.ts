import type { Code } from "./catalogue.ts";
import type { Finding, Place } from "./finding.ts";
import { shown, shownMessage } from "./shown.ts";

/** A finding that ends what was under way: of data, a run, a file, a backend. Its message begins with the place. */
export class FoundError extends Error {
  override readonly name = "FoundError";
  readonly finding: Finding;

  /**
   * @param message a sentence that says what was found and what was expected; the file's name stands before it when it is shown
   * @param at where it lies, the one thing to do, and what it came from
   */
  constructor(
    code: Code,
    message: string,
    at: {
      readonly file?: string;
      readonly location?: Omit<Place, "file">;
      readonly help?: string | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    const finding: Finding = {
      code,
      severity: "error",
      ...(at.file === undefined ? {} : { place: { file: at.file, ...at.location } }),
      message,
      labels: [],
      notes: [],
      ...(at.help === undefined ? {} : { help: at.help }),
    };
    super(placed(finding), at.cause === undefined ? undefined : { cause: at.cause });
    this.finding = finding;
  }
}

/** Whether an error is a finding; by its name, since a bundle may hold a class of its own. */
export function isFound(error: unknown): error is FoundError {
  return error instanceof Error && error.name === "FoundError";
}

/** `clinic.csv:3:7: message`: a finding with its place, without its help. */
export function placed({ place, message }: Finding): string {
  if (!place) return shownMessage(message);
  const { file, line, column, offset } = place;
  const within =
    line !== undefined
      ? `:${line}${column === undefined ? "" : `:${column}`}`
      : offset !== undefined
        ? ` at byte ${offset}`
        : "";
  return `${shown(file)}${within}: ${shownMessage(message)}`;
}

/** `clinic.csv:3:7: message`, and the help in a line below. */
export function formatFound({ finding }: FoundError): string {
  return `${placed(finding)}${finding.help === undefined ? "" : `\n  help: ${shownMessage(finding.help)}`}`;
}
