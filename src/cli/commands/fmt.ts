import { Sink } from "../../diagnostics/diagnostic.ts";
import { format } from "../../format/format.ts";
import { SourceFile } from "../../source/source-file.ts";
import { readText, renderAll } from "../spec/spec.ts";
import { writeSpec } from "../spec/write-spec.ts";
import { EXIT } from "../terminal/failure.ts";
import { print, printError, printRaw } from "../terminal/terminal.ts";

export interface FmtOptions {
  readonly check?: boolean;
}

/** What stands for standard input and output, as other tools have it. */
const STANDARD = "-";

/** `cnnc fmt FILE…`: formats specs in place; returns the exit code. All are read before the first is written. */
export async function fmt(files: readonly string[], options: FmtOptions): Promise<number> {
  const sources = new Map<string, SourceFile>();
  for (const file of new Set(files)) {
    const isInput = file === STANDARD;
    sources.set(
      file,
      new SourceFile(isInput ? "standard input" : file, isInput ? await readInput() : readText(file)),
    );
  }
  let code: number = EXIT.ok;
  for (const [file, source] of sources) {
    const sink = new Sink();
    const text = format(source, sink);
    if (text === undefined) {
      printError(renderAll({ diagnostics: sink.sorted(), source }));
      code = EXIT.findings;
    } else if (options.check) {
      if (text === source.text) continue;
      print(source.name);
      code = EXIT.findings;
    } else if (file === STANDARD) printRaw(text);
    else if (text !== source.text) {
      await writeSpec(file, text);
      print(file);
    }
  }
  return code;
}

async function readInput(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
