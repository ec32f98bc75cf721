// Several inputs, several heads and shared layers: what `tf.loadLayersModel` computes is what the parts compute alone.
import { beforeAll, expect, test } from "vitest";
import { startBackend } from "../../../src/backends/backend.ts";
import * as tf from "../../../src/backends/tf.ts";
import type { CheckedNet } from "../../../src/ir/net.ts";
import { loadModel } from "../../../src/model/model.ts";
import { modelJson } from "../../../src/targets/tfjs/artifacts.ts";
import { initialWeights, type WeightData } from "../../../src/targets/tfjs/weights.ts";
import { soundNet } from "../../language/verified.ts";

beforeAll(() => startBackend("cpu"));

/** What a net gives for these inputs, one list an output. */
async function run(
  net: CheckedNet,
  inputs: readonly (readonly number[])[],
  weights: WeightData = initialWeights(net, 3),
): Promise<number[][]> {
  const model = await loadModel(net, weights);
  expect(model.inputs).toHaveLength(net.inputs.length);
  expect(model.outputs).toHaveLength(net.outputs.length);
  const given = inputs.map((values, i) => {
    const shape = net.nodes.find(({ id }) => id === net.inputs[i]!.node)!.output;
    return tf.tensor([...values], [1, ...shape]);
  });
  const output = model.predict(given.length === 1 ? given[0]! : given) as tf.Tensor | tf.Tensor[];
  const lists = [output].flat().map((each) => [...each.dataSync()]);
  model.dispose();
  return lists;
}

/** The weights of a net, each taken from those of another by its name. */
function taken(net: CheckedNet, from: WeightData, names: (name: string) => string): WeightData {
  const parts = new Map<string, Float32Array>();
  let offset = 0;
  for (const { name, shape } of from.specs) {
    const size = shape.reduce((a, b) => a * b, 1);
    parts.set(name, from.data.slice(offset, offset + size));
    offset += size;
  }
  const { specs } = initialWeights(net, 1);
  const data = specs.flatMap(({ name }) => [...parts.get(names(name))!]);
  return { specs, data: Float32Array.from(data) };
}

const wave = (count: number, offset: number) =>
  Array.from({ length: count }, (_, i) => Math.sin(12.9898 * i + offset));

function near(found: readonly number[], wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length);
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(wanted[i]!, 4);
}

const EYE = "repeat 2 { conv 4@3 pad 1, batchnorm, relu, maxpool 2 }, avgpool all";

test("a shared trunk gives for each input what it gives alone", async () => {
  const net = soundNet(`net pair {
    input image 12x12x1 as rest
    input image 12x12x1 as stress
    shared eye { ${EYE} }
    branches concat { | from rest, eye | from stress, eye }
  }`);
  const alone = soundNet(`net alone { input image 12x12x1, ${EYE} }`);
  const weights = initialWeights(net, 3);
  expect(weights.data).toHaveLength(net.totals.weights);
  expect(net.totals.weights).toBe(alone.totals.weights);
  const own = taken(alone, weights, (name) => name);
  const [rest, stress] = [wave(144, 0.1), wave(144, 0.7)];
  const [both] = await run(net, [rest, stress], weights);
  const apart = [await run(alone, [rest], own), await run(alone, [stress], own)];
  near(both!, apart.flat(2));
});

test("each head gives what it gives alone, in the order of the spec", async () => {
  const tasks = `task kind = classify { a, b, c }
    task sizes = regress { LVEDV in mL, RVEDV in mL }
    task places = segment { outside, inside }`;
  const net = soundNet(`${tasks}
    net echo {
      input image 8x8x1
      conv 4@3, relu as features
      avgpool all as summary, head kind
      from summary, head sizes
      from features, head places
    }`);
  const weights = initialWeights(net, 3);
  const image = wave(64, 0.3);
  const found = await run(net, [image], weights);
  for (const [i, [head, dense]] of [
    ["avgpool all, head kind", "dense_1"],
    ["avgpool all, head sizes", "dense_2"],
    ["head places", "dense_3"],
  ].entries()) {
    const alone = soundNet(`${tasks}\nnet alone { input image 8x8x1, conv 4@3, relu, ${head} }`);
    const own = taken(alone, weights, (name) => name.replace("dense_1", dense!));
    near(found[i]!, (await run(alone, [image], own))[0]!);
  }
  expect(found.map((values) => values.length)).toEqual([3, 2, 128]);
});

type Pair = readonly [number, number];

/** Two numbers times a matrix of two rows. */
function times([a, b]: Pair, [p, q, r, s]: readonly [number, number, number, number]): Pair {
  return [a * p + b * r, a * q + b * s];
}

const F = [1, 2, 3, 4] as const;
const G = [1, -1, 0, 2] as const;

test("uses of shared layers keep their order, whatever the order in which a loader can make them", async () => {
  const net = soundNet(`net order {
    input { x, y } as given
    shared f { dense 2 weights [1 2; 3 4] no bias }
    shared g { dense 2 weights [1 -1; 0 2] no bias }
    f
    dense 2 weights [0 1; 1 1] no bias
    f
    g as late
    from late
    concat given as twice
    from late, dense 2 weights [2 0; 0 2] no bias, g
    concat twice
  }`);
  const late = times(times(times(times([5, -3], F), [0, 1, 1, 1]), F), G);
  near((await run(net, [[5, -3]]))[0]!, [...times(times(late, [2, 0, 0, 2]), G), ...late, 5, -3]);

  // The second layer's first use needs the second use of the first, which the loader can't make on its first round.
  const crossed = soundNet(`net crossed {
    input { x, y } as given
    shared f { dense 2 weights [1 2; 3 4] no bias }
    shared g { dense 2 weights [1 -1; 0 2] no bias }
    f, dense 2 weights [0 1; 1 1] no bias, f, g as first
    from given, g
    concat first
  }`);
  near((await run(crossed, [[5, -3]]))[0]!, [...times([5, -3], G), ...late]);
});

test("measurements beside an image, and what is said of inputs and outputs", async () => {
  const net = soundNet(`task outcome = probability of "death"
    net beside {
      input image 8x8x1 from -1 to 1 as scan
      input { age in years, crp in mg/L } as patient
      from scan, avgpool all
      concat patient
      head outcome weights [1; 0.5; -2] bias [0.25]
    }`);
  const image = wave(64, 0.2);
  const mean = image.reduce((a, b) => a + b, 0) / 64;
  const [found] = await run(net, [image, [0.3, 0.4]]);
  near(found!, [1 / (1 + Math.exp(-(mean + 0.5 * 0.3 - 2 * 0.4 + 0.25)))]);
  expect(modelJson(net, initialWeights(net, 1), "test")).toMatchObject({
    userDefinedMetadata: {
      inputs: [
        { name: "scan", pixels: [-1, 1] },
        { name: "patient", fields: [{ name: "age" }, { name: "crp" }] },
      ],
      outputs: [{ name: "outcome", task: "probability", values: [{ name: "death" }] }],
    },
  });
});
