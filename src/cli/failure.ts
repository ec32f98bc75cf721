/** Exit codes of every command. */
export const EXIT = { ok: 0, findings: 1, usage: 2, interrupted: 130 } as const;

/** Something that ends a command with a message for its user instead of a stack trace. */
export class Failure extends Error {
  readonly exitCode: number;
  readonly help: string | undefined;

  constructor(
    message: string,
    options: { readonly exitCode?: number; readonly help?: string | undefined } = {},
  ) {
    super(message);
    this.name = "Failure";
    this.exitCode = options.exitCode ?? EXIT.usage;
    this.help = options.help;
  }
}

/** What a failed access to a file means, in words. */
export function describe(file: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return `${file}: there is no such file`;
  if (code === "EISDIR") return `${file}: this is a folder, and a file is needed`;
  if (code === "ENOTDIR" || code === "EEXIST")
    return `${file}: this path, or a part of it, is a file where a folder is needed`;
  if (code === "EACCES" || code === "EPERM") return `${file}: access is not permitted`;
  if (code === "ENOSPC") return `${file}: the disk is full`;
  return `${file}: ${error instanceof Error ? error.message : String(error)}`;
}

/** A failed access to a file as a Failure; any other error as it is, since it is a fault of cnnc. */
export function accessFailure(file: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined ? new Failure(describe(file, error)) : error;
}

/** Whether an error is a Failure; by its name, since each command is a bundle of its own with its own class. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === "Failure";
}
