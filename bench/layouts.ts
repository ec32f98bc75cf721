/** Layout libraries, which `npm run rivals` installs into .bench. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const HOME = join(import.meta.dirname, "../.bench/node_modules");

/** Boxes in px, and which leads to which. */
export interface Graph {
  readonly nodes: readonly { readonly id: string; readonly width: number; readonly height: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export interface Layout {
  readonly name: string;
  /** Gives every box of a graph its place, layer by layer from left to right. */
  lay(graph: Graph): Promise<unknown>;
}

/** What is used here of dagre's exports. */
interface Dagre {
  readonly graphlib: {
    readonly Graph: new () => {
      setGraph(label: object): void;
      setDefaultEdgeLabel(make: () => object): void;
      setNode(id: string, label: object): void;
      setEdge(from: string, to: string): void;
    };
  };
  readonly layout: (graph: object) => void;
}

type Elk = new () => { layout(graph: object): Promise<unknown> };

/** Those that are installed. */
export async function findLayouts(): Promise<Layout[]> {
  const require = createRequire(join(HOME, "index.js"));
  const found: Layout[] = [];
  if (existsSync(join(HOME, "@dagrejs/dagre"))) {
    const dagre = require("@dagrejs/dagre") as Dagre;
    found.push({
      name: `dagre ${versionOf("@dagrejs/dagre")}`,
      async lay({ nodes, edges }) {
        const graph = new dagre.graphlib.Graph();
        graph.setGraph({ rankdir: "LR" });
        graph.setDefaultEdgeLabel(() => ({}));
        for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
        for (const { from, to } of edges) graph.setEdge(from, to);
        dagre.layout(graph);
      },
    });
  }
  if (existsSync(join(HOME, "elkjs"))) {
    const elk = new (require("elkjs/lib/elk.bundled.js") as Elk)();
    found.push({
      name: `elkjs ${versionOf("elkjs")}`,
      lay: ({ nodes, edges }) =>
        elk.layout({
          id: "net",
          layoutOptions: { "elk.algorithm": "layered", "elk.direction": "RIGHT" },
          children: nodes.map((node) => ({ ...node })),
          edges: edges.map(({ from, to }, i) => ({ id: `e${i}`, sources: [from], targets: [to] })),
        }),
    });
  }
  return found;

  function versionOf(name: string): string {
    return (require(join(HOME, name, "package.json")) as { version: string }).version;
  }
}
