/** The files that the spec of a run imports, kept beside it so that the run needs nothing else. */
import { dirname, posix, relative, resolve, sep } from "node:path";
import type { Host } from "../source/host.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { RunImports } from "./run-info.ts";

/** The imports of a spec, or undefined where it has none. */
export function importsOf(source: SourceFile): RunImports | undefined {
  if (source.imports.length === 0) return undefined;
  const paths = [source, ...source.imports].map((file) => resolve(file.name));
  let folder = dirname(paths[0]!);
  while (!paths.every((path) => path.startsWith(folder.endsWith(sep) ? folder : folder + sep)))
    folder = dirname(folder);
  const [spec, ...names] = paths.map((path) => relative(folder, path).split(sep).join("/"));
  return {
    spec: spec!,
    files: Object.fromEntries(names.map((name, i) => [name, source.imports[i]!.text])),
  };
}

export function importsText(imports: RunImports): string {
  return `${JSON.stringify(imports, null, 2)}\n`;
}

/** What is wrong with the names: none leads out of its folder. */
export function faultInImports({ spec, files }: RunImports): string | undefined {
  const outside = [spec, ...Object.keys(files)].find(
    (name) => name.includes("\0") || name.split(/[/\\]/).some((part) => ["", ".", ".."].includes(part)),
  );
  return outside === undefined ? undefined : `\`${outside}\` is no path of a spec in the run`;
}

/** Gives a run's spec what it imported when it was trained; `folder` is what names of files begin with. */
export function runHost({ spec, files }: RunImports, folder: string): Host {
  return {
    id: spec,
    read(path, from) {
      const importer = from.startsWith(`${folder}/`) ? from.slice(folder.length + 1) : from;
      const id = posix.join(posix.dirname(importer), path);
      const text = Object.hasOwn(files, id) ? files[id] : undefined;
      return text === undefined
        ? { problem: "the run folder does not hold it" }
        : { id, name: `${folder}/${id}`, text };
    },
  };
}
