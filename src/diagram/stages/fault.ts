import type { CheckedNet, Node } from "../../ir/net.ts";
import { FAULT } from "./kinds.ts";

/** Where a net stops: what is written there, and why it can't be. */
export interface Fault {
  readonly text: string;
  readonly message: string;
  readonly line: number;
}

/** The net with a node where it stops, behind all values that nothing takes yet. */
export function withFault(net: CheckedNet, fault: Fault | undefined): CheckedNet {
  if (!fault) return net;
  const taken = new Set(net.nodes.flatMap(({ inputs }) => inputs));
  const loose = net.nodes.filter(({ id, task }) => !taken.has(id) && task === undefined);
  const inputs = loose.length > 0 ? loose : net.nodes.slice(-1);
  const last = inputs.at(-1);
  if (!last) return net;
  const node: Node = {
    ...last,
    id: FAULT,
    kind: FAULT,
    label: fault.text,
    params: {},
    inputs: inputs.map(({ id }) => id),
    weights: [],
    multiplyAdds: 0,
    scopes: [],
  };
  const { name: _, shares: __, ...rest } = node;
  return { ...net, nodes: [...net.nodes, rest] };
}
