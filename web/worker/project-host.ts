import type { Host } from "../../src/source/host.ts";
import type { SpecFile } from "./messages.ts";

/** Imported files come from the project. A path is relative to the file that imports. */
export function projectHost(files: readonly SpecFile[], main: string): Host {
  const byName = new Map(files.map((file) => [file.name, file]));
  return {
    id: main,
    read(path, from) {
      if (path.startsWith("/") || path.includes("\\"))
        return { problem: "a path is relative to the file that imports, with `/` between its parts" };
      if (!path.endsWith(".cnn")) return { problem: "a spec's name ends with `.cnn`" };
      const name = pathFrom(from, path);
      const file = byName.get(name);
      if (file) return { id: name, name, text: file.text };
      return {
        problem: "it is not among the files of this page",
        help: "open it too, or make a new file of that name",
      };
    },
  };
}

/** The name that a path means in a file; those that lead out of the project begin with `../`. */
export function pathFrom(from: string, path: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "." || part === "") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}
