/** Nets that the bench measures, and examples for them. */
import { readFileSync } from "node:fs";
import { compileText } from "../src/compile.ts";
import type { Dataset } from "../src/data/dataset.ts";
import type { CheckedNet } from "../src/ir/net.ts";
import { product } from "../src/shape/shape.ts";

/** A net of a file, which must be sound. */
export function netOf(file: string, name: string): CheckedNet {
  const net = compileText(readFileSync(file, "utf8"), file).program.nets.find((each) => each.name === name);
  if (!net?.complete) throw new Error(`${file} has no sound net ${name}`);
  return net;
}

/** Examples of a net whose head has classes; their numbers and classes are unlike one another. */
export function examplesFor(net: CheckedNet, size: number): Dataset {
  const [{ output: shape }] = net.nodes as [CheckedNet["nodes"][0]];
  const task = net.outputs[0]!.task as { readonly kind: string; readonly classes: readonly string[] };
  const places = task.kind === "segment" ? product(shape.slice(0, -1)) : 1;
  const values = Float32Array.from({ length: size * product(shape) }, (_, i) => ((i * 7919) % 256) / 255);
  const targets = Int32Array.from({ length: size * places }, (_, i) => (i * 31) % task.classes.length);
  return { size, inputs: [{ shape, values }], targets: [targets] };
}
