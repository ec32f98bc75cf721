import type { Sink } from "../../diagnostics/diagnostic.ts";
import type { Tree } from "../../ir/ast.ts";
import type { Host } from "../../source/host.ts";
import { SourceFile } from "../../source/source-file.ts";
import { parse } from "./parse.ts";

/** A spec imports so many files at most, directly and through others. */
const MAX_FILES = 256;

/** Text → tree, with the trees of all files that it imports; the source that comes back holds their texts. */
export function parseFiles(
  source: SourceFile,
  sink: Sink,
  host: Host,
): { readonly tree: Tree; readonly source: SourceFile } {
  const files: SourceFile[] = [];
  /** Trees by the file's id; `open` while its own imports are read. */
  const trees = new Map<string, Tree | "open">();
  let base = source.text.length + 1;

  const load = (file: SourceFile, id: string): Tree => {
    trees.set(id, "open");
    const tree = parse(file, sink);
    const imports = new Map<string, Tree | undefined>();
    for (const declaration of tree.declarations) {
      if (declaration.type !== "use" || imports.has(declaration.path.text)) continue;
      const { text, span } = declaration.path;
      const found = host.read(text, file.name);
      if ("problem" in found) {
        sink.error("import_unreadable", span, `\`${text}\` can't be imported: ${found.problem}`, {
          help: found.help,
        });
        imports.set(text, undefined);
        continue;
      }
      const known = trees.get(found.id);
      if (known === "open") {
        const message =
          found.id === id ? "a file can't import itself" : `\`${text}\` imports this file, directly or not`;
        sink.error("import_cycle", span, message, { help: "put what both need into a third file" });
      } else if (!known && files.length === MAX_FILES) {
        const message = `\`${text}\` can't be imported: there are ${MAX_FILES} files already`;
        sink.error("import_unreadable", span, message);
      }
      if (known || files.length === MAX_FILES) {
        imports.set(text, known === "open" ? undefined : known);
        continue;
      }
      const next = new SourceFile(found.name, found.text, base);
      base += found.text.length + 1;
      files.push(next);
      imports.set(text, load(next, found.id));
    }
    const whole: Tree = { ...tree, imports, base: file.base };
    trees.set(id, whole);
    return whole;
  };

  const tree = load(source, host.id ?? source.name);
  return {
    tree,
    source: files.length > 0 ? new SourceFile(source.name, source.text, 0, files) : source,
  };
}
