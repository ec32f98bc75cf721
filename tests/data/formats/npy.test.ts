import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeNpy, parseNpy } from "../../../src/data/formats/npy.ts";
import { loadData } from "../../../src/data/sources/load.ts";
import type { CheckedNet, Task } from "../../../src/ir/net.ts";
import { classify, fault, net, only, put, regress, source, succeeds, temporaryFolder } from "../fixtures.ts";

const folder = await temporaryFolder();
const span = { start: 0, end: 0 };
const signal = encodeNpy([2, 3, 1], Float32Array.of(0.5, -1, 2, 0, 1, 3));
const twoLabels = encodeNpy([2], Uint8Array.of(1, 0));
const rhythm: Task = { kind: "segment", name: "rhythm", classes: ["sinus", "flutter"], span };

async function load(examples: Uint8Array, labels: Uint8Array | undefined, to: CheckedNet) {
  await put(folder, "x.npy", examples);
  if (labels) await put(folder, "y.npy", labels);
  return loadData(source("npy", labels ? ["x.npy", "y.npy"] : ["x.npy"]), to, folder);
}
const loadFault = (...parts: Parameters<typeof load>) => fault(load(...parts), folder);

/** A file as NumPy writes it, with this header. */
function file(header: string, data: readonly number[], version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const length =
    version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...length, ...text, ...data);
}
const header = (descr: string, shape: string, order = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe("arrays of NumPy", () => {
  test("give numbers as they are, with a channel that may be left out", async () => {
    const data = await load(signal, twoLabels, net([3, 1], classify("a", "b")));
    expect(data).toEqual({
      size: 2,
      inputs: [{ shape: [3, 1], values: Float32Array.of(0.5, -1, 2, 0, 1, 3) }],
      targets: [Int32Array.of(1, 0)],
    });
    const flat = encodeNpy([2, 3], Float32Array.of(0.5, -1, 2, 0, 1, 3));
    expect(await load(flat, twoLabels, net([3, 1], classify("a", "b")))).toEqual(data);
  });

  test("give measurements, a row an example", async () => {
    const rows = encodeNpy([2, 2], Float32Array.of(70, 3.5, 41, 2));
    const to = net([2], classify("a", "b"), [{ name: "age" }, { name: "crp" }]);
    expect(only(await load(rows, twoLabels, to)).values).toEqual(Float32Array.of(70, 3.5, 41, 2));
  });

  test("give bytes as pixels from 0 to 1", async () => {
    const data = await load(
      encodeNpy([1, 1, 2, 1], Uint8Array.of(0, 51)),
      encodeNpy([1], Uint8Array.of(0)),
      net([1, 2, 1], classify("a", "b")),
    );
    expect(only(data).values).toEqual(Float32Array.of(0, 0.2));
  });

  test("give a region for each place, quantities, and what holds or doesn't", async () => {
    const regions = encodeNpy([2, 3], Uint8Array.of(0, 1, 1, 0, 0, 1));
    const marked = { ...net([3, 1], rhythm) };
    const places = { ...marked, nodes: [{ ...marked.nodes[0]!, output: [3, 2] }] };
    const wide = encodeNpy([2, 3, 2], new Float32Array(12));
    expect(only(await load(wide, regions, places)).targets).toEqual(Int32Array.of(0, 1, 1, 0, 0, 1));
    const channel = encodeNpy([2, 3, 1], Uint8Array.of(0, 1, 1, 0, 0, 1));
    expect(only(await load(wide, channel, places)).targets).toEqual(Int32Array.of(0, 1, 1, 0, 0, 1));
    const column = encodeNpy([2, 1], Uint8Array.of(1, 0));
    expect(only(await load(signal, column, net([3, 1], classify("a", "b")))).targets).toEqual(
      Int32Array.of(1, 0),
    );
    const rate = encodeNpy([2], Float32Array.of(60, 72.5));
    const measured = net([1], regress({ name: "rate", from: 0 }));
    expect(only(await load(encodeNpy([2, 1], Float32Array.of(1, 2)), rate, measured)).targets).toEqual(
      Float32Array.of(60, 72.5),
    );
  });

  test("need no labels where the task has none", async () => {
    const data = await load(signal, undefined, net([3, 1], { kind: "reconstruct", name: "same", span }));
    expect(data.targets[0]).toBe(data.inputs[0]!.values);
    expect(await loadFault(signal, undefined, net([3, 1], classify("a", "b")))).toMatchInlineSnapshot(`
      "x.npy: Nothing teaches the head \`output\`, which needs labels.
        help: Name a file of labels: \`npy "…" labels "…"\`."
    `);
  });

  test.each([
    ["|i1", [255, 2], [-1, 2]],
    ["|b1", [1, 0], [1, 0]],
    ["<i2", [255, 255, 2, 0], [-1, 2]],
    ["<u2", [255, 255, 2, 0], [65535, 2]],
    ["<i4", [254, 255, 255, 255, 2, 0, 0, 0], [-2, 2]],
    ["<u4", [1, 0, 1, 0, 2, 0, 0, 0], [65537, 2]],
    ["<i8", [254, 255, 255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 0, 0, 0], [-2, 2]],
    ["<f4", [0, 0, 0, 0x3f, 0, 0, 0x80, 0xbf], [0.5, -1]],
    ["<f8", [0, 0, 0, 0, 0, 0, 0xe0, 0x3f, 0, 0, 0, 0, 0, 0, 0xf0, 0xbf], [0.5, -1]],
  ])("of type %s", (descr, bytes, values) => {
    for (const version of [1, 2])
      expect([...parseNpy(file(header(descr, "(2,)"), bytes, version), "x.npy").values]).toEqual(values);
  });

  test("are written as NumPy writes them", () => {
    const bytes = encodeNpy([2, 1], Float32Array.of(0.5, -1));
    // The numbers begin at a multiple of 64, as the format asks.
    expect(bytes.length).toBe(128 + 8);
    expect(parseNpy(bytes, "x.npy")).toEqual({
      sizes: [2, 1],
      values: Float32Array.of(0.5, -1),
      dataOffset: 128,
      width: 4,
    });
    expect(() => encodeNpy([3], Float32Array.of(1))).toThrow(RangeError);
  });
});

describe("faults of arrays", () => {
  const to = net([3, 1], classify("a", "b"));

  test("of the file", async () => {
    expect(
      await loadFault(new TextEncoder().encode("a,b\n1,2\n3,4\n"), twoLabels, to),
    ).toMatchInlineSnapshot(`
      "x.npy at byte 0: This is not a .npy file: it begins with other bytes than those do.
        help: Write it with \`numpy.save\`."
    `);
    expect(await loadFault(signal.slice(0, 60), twoLabels, to)).toMatchInlineSnapshot(`
      "x.npy at byte 60: This .npy file is cut off: its header ends at byte 128, but the file at 60.
        help: Copy it again."
    `);
    expect(await loadFault(signal.slice(0, -1), twoLabels, to)).toMatchInlineSnapshot(`
      "x.npy at byte 151: This .npy file is cut off: for 2×3×1 numbers of type \`<f4\` it must have 152 bytes, but it has 151.
        help: Copy it again."
    `);
    expect(await loadFault(file(header("<f2", "(2,)"), [0, 0, 0, 0]), twoLabels, to)).toMatchInlineSnapshot(`
      "x.npy at byte 3: This .npy file holds a single row of numbers, as labels are stored, but examples are expected here.
        help: Put the file of examples first and the file of labels after \`labels\`."
    `);
    expect(await loadFault(file(header("<f4", "(2,)", "True"), []), twoLabels, to)).toMatchInlineSnapshot(`
      "x.npy at byte 67: This .npy file is cut off: for 2 numbers of type \`<f4\` it must have 75 bytes, but it has 67.
        help: Copy it again."
    `);
    expect(await loadFault(file(header("<f4", "()"), [0, 0, 0, 0]), twoLabels, to)).toMatchInlineSnapshot(`
      "x.npy at byte 10: This .npy file holds no examples.
        help: Name a file whose first size counts examples."
    `);
    expect(await loadFault(file("{'descr': [('a', '<f4')]}", []), twoLabels, to)).toMatchInlineSnapshot(`
      "x.npy at byte 10: The header of this .npy file doesn't tell the type, the order and the sizes of an array of numbers.
        help: Write it with \`numpy.save\`, as one array of numbers."
    `);
  });

  test("of the numbers", async () => {
    const broken = encodeNpy([2, 3, 1], Float32Array.of(0, 1, 2, 3, Number.NaN, 5));
    expect(await loadFault(broken, twoLabels, to)).toMatchInlineSnapshot(`
      "x.npy at byte 144: Example 2 holds NaN where a number is expected.
        help: Leave it out, or write down the number that was meant."
    `);
    expect(await loadFault(signal, encodeNpy([2], Uint8Array.of(0, 2)), to)).toMatchInlineSnapshot(`
      "y.npy at byte 129: Label 2 is 2, but the task \`kind\` has 2 classes, so labels are whole numbers from 0 to 1.
        help: Name every class of these data in the task, in the order of their numbers."
    `);
    expect(await loadFault(signal, encodeNpy([3], Uint8Array.of(0, 1, 1)), to)).toMatchInlineSnapshot(`
      "y.npy: This file holds 3 labels, but x.npy holds 2 examples: each example needs one label.
        help: Name the two files that belong together, for example both of \`train\` or both of \`t10k\`."
    `);
    expect(await loadFault(signal, encodeNpy([2, 2], Uint8Array.of(0, 1, 1, 0)), to)).toMatchInlineSnapshot(`
      "y.npy at byte 3: This .npy file has 2 dimensions (2×2), as examples have, but labels are a single row of numbers.
        help: Put the file of examples first and the file of labels after \`labels\`."
    `);
    const rate = net([1], regress({ name: "rate", from: 0, to: 300 }));
    const one = encodeNpy([2, 1], Float32Array.of(1, 2));
    expect(await loadFault(one, encodeNpy([2], Float32Array.of(60, -3)), rate)).toMatchInlineSnapshot(`
      "y.npy at byte 132: Label 2 is -3, which the range of \`rate\` doesn't hold.
        help: Correct the value, or widen the range in the task."
    `);
    const death: Task = { kind: "probability", name: "death", event: "death", span };
    expect(
      await loadFault(one, encodeNpy([2], Float32Array.of(1, 0.5)), net([1], death)),
    ).toMatchInlineSnapshot(`
      "y.npy at byte 132: Label 2 is 0.5, but whether \`death\` holds is 1 or 0.
        help: Write 1 or 0."
    `);
  });

  test("no change of bytes and no cut makes anything but a FoundError", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 200 }),
        fc.nat({ max: 255 }),
        fc.nat({ max: 152 }),
        async (at, value, end) => {
          const changed = signal.slice(0, end);
          if (at < changed.length) changed[at] = value;
          await succeeds(() => parseNpy(changed, "x.npy"));
        },
      ),
      { numRuns: 300 },
    );
  });
});
