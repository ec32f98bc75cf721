import { Sink } from "../../src/diagnostics/diagnostic.ts";
import { format } from "../../src/format/format.ts";
import { SourceFile } from "../../src/source/source-file.ts";

/** A text as `cnnc fmt` writes it; undefined where it has a syntax error. */
export function formatted(text: string): string | undefined {
  return format(new SourceFile("spec.cnn", text), new Sink());
}
