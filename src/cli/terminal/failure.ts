import type { Code } from "../../diagnostics/catalogue.ts";
import { describeAccess } from "../../host/access.ts";

/** Exit codes of every command. */
export const EXIT = { ok: 0, findings: 1, usage: 2, interrupted: 130 } as const;

/** Something that ends a command with a message for its user instead of a stack trace. */
export class Failure extends Error {
  readonly exitCode: number;
  readonly help: string | undefined;
  /** The kind of message, where `cnnc explain` has it. */
  readonly code: Code | undefined;
  /** True where the message is made of rendered findings, cleaned and coloured already. */
  readonly rendered: boolean;

  constructor(
    message: string,
    options: {
      readonly exitCode?: number;
      readonly help?: string | undefined;
      readonly code?: Code;
      readonly rendered?: boolean;
    } = {},
  ) {
    super(message);
    this.name = "Failure";
    this.exitCode = options.exitCode ?? EXIT.usage;
    this.help = options.help;
    this.code = options.code;
    this.rendered = options.rendered ?? false;
  }
}

/** A failed access to a file as a Failure; any other error as it is, since it is a fault of cnnc. */
export function accessFailure(file: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined ? new Failure(describeAccess(file, error)) : error;
}

/** Whether an error is a Failure; by its name, since each command is a bundle of its own with its own class. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === "Failure";
}
