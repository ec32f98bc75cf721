import type { Quantity, Task } from "./net.ts";

/** Whether a task tells named classes apart, each example or place being of one: its label is that one's number. */
export function hasClasses(task: Task): task is Task & { readonly kind: "classify" | "segment" } {
  return task.kind === "classify" || task.kind === "segment";
}

/** Whether a task's labels say once for a whole example what of a few things holds, so that they sort examples into classes. */
export function isKnownOnce(task: Task): boolean {
  return task.kind === "classify" || task.kind === "tag" || task.kind === "probability";
}

/** What each output of a task's head is, by name; none where the outputs are those of the input. */
export function outputsOf(task: Task): readonly Quantity[] {
  switch (task.kind) {
    case "classify":
    case "tag":
    case "segment":
      return task.classes.map((name) => ({ name }));
    case "probability":
      return [{ name: task.event }];
    case "regress":
      return task.quantities;
    case "cluster":
      return Array.from({ length: task.clusters }, (_, i) => ({ name: `${task.name} ${i + 1}` }));
    case "reconstruct":
      return [];
  }
}
