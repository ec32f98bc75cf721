// What `import { compile, load } from "cnnc"` gives, from the bundle as users have it.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { cnnc, inFolder, root } from "./cnnc.ts";

const SPEC = `task side = classify { left, right }
task size = regress { radius in mm }
net n {
  input image 2x2x1 from 0 to 2 as photo
  input { age in years } as patient
  from photo, flatten, concat patient as all
  head side weights [1 0; 0 0; 0 0; 0 0; 0 0] bias [0 0]
  from all, head size weights [0; 0; 0; 0; 2] bias [1]
}
data d = npy "x.npy" labels "y.npy"
`;

/** Runs a script that has the package's name to import, and gives what it prints as JSON. */
async function script(text: string): Promise<unknown> {
  const args = ["--input-type=module", "-e", text];
  // No graphics driver, whatever the machine has.
  const env = { ...process.env, VK_ICD_FILENAMES: "/nowhere.json", VK_DRIVER_FILES: "/nowhere.json" };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env });
  return JSON.parse(stdout);
}

test("a spec compiles to its nets, its messages, and a model", async () => {
  const result = await script(`
    import { compile } from "cnnc";
    const wrong = compile("net a {\\n  input image 8x8x1, conv 4@3, avgpol all }", { file: "a.cnn" });
    const open = compile("net a { input image H x 8 x 1, conv 4@3, avgpool all }");
    const right = compile(${JSON.stringify(SPEC)});
    const [net] = right.nets;
    const { weights, modelJson } = net.toTfjs();
    let refused;
    try { open.nets[0].toTfjs(); } catch ({ message }) { refused = message; }
    console.log(JSON.stringify({
      wrong: wrong.messages.map(({ rendered, ...message }) => message),
      rendered: wrong.messages[0].rendered.split("\\n")[1],
      refused,
      set: compile("net a { input image H x 8 x 1, conv 4@3 }", { sizes: { H: 10 } }).nets[0].layers.at(-1).output,
      ok: right.ok,
      counts: [net.weights, net.learned, net.multiplyAdds],
      layers: net.layers.map(({ label, output, weights }) => [label, output.join("x"), weights]),
      bytes: weights.length,
      keys: Object.keys(modelJson).sort(),
    }));`);
  expect(result).toEqual({
    wrong: [
      {
        code: "name_unknown_layer",
        severity: "error",
        message: "there is no layer or block `avgpol`",
        help: "did you mean `avgpool`?",
        file: "a.cnn",
        line: 2,
        column: 32,
      },
    ],
    rendered: " --> a.cnn:2:32",
    refused: "the net `a` leaves H open: set `sizes`",
    set: [10, 8, 4],
    ok: true,
    // 5·2 + 2 for the sides, 5 + 1 for the size; multiply-adds are 10 and 5.
    counts: [18, 18, 15],
    layers: [
      ["input image", "2x2x1", 0],
      ["input fields", "1", 0],
      ["flatten", "4", 0],
      ["concat", "5", 0],
      ["head side", "2", 12],
      ["softmax", "2", 0],
      ["head size", "1", 6],
    ],
    bytes: 4 * 18,
    keys: expect.arrayContaining(["modelTopology", "weightsManifest"]),
  });
});

test("a trained net answers about examples, one or several", async () => {
  await inFolder(async (folder) => {
    const spec = join(folder, "n.cnn");
    const table = `${SPEC.slice(0, SPEC.indexOf("data d"))}
data d = csv "d.csv" { input photo, age; target side, radius }
train n on d { epochs 1, optimizer sgd 1e-30 }
`;
    await writeFile(spec, table);
    await writeFile(join(folder, "d.csv"), "photo,age,side,radius\np.csv.npy,3,left,7\n");
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2, 1), }".padEnd(117);
    const photo = Buffer.concat([
      Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, 118, 0]),
      Buffer.from(`${header}\n`),
      Buffer.from(Float32Array.of(2, 0, 0, 0).buffer),
    ]);
    await writeFile(join(folder, "p.csv.npy"), photo);
    const run = join(folder, "run");
    expect(await cnnc(["train", spec, "-o", run, "--backend", "cpu"])).toMatchObject({ code: 0 });
    const result = (await script(`
      import { load } from "cnnc";
      // What is refused, or isn't there, stands in no later call's way.
      await load(${JSON.stringify(run)}, { backend: "zz" }).then(() => process.exit(1), () => {});
      const [graphics, beside] = await Promise.allSettled([
        load(${JSON.stringify(run)}, { backend: "webgpu" }),
        load(${JSON.stringify(run)}, { backend: "cpu" }),
      ]);
      if (graphics.status === "rejected" && beside.status === "rejected") throw beside.reason;
      if (graphics.status === "fulfilled") throw new Error("there is a graphics driver after all");
      const model = await load(${JSON.stringify(run)}, { backend: "cpu" });
      const one = await model.predict({ photo: [2, 0, 0, 0], patient: { age: 3 } });
      const two = await model.predict([
        { photo: ${JSON.stringify(join(folder, "p.csv.npy"))}, patient: [3] },
        { photo: new Float32Array(4), patient: { age: 0 } },
      ]);
      const refused = [];
      for (const example of [{ photo: [2, 0, 0, 0] }, { photo: [2], patient: [3] }, { photo: [2, 0, 0, 0], patient: { years: 3 } }])
        await model.predict(example).catch(({ message }) => refused.push(message));
      await load("nowhere").catch(({ message }) => refused.push(message));
      const { name, inputs, heads, backend } = model;
      model.dispose();
      console.log(JSON.stringify({ name, inputs, heads, backend, one, two, refused }));`)) as {
      one: { side: { name: string; probability: number }; size: object };
      two: object[];
    };
    const size = { kind: "quantities", values: [{ name: "radius", unit: "mm", value: 7 }] };
    expect(result).toMatchObject({
      name: "n",
      inputs: [
        { name: "photo", shape: [2, 2, 1], fields: [] },
        { name: "patient", shape: [1], fields: ["age"] },
      ],
      heads: ["side", "size"],
      backend: "cpu",
      one: { side: { kind: "class", name: "left" }, size },
      refused: [
        "an example of this net is an object with `photo`, `patient`, and `patient` is missing",
        "`photo` takes 2×2×1, which is 4 numbers, and has 1",
        "`patient` has no `years`; it has `age`",
        expect.stringContaining("nowhere: there is no such folder"),
      ],
    });
    // softmax(2, 0).
    expect(result.one.side.probability).toBeCloseTo(1 / (1 + Math.exp(-2)), 5);
    expect(result.two[0]).toEqual(result.one);
    expect(result.two[1]).toMatchObject({ size: { values: [{ value: 1 }] } });
  });
});

test("layers that TensorFlow.js lacks are registered in one's own copy of it", async () => {
  const result = await script(`
    import * as tf from "@tensorflow/tfjs";
    import { compile, registerLayers } from "cnnc";
    tf.env().set("PROD", true);
    const spec = "net n { input { x }, dense 1 weights [1] bias [0], exponential }";
    const { modelJson, weights } = compile(spec).nets[0].toTfjs();
    const [{ weights: weightSpecs }] = modelJson.weightsManifest;
    const load = () => tf.loadLayersModel(tf.io.fromMemory({
      modelTopology: modelJson.modelTopology,
      weightSpecs,
      weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength),
    }));
    // In Node the package may share its copy with us, which has them.
    const registered = [];
    registerLayers({ ...tf, serialization: { registerClass: (each) => registered.push(each.className) } });
    registerLayers(tf);
    const answer = (await load()).predict(tf.tensor2d([[2]])).dataSync()[0];
    console.log(JSON.stringify({ registered, answer }));`);
  expect(result).toEqual({
    registered: expect.arrayContaining(["CnncExponential"]),
    answer: expect.closeTo(Math.E ** 2, 4),
  });
});
