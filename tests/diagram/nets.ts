import type { CheckedNet, Json, Node, Task } from "../../src/ir/net.ts";
import { isProblem } from "../../src/layers/definition.ts";
import { layerOf } from "../../src/layers/registry.ts";
import { product, type Shape } from "../../src/shape/shape.ts";

type Params = { readonly [name: string]: Json };

/** Builds a checked net by hand, so that drawing is tested apart from parsing. */
export class NetBuilder {
  private readonly nodes: Node[] = [];

  /** Adds a layer behind `inputs`, or behind the last one; returns its id. */
  layer(kind: string, params: Params = {}, more: Partial<Node> & { shape?: Shape } = {}): string {
    const definition = layerOf(kind)!;
    const previous = this.nodes.at(-1);
    const inputs = more.inputs ?? (previous && kind !== "input" ? [previous.id] : []);
    const shapes = inputs.map((id) => this.nodes.find((node) => node.id === id)!.output);
    const output = more.shape ?? definition.output(shapes, params as never);
    if (isProblem(output)) throw new Error(output.message);
    const specs = definition.weights?.(shapes[0]!, params as never) ?? [];
    if (isProblem(specs)) throw new Error(specs.message);
    const settings = definition.settings?.(params as never) ?? "";
    const { shape: _, ...rest } = more;
    const node: Node = {
      id: `${kind}_${this.nodes.length + 1}`,
      kind,
      label: [kind, settings].filter(Boolean).join(" "),
      params,
      inputs,
      output,
      weights: specs.map(({ role, reading, ...weight }) => ({
        ...weight,
        role: role === "trained" ? "learned" : role,
        arithmetic: (reading ?? weight.shape).join("·"),
      })),
      multiplyAdds: 0,
      receptiveField: [],
      stride: [],
      scopes: [],
      span: { start: this.nodes.length, end: this.nodes.length },
      ...rest,
    };
    this.nodes.push(node);
    return node.id;
  }

  conv(count: number, extent: readonly number[], more: Params = {}, inputs?: readonly string[]): string {
    return this.layer("conv", { kernels: { count, extent }, bias: true, ...more }, inputs ? { inputs } : {});
  }

  build(name: string, task?: Task): CheckedNet {
    let [learned, tracked, fixed] = [0, 0, 0];
    for (const node of this.nodes) {
      for (const { role, shape } of node.weights) {
        if (role === "learned") learned += product(shape);
        else if (role === "tracked") tracked += product(shape);
        else fixed += product(shape);
      }
    }
    return {
      name,
      span: { start: 0, end: 0 },
      complete: true,
      nodes: this.nodes,
      inputs: this.nodes.filter(({ inputs }) => inputs.length === 0).map(({ id }) => ({ node: id })),
      outputs: [
        { node: this.nodes.at(-1)?.id ?? "", name: task?.name ?? "output", ...(task ? { task } : {}) },
      ],
      totals: { weights: learned + tracked + fixed, learned, tracked, fixed, multiplyAdds: 123_456 },
      claims: [],
    };
  }
}

const span = { start: 0, end: 0 };
const classes = (name: string, ...names: string[]): Task => ({
  kind: "classify",
  name,
  classes: names,
  span,
});

function head(net: NetBuilder, task: string, units: number): void {
  net.layer("dense", { units, bias: true }, { task, label: `head ${task}` });
  net.layer("softmax", {}, { task });
}

function lenet(): CheckedNet {
  const net = new NetBuilder();
  net.layer("input", {}, { shape: [28, 28, 1], label: "input digit" });
  net.conv(6, [5, 5]);
  net.layer("tanh");
  net.layer("avgpool", { window: [2, 2] });
  net.conv(16, [5, 5], { valid: true });
  net.layer("tanh");
  net.layer("avgpool", { window: [2, 2] });
  net.layer("flatten");
  net.layer("dense", { units: 120, bias: true });
  net.layer("tanh");
  net.layer("dense", { units: 84, bias: true });
  net.layer("tanh");
  head(net, "digit", 10);
  return net.build("lenet5", classes("digit", ..."0123456789"));
}

function noughtOrCross(): CheckedNet {
  const net = new NetBuilder();
  const literal = [
    { name: "vertical", values: [-1, 2, -1, -1, 2, -1, -1, 2, -1] },
    { name: "horizontal", values: [-1, -1, -1, 2, 2, 2, -1, -1, -1] },
    { name: "falling", values: [2, -1, -1, -1, 2, -1, -1, -1, 2] },
    { name: "rising", values: [-1, -1, 2, -1, 2, -1, 2, -1, -1] },
  ];
  net.layer("input", {}, { shape: [28, 28, 1], label: "input image" });
  net.layer("conv", { kernels: { count: 4, extent: [3, 3], literal }, valid: true, bias: false });
  net.layer("relu");
  net.layer("maxpool", { window: "all" });
  net.layer("dense", { units: 2, bias: false }, { task: "symbol", label: "head symbol" });
  net.layer("softmax", {}, { task: "symbol" });
  return net.build("nought_or_cross", classes("symbol", "nought", "cross"));
}

function ecg(): CheckedNet {
  const net = new NetBuilder();
  net.layer("input", {}, { shape: [5000, 12], label: "input" });
  let kept = net.conv(32, [15], { stride: [2] });
  for (let round = 0; round < 3; round++) {
    net.conv(32, [3]);
    net.layer("batchnorm");
    net.layer("relu");
    net.conv(32, [3]);
    const last = net.layer("batchnorm");
    net.layer("add", { with: ["in"] }, { inputs: [last, kept] });
    kept = net.layer("relu");
  }
  net.layer("avgpool", { window: "all" });
  head(net, "rhythm", 4);
  return net.build("ecg", classes("rhythm", "normal", "atrial_fibrillation", "other", "noise"));
}

function volume(): CheckedNet {
  const net = new NetBuilder();
  net.layer("input", {}, { shape: [16, 64, 48, 1], label: "input volume" });
  net.conv(4, [3]);
  net.layer("relu");
  net.layer("maxpool", { window: [2] });
  net.conv(8, [3]);
  net.layer("batchnorm");
  net.layer("relu");
  net.layer("avgpool", { window: "all" });
  net.layer("dropout", { rate: 0.5 });
  head(net, "finding", 2);
  return net.build("ct", classes("finding", "normal", "nodule"));
}

function fields(): CheckedNet {
  const net = new NetBuilder();
  const list = [
    { name: "age", unit: "years" },
    { name: "haemoglobin", unit: "g/L" },
    { name: "crp", unit: "mg/L" },
    { name: "creatinine", unit: "umol/L" },
    { name: "ejection_fraction", unit: "%" },
  ];
  net.layer("input", { fields: list }, { shape: [5], label: "input patient" });
  net.layer("dense", { units: 4, bias: true });
  net.layer("relu");
  net.layer("dense", { units: 3, bias: true });
  net.layer("relu");
  net.layer("dense", { units: 1, bias: true }, { task: "ef", label: "head ef" });
  return net.build("risk", {
    kind: "regress",
    name: "ef",
    quantities: [{ name: "ejection fraction", unit: "%" }],
    span,
  });
}

function inception(): CheckedNet {
  const net = new NetBuilder();
  net.layer("input", {}, { shape: [28, 28, 3], label: "input image" });
  const start = net.conv(16, [3, 3]);
  const ends = [net.conv(8, [1, 1], {}, [start])];
  net.conv(8, [1, 1], {}, [start]);
  net.layer("relu");
  ends.push(net.conv(16, [3, 3]));
  net.conv(4, [1, 1], {}, [start]);
  net.layer("relu");
  ends.push(net.conv(8, [5, 5]));
  net.layer("maxpool", { window: [3], stride: [1], same: true }, { inputs: [start] });
  ends.push(net.conv(8, [1, 1]));
  net.layer("concat", {}, { inputs: ends });
  net.layer("relu");
  net.layer("maxpool", { window: "all" });
  head(net, "kind", 3);
  return net.build("inception", classes("kind", "cat", "dog", "bird"));
}

function unet(): CheckedNet {
  const net = new NetBuilder();
  net.layer("input", {}, { shape: [256, 256, 1], label: "input image" });
  const stage = (filters: number) => {
    net.conv(filters, [3, 3]);
    return net.layer("relu");
  };
  const skips: string[] = [];
  for (const filters of [16, 32, 64]) {
    skips.push(stage(filters));
    net.layer("maxpool", { window: [2] });
  }
  stage(128);
  for (const filters of [64, 32, 16]) {
    const up = net.layer("upsample", { factor: [2] });
    net.layer("concat", {}, { inputs: [up, skips.pop()!] });
    stage(filters);
  }
  net.conv(4, [1, 1]);
  net.layer("softmax");
  return net.build("mri");
}

function vgg(): CheckedNet {
  const net = new NetBuilder();
  net.layer("input", {}, { shape: [224, 224, 3], label: "input image" });
  for (const [count, filters] of [
    [2, 64],
    [2, 128],
    [3, 256],
    [3, 512],
    [3, 512],
  ] as const) {
    for (let i = 0; i < count; i++) {
      net.conv(filters, [3, 3]);
      net.layer("relu");
    }
    net.layer("maxpool", { window: [2] });
  }
  net.layer("flatten");
  for (let i = 0; i < 2; i++) {
    net.layer("dense", { units: 4096, bias: true });
    net.layer("relu");
    net.layer("dropout", { rate: 0.5 });
  }
  head(net, "object", 1000);
  return net.build("vgg16", classes("object", ...Array.from({ length: 1000 }, (_, i) => `class_${i + 1}`)));
}

/** Kept values that cross each other: no series-parallel form. */
function crossed(): CheckedNet {
  const net = new NetBuilder();
  net.layer("input", {}, { shape: [32, 96, 1], label: "input image" });
  const a = net.conv(4, [3, 3]);
  const b = net.conv(4, [3, 3]);
  const c = net.conv(4, [3, 3]);
  const d = net.layer("add", {}, { inputs: [c, a] });
  const e = net.conv(4, [3, 3], {}, [d]);
  net.layer("add", {}, { inputs: [e, b] });
  net.layer("relu");
  net.layer("avgpool", { window: "all" });
  return net.build("crossed");
}

/** Two ways that are joined twice: no series-parallel form. */
function tangled(): CheckedNet {
  const net = new NetBuilder();
  net.layer("input", {}, { shape: [32, 32, 1], label: "input image" });
  const start = net.conv(4, [3, 3]);
  const a = net.conv(4, [3, 3], {}, [start]);
  const b = net.conv(4, [5, 5], {}, [start]);
  const c = net.layer("add", {}, { inputs: [a, b] });
  const d = net.conv(4, [3, 3], {}, [b]);
  net.layer("add", {}, { inputs: [c, d] });
  net.layer("maxpool", { window: [2] });
  return net.build("tangled");
}

/** Names that try to break out of the markup. */
function hostile(): CheckedNet {
  const net = new NetBuilder();
  const bad = `</text><script>alert("1")</script>&amp;\u0007`;
  net.layer("input", { fields: [{ name: bad, unit: "<b>" }] }, { shape: [1], label: bad });
  net.layer("dense", { units: 2, bias: true }, { task: bad, label: bad });
  return net.build(bad, classes(bad, bad, "]]>"));
}

export const nets: readonly CheckedNet[] = [
  lenet(),
  noughtOrCross(),
  ecg(),
  volume(),
  fields(),
  inception(),
  unet(),
  vgg(),
  crossed(),
  tangled(),
  hostile(),
];

/** The net whose name starts so. */
export function netNamed(start: string): CheckedNet {
  return nets.find((net) => net.name.startsWith(start))!;
}
