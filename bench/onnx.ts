/**
 * A checked net with its weights as an ONNX file, for the layers of MobileNetV2 with the parameters that they have there;
 * who measures it compares the answers.
 */
import type { CheckedNet, Node } from "../src/ir/net.ts";
import { layerOf } from "../src/layers/registry.ts";
import { product, type Shape, spatial } from "../src/shape/shape.ts";
import { paddingOf } from "../src/shape/window.ts";
import type { WeightData } from "../src/targets/tfjs/weights.ts";

/** What is used here of protobufjs, which onnxruntime-web brings along. */
export interface Protobuf {
  parse(
    proto: string,
    options: { readonly keepCase: true },
  ): {
    readonly root: {
      lookupType(name: string): {
        fromObject(message: object): object;
        encode(message: object): { finish(): Uint8Array };
      };
    };
  };
}

/** The part of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 that is written. */
const PROTO = `
syntax = "proto3";
message OperatorSetIdProto { string domain = 1; int64 version = 2; }
message ModelProto { int64 ir_version = 1; GraphProto graph = 7; repeated OperatorSetIdProto opset_import = 8; }
message GraphProto {
  repeated NodeProto node = 1;
  string name = 2;
  repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11;
  repeated ValueInfoProto output = 12;
}
message NodeProto {
  repeated string input = 1;
  repeated string output = 2;
  string op_type = 4;
  repeated AttributeProto attribute = 5;
}
message AttributeProto { string name = 1; float f = 2; int64 i = 3; repeated int64 ints = 8; int32 type = 20; }
message TensorProto { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
message ValueInfoProto { string name = 1; TypeProto type = 2; }
message TypeProto { Tensor tensor_type = 1; message Tensor { int32 elem_type = 1; TensorShapeProto shape = 2; } }
message TensorShapeProto { repeated Dimension dim = 1; message Dimension { int64 dim_value = 1; } }
`;

const FLOAT = 1;
const IR_VERSION = 8;
const OPERATORS = 13;

type Numbers = readonly [name: string, shape: Shape, values: Float32Array];

/** One operator of ONNX. */
interface Operator {
  readonly type: string;
  /** What it takes beside the value. */
  readonly weights?: readonly Numbers[];
  /** Lists, whole numbers, and the one number that is none: `epsilon`. */
  readonly attributes?: { readonly [name: string]: number | readonly number[] };
}

/**
 * The net as an ONNX model for one example, whose numbers have the channels in front: `input` is 1 × channels × height ×
 * width.
 *
 * @throws Error for a layer that has no line in `operators`
 */
export function onnxOf(net: CheckedNet, weights: WeightData, protobuf: Protobuf): Uint8Array {
  const shapes = new Map(net.nodes.map(({ id, output }) => [id, output]));
  const stored = numbersOf(weights);
  const nodes: object[] = [];
  const initializers: object[] = [];
  for (const node of net.nodes) {
    if (node.kind === "input") continue;
    const write = operators[node.kind];
    if (!write) throw new Error(`${node.id}: bench/onnx.ts does not write \`${node.kind}\``);
    const made = write(node, shapes.get(node.inputs[0]!)!, (name) => stored.get(`${node.id}/${name}`)!);
    for (const [i, { type, weights = [], attributes = {} }] of made.entries()) {
      const end = i === made.length - 1;
      nodes.push({
        op_type: type,
        input: [
          ...(i === 0 ? node.inputs : [`${node.id}/${i - 1}`]),
          ...weights.map(([name]) => `${node.id}/${name}`),
        ],
        output: [end ? node.id : `${node.id}/${i}`],
        attribute: Object.entries(attributes).map(attribute),
      });
      for (const [name, dims, values] of weights)
        initializers.push({
          name: `${node.id}/${name}`,
          dims,
          data_type: FLOAT,
          raw_data: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
        });
    }
  }
  const ends = (ids: readonly { readonly node: string }[]) =>
    ids.map(({ node }) => ({
      name: node,
      type: {
        tensor_type: {
          elem_type: FLOAT,
          shape: { dim: [1, ...channelsFirst(shapes.get(node)!)].map((size) => ({ dim_value: size })) },
        },
      },
    }));
  const model = protobuf.parse(PROTO, { keepCase: true }).root.lookupType("ModelProto");
  const message = model.fromObject({
    ir_version: IR_VERSION,
    opset_import: [{ domain: "", version: OPERATORS }],
    graph: {
      name: net.name,
      node: nodes,
      initializer: initializers,
      input: ends(net.inputs),
      output: ends(net.outputs),
    },
  });
  return model.encode(message).finish();
}

type Write = (node: Node, input: Shape, weight: (name: string) => Float32Array) => readonly Operator[];

const operators: { readonly [kind: string]: Write } = {
  conv: (node, input, weight) => [
    {
      type: "Conv",
      weights: [kernelOf(node, weight("kernel"))],
      attributes: windowOf(node, input),
    },
  ],
  depthwise: (node, input, weight) => [
    {
      type: "Conv",
      weights: [kernelOf(node, weight("depthwise_kernel"))],
      attributes: { ...windowOf(node, input), group: input.at(-1)! },
    },
  ],
  batchnorm: (node, _, weight) => [
    {
      type: "BatchNormalization",
      weights: ["gamma", "beta", "moving_mean", "moving_variance"].map((name): Numbers => {
        const values = weight(name);
        return [name, [values.length], values];
      }),
      attributes: { epsilon: (node.params.epsilon as number | undefined) ?? 0.001 },
    },
  ],
  relu6: () => [
    {
      type: "Clip",
      weights: [
        ["least", [], Float32Array.of(0)],
        ["most", [], Float32Array.of(6)],
      ],
    },
  ],
  add: () => [{ type: "Add" }],
  avgpool: () => [{ type: "GlobalAveragePool" }, { type: "Flatten", attributes: { axis: 1 } }],
  dense: (node, _, weight) => [
    {
      type: "Gemm",
      weights: ["kernel", "bias"].map((name): Numbers => {
        const { shape } = node.weights.find((each) => each.name === name)!;
        return [name, shape, weight(name)];
      }),
    },
  ],
  softmax: () => [{ type: "Softmax", attributes: { axis: -1 } }],
};

/** A kernel, height × width × channels read × kernels, as ONNX has it: kernels × channels read × height × width. */
function kernelOf({ kind, weights }: Node, values: Float32Array): Numbers {
  const [height, width, maps, more] = weights[0]!.shape as readonly [number, number, number, number];
  // Of a depthwise convolution each channel has its own kernel, which reads nothing else.
  const [read, kernels] = kind === "depthwise" ? [1, maps * more] : [maps, more];
  const places = height * width;
  const turned = new Float32Array(values.length);
  for (let place = 0, from = 0; place < places; place++)
    for (let channel = 0; channel < read; channel++)
      for (let kernel = 0; kernel < kernels; kernel++, from++)
        turned[(kernel * read + channel) * places + place] = values[from]!;
  return ["kernel", [kernels, read, height, width], turned];
}

function windowOf(node: Node, input: Shape): { readonly [name: string]: readonly number[] } {
  const { extent, stride, padding } = layerOf(node.kind)!.window!(input, node.params as never);
  const pads = spatial(input).map((size, axis) =>
    paddingOf(size, extent[axis]!, stride[axis]!, padding, axis),
  );
  return { strides: stride, pads: [...pads.map(([before]) => before), ...pads.map(([, after]) => after)] };
}

function attribute([name, value]: readonly [string, number | readonly number[]]): object {
  if (typeof value !== "number") return { name, ints: value, type: 7 };
  return Number.isInteger(value) ? { name, i: value, type: 2 } : { name, f: value, type: 1 };
}

function channelsFirst(shape: Shape): Shape {
  return [shape.at(-1)!, ...shape.slice(0, -1)];
}

/** The weights by name: `conv_1/kernel`. */
function numbersOf({ specs, data }: WeightData): Map<string, Float32Array> {
  let end = 0;
  return new Map(
    specs.map(({ name, shape }) => {
      const start = end;
      end += product(shape);
      return [name, data.slice(start, end)];
    }),
  );
}
