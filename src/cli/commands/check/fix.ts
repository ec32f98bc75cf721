import { access, constants, stat } from "node:fs/promises";
import { compile } from "../../../compile.ts";
import { mend } from "../../../diagnostics/mend.ts";
import { diskHost } from "../../../host/imports.ts";
import { SourceFile } from "../../../source/source-file.ts";
import { readText, type SetSizes } from "../../spec/spec.ts";
import { writeSpec } from "../../spec/write-spec.ts";
import { accessFailure, Failure } from "../../terminal/failure.ts";

/** What was mended in a file: the line as it was then, from 1. */
export interface MendedLine {
  readonly file: string;
  readonly line: number;
  readonly title: string;
}

/**
 * Makes the safe fixes of specs in place, and none in what they import. All are read, and seen to be writable, before the
 * first is written; one where nothing changes is left alone.
 *
 * @throws Failure where one can't be read or written
 */
export async function mendFiles(files: readonly string[], sizes?: SetSizes): Promise<readonly MendedLine[]> {
  const results = [...new Set(files)].map((file) => {
    const host = diskHost(file);
    const text = readText(file);
    const look = (changed: string) => compile(new SourceFile(file, changed), { host, sizes });
    return { file, text, result: mend(text, look) };
  });
  const changed = results.filter(({ text, result }) => result.text !== text);
  for (const { file } of changed) await demandWritable(file);
  for (const { file, result } of changed) await writeSpec(file, result.text);
  return changed.flatMap(({ file, result }) => result.mended.map((mended) => ({ file, ...mended })));
}

/** A file that nobody may write could be replaced all the same, by renaming; its owner means that it stays. */
async function demandWritable(file: string): Promise<void> {
  try {
    await access(file, constants.W_OK);
    if ((await stat(file)).mode & 0o222) return;
  } catch (error) {
    throw accessFailure(file, error);
  }
  throw new Failure(`${file}: the file is read-only, and nothing was mended`);
}
