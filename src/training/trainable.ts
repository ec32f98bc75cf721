import type { CheckedNet } from "../ir/net.ts";

/** Why a net can't be trained, as a sentence without its end, and what to do; undefined where it can. */
export function obstacleTo(net: CheckedNet): { readonly message: string; readonly help: string } | undefined {
  if (net.outputs.every(({ task }) => !task)) {
    return {
      message: `\`${net.name}\` has no task, so there is nothing that it could be trained for`,
      help: "end the net with `head TASK`",
    };
  }
  if (net.totals.learned === 0) {
    return {
      message: `\`${net.name}\` has no weight that training could change`,
      help: "take `fixed` or `frozen` from a layer",
    };
  }
  return undefined;
}
