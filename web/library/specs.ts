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
