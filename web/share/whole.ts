import { fragmentOf, sharedIn } from "./link.ts";

/** The link to the whole page, of one that is embedded. */
export function wholeLink(): string {
  const { embed: _, ...shared } = sharedIn(location.hash);
  return location.pathname + fragmentOf(shared);
}
