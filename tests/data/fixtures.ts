import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { afterAll } from "vitest";
import type { Dataset, Targets } from "../../src/data/dataset.ts";
import { FoundError, formatFound } from "../../src/diagnostics/found-error.ts";
import type { CheckedNet, Field, Json, Quantity, Task } from "../../src/ir/net.ts";
import type { DataSource } from "../../src/ir/program.ts";
import type { Shape } from "../../src/shape/shape.ts";

const span = { start: 0, end: 0 };

/** The numbers that feed a data set's only input and teach its only head. */
export function only({ inputs, targets }: Dataset): {
  readonly shape: Shape;
  readonly values: Float32Array;
  readonly targets: Targets;
} {
  if (inputs.length !== 1 || targets.length !== 1) throw new Error("several inputs or heads");
  return { ...inputs[0]!, targets: targets[0]! };
}

/** A temporary folder that goes away after the file's tests. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cnnc-data-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file under a folder, making the folders between. */
export async function put(folder: string, name: string, content: Uint8Array | string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

/** A net of nothing but an input and a task. */
export function net(output: Shape, task: Task | undefined, fields: readonly Field[] = []): CheckedNet {
  const totals = { weights: 0, learned: 0, tracked: 0, fixed: 0, multiplyAdds: 0 };
  const params: { [name: string]: Json } =
    fields.length === 0
      ? { form: ["", "samples", "image", "volume"][output.length - 1] ?? "volume" }
      : { form: "fields", fields: fields.map((field) => ({ ...field })) };
  const input = {
    inputs: [],
    output,
    weights: [],
    multiplyAdds: 0,
    receptiveField: [],
    stride: [],
    scopes: [],
    span,
  };
  const nodes = [{ ...input, id: "input_1", kind: "input", label: "input", params }];
  const inputs = [{ node: "input_1" }];
  const outputs = [{ node: "input_1", name: "output", ...(task ? { task } : {}) }];
  return { name: "test", span, complete: true, nodes, inputs, outputs, totals, claims: [] };
}

export const classify = (...classes: string[]): Task => ({ kind: "classify", name: "kind", classes, span });

export const regress = (...quantities: Quantity[]): Task => ({
  kind: "regress",
  name: "rate",
  quantities,
  span,
});

export function source(
  kind: string,
  names: readonly string[],
  options: Record<string, Json> = {},
): DataSource {
  return { name: "examples", kind, arguments: names.map((text) => ({ text, span })), options, span };
}

/** The fault as the command line shows it, without the temporary folder; anything but a FoundError goes through. */
export async function fault(work: Promise<unknown>, folder: string): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof FoundError)
      return formatFound(error).replaceAll(`${folder}/`, "").replaceAll(folder, ".");
    throw error;
  }
  throw new Error("expected a FoundError");
}

/** True where the work succeeds, false where it ends in a FoundError; anything else goes through. */
export async function succeeds(work: () => unknown): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof FoundError) return false;
    throw error;
  }
}

/** A PNG out of its header's fields and its unpacked rows, each of which begins with a filter byte. */
export function png(
  header: { width: number; height: number; depth: number; colourType: number; interlace?: number },
  rows: readonly number[],
  extra: readonly (readonly [type: string, data: readonly number[]])[] = [],
): Uint8Array {
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(header.width, 0);
  ihdr.writeUInt32BE(header.height, 4);
  ihdr.set([header.depth, header.colourType, 0, 0, header.interlace ?? 0], 8);
  const parts = [
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", ihdr),
    ...extra.map(([type, data]) => chunk(type, Buffer.from(data))),
    chunk("IDAT", deflateSync(Buffer.from(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return new Uint8Array(Buffer.concat(parts));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** An array as NumPy writes it: its type (`<f4`, `|u1`), its sizes, its numbers. */
export function npy(type: "<f4" | "|u1", sizes: readonly number[], numbers: readonly number[]): Buffer {
  const shape = `(${sizes.join(", ")}${sizes.length === 1 ? "," : ""})`;
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }`;
  // Magic bytes, version and length take 10 bytes; the numbers begin at a multiple of 64.
  const padded = header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11);
  const begin = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, padded.length + 1, 0]);
  const values = type === "<f4" ? Buffer.from(Float32Array.from(numbers).buffer) : Buffer.from(numbers);
  return Buffer.concat([begin, Buffer.from(`${padded}\n`), values]);
}
