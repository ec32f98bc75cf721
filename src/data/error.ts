/** Where in a file a fault lies. Lines, columns and examples count from 1; the offset is in bytes from 0. */
export interface DataLocation {
  readonly line?: number;
  readonly column?: number;
  readonly offset?: number;
  readonly example?: number;
}

/**
 * A fault in the user's data. The message is a sentence that says what was found and what was expected; `help` is
 * the one thing to do about it. Neither repeats the file's name, which stands before the message when it is shown.
 */
export class DataError extends Error {
  override readonly name = "DataError";
  /** The file or folder at fault; for examples that are in no file, the name of the data source. */
  readonly file: string;
  readonly location?: DataLocation;
  readonly help?: string;

  constructor(
    message: string,
    at: {
      readonly file: string;
      readonly location?: DataLocation;
      readonly help?: string;
      readonly cause?: unknown;
    },
  ) {
    super(message, at.cause === undefined ? undefined : { cause: at.cause });
    this.file = at.file;
    this.location = at.location;
    this.help = at.help;
  }
}

/** `clinic.csv:3:7: message`, and the help in a line below. */
export function formatDataError(error: DataError): string {
  const { line, column, offset } = error.location ?? {};
  const place =
    line !== undefined
      ? `:${line}${column === undefined ? "" : `:${column}`}`
      : offset !== undefined
        ? ` at byte ${offset}`
        : "";
  return `${error.file}${place}: ${error.message}${error.help === undefined ? "" : `\n  help: ${error.help}`}`;
}
