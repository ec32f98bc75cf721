import type { SpecFile } from "../worker/messages.ts";

/** The specs that come with cnnc, as a text each. */
const texts = import.meta.glob<string>("../../specs/**/*.cnn", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** One of them, with what its first comment says. */
export interface LibrarySpec extends SpecFile {
  readonly shelf: "figures" | "zoo";
  readonly about: string;
}

export const library: readonly LibrarySpec[] = Object.entries(texts).map(([path, text]) => ({
  name: path.split("/").at(-1)!,
  text,
  shelf: path.includes("/zoo/") ? "zoo" : "figures",
  about: firstSentence(text),
}));

function firstSentence(text: string): string {
  const [, comment = ""] = /^((?:#.*\n)+)/.exec(text) ?? [];
  return comment.replace(/^# ?/gm, "").replaceAll("\n", " ").trim();
}

/** A spec with those that it imports, which stand before it. */
export function withImports(spec: LibrarySpec): readonly LibrarySpec[] {
  const found = new Set<LibrarySpec>();
  const gather = (each: LibrarySpec) => {
    for (const [, path] of each.text.matchAll(/^\s*use\b[^"\n]*\bfrom\s+"([^"]+)"/gm)) {
      const imported = library.find(({ name, shelf }) => name === path && shelf === each.shelf);
      if (imported && !found.has(imported)) gather(imported);
    }
    found.add(each);
  };
  gather(spec);
  return [...found];
}
