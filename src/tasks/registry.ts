import type { Task } from "../ir/net.ts";
import { classify } from "./classify.ts";
import { cluster } from "./cluster.ts";
import type { TaskDefinition, TaskOf } from "./definition.ts";
import { probability } from "./probability.ts";
import { reconstruct } from "./reconstruct.ts";
import { regress } from "./regress.ts";
import { segment } from "./segment.ts";
import { tag } from "./tag.ts";

/** Every kind of task; a kind that is missing here is a type error. */
export const tasks: { readonly [K in Task["kind"]]: TaskDefinition<TaskOf<K>> } = {
  classify,
  tag,
  probability,
  regress,
  segment,
  reconstruct,
  cluster,
};

/** Definition of a kind of task by its word in a spec, or undefined. */
export function taskOf(kind: string): TaskDefinition | undefined {
  return Object.hasOwn(tasks, kind) ? (tasks[kind as Task["kind"]] as TaskDefinition) : undefined;
}
