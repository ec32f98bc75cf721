import { createService } from "../../src/language/index.ts";
import type { Asking, SpecFile, Told } from "./messages.ts";

const service = createService();
let open: readonly SpecFile[] = [];

/** What the language service tells of a place. */
export function told({ files, main, about, offset }: Asking): Told[keyof Told] {
  know(files);
  switch (about) {
    case "hover":
      return service.hover(main, offset);
    case "complete":
      return service.complete(main, offset);
    case "folding":
      return service.folding(main);
    case "hints":
      return service.inlayHints(main);
  }
}

/** Lets the service know the files as they are now. */
function know(files: readonly SpecFile[]): void {
  if (files === open) return;
  const before = new Map(open.map(({ name, text }) => [name, text]));
  for (const { name, text } of files) {
    if (before.get(name) !== text) service.open(name, text);
    before.delete(name);
  }
  for (const name of before.keys()) service.close(name);
  open = files;
}
