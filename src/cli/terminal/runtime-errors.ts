import { BackendError } from "../../backends/backend.ts";
import { type BackendName, backendNames } from "../../backends/backend-names.ts";
import { DataError, formatDataError } from "../../data/error.ts";
import { OutputError } from "../../host/output.ts";
import { RunError } from "../../runs/run-folder.ts";
import { DivergedError } from "../../training/trainer.ts";
import { accessFailure, EXIT, Failure } from "./failure.ts";

/** The backend of that name, or a Failure that lists those there are. */
export function backendChoice(name: string): BackendName | "auto" {
  const choices: readonly string[] = [...backendNames, "auto"];
  if (choices.includes(name)) return name as BackendName | "auto";
  throw new Failure(`there is no backend \`${name}\``, { help: `backends: ${choices.join(", ")}` });
}

/** Runs a command; errors that the runtime foresees become Failures with their messages. */
export async function translated(command: () => Promise<number>): Promise<number> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof DataError) throw new Failure(formatDataError(error), { exitCode: EXIT.findings });
    if (error instanceof DivergedError) throw new Failure(error.message, { exitCode: EXIT.findings });
    if (error instanceof BackendError || error instanceof RunError || error instanceof OutputError)
      throw new Failure(error.message);
    // A write that fails, on a full disk say, doesn't name its file.
    throw accessFailure((error as NodeJS.ErrnoException).path ?? "the output", error);
  }
}
