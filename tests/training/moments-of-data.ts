/** Mean and variance of what batch normalisations are given, in 64 bits and in loops, apart from TensorFlow.js. */
import type { Dataset } from "../../src/data/dataset.ts";
import type { CheckedNet, Node } from "../../src/ir/net.ts";
import { product } from "../../src/shape/shape.ts";
import type { WeightData } from "../../src/targets/tfjs/weights.ts";

export type NamedWeights = ReadonlyMap<string, Float32Array>;

/** The numbers of each weight by its name. */
export function weightsByName({ specs, data }: WeightData): NamedWeights {
  let offset = 0;
  return new Map(
    specs.map(({ name, shape }) => {
      const from = offset;
      offset += product(shape);
      return [name, data.slice(from, offset)];
    }),
  );
}

interface Moments {
  readonly mean: number[];
  /** Mean square distance from the mean. */
  readonly variance: number[];
}

/**
 * How far the tracked averages of a net are from what its layers are given: the largest distance of a variance as a share of it,
 * or of a mean as a share of its size and its spread.
 */
export function farFromData(net: CheckedNet, weights: WeightData, data: Dataset): number {
  const stored = weightsByName(weights);
  const far = [...momentsOfData(net, stored, data)].flatMap(([id, { mean, variance }]) =>
    variance.flatMap((value, c) => [
      // What 32 bits leave of a difference between numbers of the size of the mean.
      Math.abs(stored.get(`${id}/moving_variance`)![c]! - value) / (value + 1e-6 * mean[c]! ** 2 + 1e-8),
      Math.abs(stored.get(`${id}/moving_mean`)![c]! - mean[c]!) /
        (Math.abs(mean[c]!) + Math.sqrt(value) + 1e-6),
    ]),
  );
  return Math.max(...far);
}

/**
 * By the ids of batch normalisations that are not frozen. Layers are dense, convolutions of stride 1 that keep their size, and what
 * changes each number by itself; what comes behind the last normalisation is left out.
 */
export function momentsOfData(net: CheckedNet, weights: NamedWeights, data: Dataset): Map<string, Moments> {
  const values = new Map<string, Float64Array>();
  const moments = new Map<string, Moments>();
  const shapes = new Map(net.nodes.map(({ id, output }) => [id, output]));
  const tracked = net.nodes.filter(({ weights }) => weights.some(({ role }) => role === "tracked"));
  const last = net.nodes.indexOf(tracked.at(-1)!);
  let inputs = 0;
  for (const node of net.nodes.slice(0, last + 1)) {
    const given = node.inputs.map((id) => values.get(id)!);
    const of = (name: string) => weights.get(`${node.id}/${name}`);
    const [x] = given;
    if (tracked.includes(node)) moments.set(node.id, momentsOf(x!, node.output.at(-1)!));
    values.set(node.id, computed(node));

    function computed({ kind, output, params }: Node): Float64Array {
      const channels = output.at(-1)!;
      switch (kind) {
        case "input":
          return Float64Array.from(data.inputs[inputs++]!.values);
        case "dense":
        case "conv":
          return sliding(x!, data.size, shapes.get(node.inputs[0]!)!, channels, of("kernel")!, of("bias"));
        case "batchnorm": {
          const epsilon = (params as { epsilon?: number }).epsilon ?? 0.001;
          return x!.map((value, i) => {
            const c = i % channels;
            const deviation = Math.sqrt(of("moving_variance")![c]! + epsilon);
            const normal = (value - of("moving_mean")![c]!) / deviation;
            return normal * (of("gamma")?.[c] ?? 1) + (of("beta")?.[c] ?? 0);
          });
        }
        case "relu":
          return x!.map((value) => Math.max(0, value));
        case "tanh":
          return x!.map(Math.tanh);
        case "sigmoid":
          return x!.map((value) => 1 / (1 + Math.exp(-value)));
        case "dropout":
        case "flatten":
          return x!;
        case "add":
          return x!.map((value, i) => value + given[1]![i]!);
        case "concat":
          return joined(
            given,
            node.inputs.map((id) => shapes.get(id)!.at(-1)!),
          );
        default:
          throw new Error(`${kind} is not computed here`);
      }
    }
  }
  return moments;
}

function momentsOf(x: Float64Array, channels: number): Moments {
  const rows = x.length / channels;
  const mean = Array.from({ length: channels }, () => 0);
  for (const [i, value] of x.entries()) mean[i % channels]! += value / rows;
  const variance = mean.map(() => 0);
  for (const [i, value] of x.entries()) variance[i % channels]! += (value - mean[i % channels]!) ** 2 / rows;
  return { mean, variance };
}

/** A kernel of 3 along each axis (of a list: of no axis), with zeros around the edges. */
function sliding(
  x: Float64Array,
  examples: number,
  shape: readonly number[],
  outputs: number,
  kernel: Float32Array,
  bias: Float32Array | undefined,
): Float64Array {
  const axes = shape.slice(0, -1);
  const inputs = shape.at(-1)!;
  const places = product(axes);
  const taps = 3 ** axes.length;
  const y = new Float64Array(examples * places * outputs);
  for (let example = 0; example < examples; example++)
    for (let place = 0; place < places; place++)
      for (let tap = 0; tap < taps; tap++) {
        const from = neighbour(place, tap, axes);
        if (from === undefined) continue;
        for (let i = 0; i < inputs; i++)
          for (let o = 0; o < outputs; o++)
            y[(example * places + place) * outputs + o]! +=
              x[(example * places + from) * inputs + i]! * kernel[(tap * inputs + i) * outputs + o]!;
      }
  return y.map((value, i) => value + (bias?.[i % outputs] ?? 0));
}

/** The place that a tap of the kernel lies on, or undefined outside. */
function neighbour(place: number, tap: number, axes: readonly number[]): number | undefined {
  let from = 0;
  let stride = 1;
  for (const size of axes.toReversed()) {
    const at = (place % size) + (tap % 3) - 1;
    if (at < 0 || at >= size) return undefined;
    from += at * stride;
    stride *= size;
    place = Math.floor(place / size);
    tap = Math.floor(tap / 3);
  }
  return from;
}

function joined(given: readonly Float64Array[], channels: readonly number[]): Float64Array {
  const all = channels.reduce((sum, each) => sum + each, 0);
  const rows = given[0]!.length / channels[0]!;
  const y = new Float64Array(rows * all);
  for (let row = 0; row < rows; row++) {
    let at = row * all;
    for (const [i, values] of given.entries())
      for (let c = 0; c < channels[i]!; c++) y[at++] = values[row * channels[i]! + c]!;
  }
  return y;
}
