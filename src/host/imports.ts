import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Host } from "../source/host.ts";
import { describeAccess } from "./access.ts";
import { readTextFile } from "./text.ts";

/**
 * Reads what a spec imports from disk. A path is relative to the file that imports, and stays in the project: below the
 * nearest folder above the spec that holds a `package.json` or `.git`; without one, below the current folder where the
 * spec lies in it, else below the spec's own folder. `asked` gathers the files that were asked for, found or not.
 */
export function diskHost(spec: string, asked?: Set<string>): Host {
  let root: string | undefined;
  return {
    id: identity(spec),
    read(path, from) {
      if (isAbsolute(path) || path.includes("\\")) {
        return {
          problem: "a path is relative to the file that imports, with `/` between its parts",
          help: 'such as `"blocks.cnn"`, or `"../blocks/unet.cnn"`',
        };
      }
      if (!path.endsWith(".cnn")) return { problem: "a spec's name ends with `.cnn`" };
      const name = join(dirname(from), path);
      asked?.add(name);
      try {
        root ??= realpathSync(projectOf(spec));
        const id = realpathSync(name);
        if (!isBelow(id, root))
          return { problem: `it lies outside of the project, which is ${basename(root) || root}` };
        return { id, name, text: readTextFile(id) };
      } catch (error) {
        return { problem: describeAccess(name, error).replace(`${name}: `, "") };
      }
    },
  };
}

function identity(spec: string): string {
  try {
    return realpathSync(spec);
  } catch {
    return spec;
  }
}

/** The folder that imports may not leave. */
function projectOf(spec: string): string {
  const own = dirname(resolve(spec));
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json")) || existsSync(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) break;
  }
  return isBelow(own, process.cwd()) ? process.cwd() : own;
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way));
}
