import { netName } from "../state/drawing.ts";
import { seen } from "../state/seen.ts";

/** Shows the net that a place of the main file stands in. */
export function followNet(file: string, offset: number): void {
  const now = seen.peek();
  const here = now?.nets.find(({ at }) => at.file === file && offset >= at.from && offset <= at.to);
  if (here && now?.net?.name !== here.name) netName.value = here.name;
}
