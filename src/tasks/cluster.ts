import type { TaskDefinition, TaskOf } from "./definition.ts";

/** Each of them is named, in what a model says of itself and in figures. */
const MOST = 1024;

/** Groups of examples that are alike, found without labels. */
export const cluster: TaskDefinition<TaskOf<"cluster">> = {
  kind: "cluster",
  summary: "Shares each example out among groups of such as are alike, which nobody has named.",
  read(syntax, sink) {
    const { name, count, items, span } = syntax;
    const help = "write how many groups to look for: `cluster 4`";
    if (items[0]) {
      sink.error(
        "task_wrong",
        items[0].span,
        "what is grouped has no labels yet, so the groups have no names",
        {
          help,
        },
      );
      return undefined;
    }
    const clusters = count?.value;
    if (clusters === undefined || !Number.isSafeInteger(clusters) || clusters < 2 || clusters > MOST) {
      const wrong =
        clusters === undefined
          ? "nothing says how many groups there are"
          : `there are from 2 to ${MOST} groups, and here are ${clusters}`;
      sink.error("task_wrong", count?.span ?? syntax.kind.span, wrong, { help });
      return undefined;
    }
    return { kind: "cluster", name: name.text, clusters, span };
  },
  counted: true,
  outputs: (task) => task.clusters,
  answers: "once",
  layer: "centroids",
  unfit: "softmax",
  loss: "kl_divergence",
  example: "task phenotype = cluster 4",
};
