import type { Code } from "../../diagnostics/catalogue.ts";
import type { CheckedNet, Node, Task } from "../../ir/net.ts";
import { product } from "../../shape/shape.ts";
import { taskOf } from "../../tasks/registry.ts";
import type { Advice, View } from "./view.ts";

/** The task of a clustering's head, and the code that it takes; undefined for other layers. */
function headOf({ net, node, inputs }: View): { readonly task: Task; readonly code: Node } | undefined {
  const task = net.outputs.find((output) => output.node === node.id)?.task;
  const [code] = inputs;
  return task?.kind === "cluster" && code ? { task, code } : undefined;
}

/** Advice on clusterings, under the codes of its warnings. */
export const clustering: Readonly<Partial<Record<Code, Advice>>> = {
  task_cluster_softmax: (view) => {
    const head = headOf(view);
    if (!head || head.code.kind !== taskOf(head.task.kind)!.unfit) return undefined;
    return {
      message: `behind a \`${head.code.kind}\` all codes are at most √2 apart, so that none is much nearer to one centroid than to another`,
      help: `leave away the \`${head.code.kind}\` before \`${view.node.label}\`: a code is a list of any numbers`,
    };
  },

  task_cluster_one_number: (view) => {
    const head = headOf(view);
    if (!head || product(head.code.output) !== 1) return undefined;
    return {
      message: "the code is a single number, and groups in it are intervals",
      help: "give it more numbers: `dense 8 as code`",
    };
  },

  task_cluster_alone: (view) => {
    const head = headOf(view);
    if (!head || isTaught(head.code, view)) return undefined;
    return {
      message: `nothing but \`${view.node.label}\` teaches these codes, so training would make them all alike`,
      help: "name the code, `as code`, and teach it to hold the input: `from code, dense 32, relu, head same`, with `task same = reconstruct`",
    };
  },
};

/** Whether the last layers with weights before a value learn nothing, or from an answer that is known. */
function isTaught(value: Node, { taught, inputsOf }: View): boolean {
  const seen = new Set([value]);
  for (const node of seen) {
    if (!learns(node)) for (const input of inputsOf(node)) seen.add(input);
    else if (!taught.has(node.shares ?? node.id)) return false;
  }
  return true;
}

function learns({ weights }: Node): boolean {
  return weights.some(({ role }) => role === "learned");
}

/** Ids of the nodes that lead to an answer which is known; of those that share weights, the one that has them. */
export function findTaught(net: CheckedNet): ReadonlySet<string> {
  const ends = net.outputs.filter(({ task }) => task && task.kind !== "cluster").map(({ node }) => node);
  const leading = new Set(ends);
  const taught = new Set<string>();
  for (const node of net.nodes.toReversed()) {
    if (!leading.has(node.id)) continue;
    taught.add(node.shares ?? node.id);
    for (const id of node.inputs) leading.add(id);
  }
  return taught;
}
