import type { Graph } from "../../../ir/graph.ts";
import type { Node, Task } from "../../../ir/net.ts";
import { isProblem, type LayerDefinition, type Problem } from "../../../layers/definition.ts";
import { layerOf } from "../../../layers/registry.ts";
import { rank, type Shape } from "../../../shape/shape.ts";
import type { Span } from "../../../source/source-file.ts";
import { headProblem } from "../head.ts";

/** Where a net stops working at some sizes of its input, and why. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
}

/** Shape of each node's value, up to the fault where there is one. */
export interface Outcome {
  readonly shapes: readonly Shape[];
  readonly fault?: Fault;
}

interface Step {
  readonly definition: LayerDefinition;
  readonly params: never;
  readonly inputs: readonly number[];
  /** Task whose head begins here, and the place of the input that it answers about. */
  readonly head?: { readonly task: Task; readonly input: number };
  /** What comes of shapes that were asked for before, by the first and the others. Layers that are alike share it. */
  readonly known: Map<Shape, Map<Shape | string | undefined, Shape | Problem>>;
}

/** A graph whose shape rules can be asked again for other sizes of its inputs. */
export class Replay {
  private readonly steps: readonly Step[];
  readonly graph: Graph;
  /** Each shape once, so that equal shapes are the same object. */
  private readonly interned = new Map<string, Shape>();

  constructor(graph: Graph, tasks: readonly Task[]) {
    this.graph = graph;
    const places = new Map(graph.nodes.map((node, at) => [node.id, at]));
    const known = new Map<string, Step["known"]>();
    this.steps = graph.nodes.map((node) => {
      // The weighted sums of a head come first; its activation has no weights.
      const task = node.weights.length > 0 ? tasks.find(({ name }) => name === node.task) : undefined;
      const like = `${node.kind} ${task?.name} ${JSON.stringify(node.params)}`;
      if (!known.has(like)) known.set(like, new Map());
      return {
        definition: layerOf(node.kind)!,
        params: node.params as never,
        inputs: node.inputs.map((id) => places.get(id)!),
        known: known.get(like)!,
        ...(task ? { head: { task, input: inputBefore(graph.nodes, places, node) } } : {}),
      };
    });
  }

  /** Shapes with these inputs, in the order of the graph's input nodes. Nodes and their parameters stay as they are. */
  shapes(inputs: readonly Shape[]): Outcome {
    const shapes: Shape[] = [];
    let given = 0;
    for (const [at, step] of this.steps.entries()) {
      if (step.inputs.length === 0) {
        shapes.push(this.intern(inputs[given++]!));
        continue;
      }
      const output = this.output(step, shapes);
      if (isProblem(output)) {
        const { code, message } = output;
        return { shapes, fault: { code, message, span: this.graph.nodes[at]!.span } };
      }
      shapes.push(output);
    }
    return { shapes };
  }

  private output(step: Step, shapes: readonly Shape[]): Shape | Problem {
    const [first, ...others] = step.inputs;
    const input = shapes[first!]!;
    // A head that answers at each place looks at the net's input too.
    const second = step.head ? shapes[step.head.input]! : others.length > 0 ? shapes[others[0]!]! : undefined;
    const key = others.length > 1 ? others.map((i) => shapes[i]!).join(" ") : second;
    let known = step.known.get(input);
    if (!known) {
      known = new Map();
      step.known.set(input, known);
    }
    const before = known.get(key);
    if (before) return before;
    const wrong = step.head && headProblem(step.head.task, input, shapes[step.head.input]!);
    const values = [input, ...others.map((i) => shapes[i]!)];
    const output = wrong ?? step.definition.output(values, step.params);
    const result = isProblem(output) ? output : this.intern(output);
    known.set(key, result);
    return result;
  }

  private intern(shape: Shape): Shape {
    const key = shape.join(" ");
    const before = this.interned.get(key);
    if (before) return before;
    this.interned.set(key, shape);
    return shape;
  }
}

/** Place of the first input with places, or else of the first input, that a node's value comes from. */
function inputBefore(nodes: readonly Node[], places: ReadonlyMap<string, number>, node: Node): number {
  const seen = new Set<number>();
  const next = node.inputs.map((id) => places.get(id)!);
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    for (const id of nodes[at]!.inputs) next.push(places.get(id)!);
  }
  const inputs = [...seen].filter((at) => nodes[at]!.inputs.length === 0).sort((a, b) => a - b);
  return inputs.find((at) => rank(nodes[at]!.output) > 0) ?? inputs[0]!;
}
