/** `run.json` as text: what is known of the run, the checksums of the files beside it, and its own. */
import { version } from "../../package.json";
import { FoundError } from "../diagnostics/found-error.ts";
import { checksumOf } from "./run-files.ts";
import { FORMAT, type RunInfo, runInfo, seals } from "./run-info.ts";
import type { Of } from "./schema.ts";
import { faultIn } from "./validate.ts";

/** Checksums that each file may have, by its name. */
export type Sums = ReadonlyMap<string, readonly string[]>;

export interface RunRecord {
  readonly info: RunInfo;
  /** Undefined for a run of 0.1, which has none. */
  readonly sums: Sums | undefined;
}

export function encodeRecord(info: RunInfo, sums: Sums): string {
  const record = { format: FORMAT, ...info, files: Object.fromEntries(sums) };
  return `${JSON.stringify({ ...record, checksum: checksumOf(JSON.stringify(record)) }, null, 2)}\n`;
}

/**
 * @param file its path, for messages
 * @throws FoundError where it is damaged, or of a later version
 */
export function decodeRecord(bytes: Uint8Array, file: string): RunRecord {
  const value = parseJson(bytes, file);
  demand({ type: "object" }, value, file);
  const seal = value as Partial<Of<typeof seals>>;
  const bare = seal.format === undefined && seal.files === undefined && seal.checksum === undefined;
  const { format, checksum, files, ...info } = value as Of<typeof seals> & RunInfo;
  if (!bare) {
    demand(seals, value, file);
    if (format > FORMAT) {
      const writer = typeof info.cnnc === "string" ? info.cnnc : "of a later version";
      throw new FoundError(
        "run_version",
        `cnnc ${writer} wrote this run in form ${format}, and this cnnc, ${version}, reads forms up to ${FORMAT}`,
        { file, help: "install that version of cnnc, or a later one" },
      );
    }
    const { checksum: _, ...rest } = value as Of<typeof seals>;
    if (checksumOf(JSON.stringify(rest)) !== checksum)
      throw damaged(file, "it is not what its checksum says");
  }
  demand(runInfo, info, file);
  return { info, sums: bare ? undefined : new Map(Object.entries(files)) };
}

/** Takes JSON apart. @throws FoundError where it is none */
export function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw damaged(file, bytes.length === 0 ? "it is empty" : "it is no JSON");
  }
}

/** @throws FoundError where a value is not of the form */
export function demand(schema: Parameters<typeof faultIn>[0], value: unknown, file: string): void {
  const fault = faultIn(schema, value);
  if (fault !== undefined) throw damaged(file, fault);
}

export function damaged(file: string, why: string): FoundError {
  return new FoundError("run_damaged", `this file is damaged: ${why}`, {
    file,
    help: "copy the run again from where it came from, or train it anew",
  });
}
