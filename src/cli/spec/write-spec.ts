import { writeOutput } from "../../host/output.ts";
import { accessFailure } from "../terminal/failure.ts";

/** Writes a spec in place of the one that is there; where that is not permitted, a Failure. */
export async function writeSpec(file: string, text: string): Promise<void> {
  try {
    await writeOutput(file, text);
  } catch (error) {
    throw accessFailure(file, error);
  }
}
