import { fstatSync, writeSync } from "node:fs";
import pc from "picocolors";
import { accessFailure } from "./failure.ts";

/** Colours where the terminal has them and `NO_COLOR` is not set. */
export const paint = {
  bold: pc.bold,
  dim: pc.dim,
  red: pc.red,
  green: pc.green,
  yellow: pc.yellow,
  blue: pc.blue,
};

/** A line on standard output. */
export function print(text: string): void {
  printRaw(`${text}\n`);
}

/** The same without the end of a line. */
export function printRaw(text: string): void {
  if (!toFile()) process.stdout.write(text);
  else writeWhole(Buffer.from(text));
}

export function printError(text: string): void {
  process.stderr.write(`${text}\n`);
}

let isFile: boolean | undefined;

/** Whether standard output goes into a file, or into a device that is no terminal. */
function toFile(): boolean {
  if (isFile === undefined) {
    const about = fstatSync(STDOUT);
    isFile = about.isFile() || (about.isCharacterDevice() && !process.stdout.isTTY);
  }
  return isFile;
}

const STDOUT = 1;

/** Node's own stream takes it for all where the system writes a part, as it does just before a disk is full. */
function writeWhole(bytes: Uint8Array): void {
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(STDOUT, bytes, done);
  } catch (error) {
    throw accessFailure("standard output", error);
  }
}
