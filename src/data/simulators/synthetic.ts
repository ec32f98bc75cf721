import { FoundError } from "../../diagnostics/found-error.ts";
import type { CheckedNet } from "../../ir/net.ts";
import type { DataSource } from "../../ir/program.ts";
import { type RandomStream, randomStream } from "../../random/random.ts";
import { formatShape, type Shape, sameShape } from "../../shape/shape.ts";
import type { Dataset } from "../dataset.ts";
import { scalePixels } from "../formats/pixels.ts";
import { assemble, describeInput, onlyWants, purpose, quoted, type Wants, wantsOf } from "../wants.ts";

/** What the generator `noughts_and_crosses` draws. */
export type SymbolName = "nought" | "cross";

const SYMBOLS: readonly SymbolName[] = ["nought", "cross"];

/** Below this a ring closes up and a cross is a blot. */
const MIN_SIZE = 12;
/** One GiB of float32 numbers. */
const MAX_NUMBERS = 2 ** 28;

/** Width of strokes in pixels, whatever the image's size: the line kernels are 3×3. */
const STROKE = { from: 1.6, to: 2.8 };
/** Half of a symbol's height and width, as a part of the image's size. */
const EXTENT = { from: 0.22, to: 0.4 };
/** An arm of a cross turns by at most 8 degrees out of its diagonal. */
const TILT = (8 / 180) * Math.PI;
/** Standard deviation of the noise on every pixel. */
const NOISE = 0.03;

/**
 * Examples that are drawn by a rule.
 *
 * @throws FoundError where the rule's images or classes aren't those of the net
 */
export async function loadSynthetic(source: DataSource, net: CheckedNet): Promise<Dataset> {
  // The one generator that a spec can name.
  return noughtsAndCrosses(source, wantsOf(net, source.name));
}

/**
 * Noughts and crosses in turn, so that any number from the start is balanced. Example i depends on the seed, the
 * size and i alone: a longer data set begins with the shorter one.
 */
function noughtsAndCrosses(source: DataSource, wants: Wants): Dataset {
  const { count, size, seed } = { seed: 1, ...source.options } as {
    count: number;
    size: number;
    seed: number;
  };
  checkOptions(source.name, count, size);
  const shape = [size, size, 1];
  const classOf = classIndices(source.name, wants, shape);
  const inputs = new Float32Array(count * size * size);
  const targets = new Int32Array(count);
  const names: string[] = [];
  for (let example = 0; example < count; example++) {
    const symbol = SYMBOLS[example % 2]!;
    inputs.set(
      drawSymbol(symbol, size, randomStream(seed, `noughts_and_crosses/${example}`)),
      example * size * size,
    );
    targets[example] = classOf[symbol];
    names.push(`${symbol} ${example + 1}`);
  }
  return assemble(wants, count, [scalePixels(inputs, wants.inputs[0]!.range)], [targets], names);
}

function checkOptions(file: string, count: number, size: number): void {
  if (size < MIN_SIZE) {
    throw new FoundError(
      "data_synthetic",
      `Images of size ${size} are too small to draw noughts and crosses: at least ${MIN_SIZE} pixels are needed.`,
      { file, help: "Write `size 28`." },
    );
  }
  if (count < 1 || count * size * size > MAX_NUMBERS) {
    throw new FoundError(
      "data_synthetic",
      count < 1
        ? `At least one example is needed, but the count is ${count}.`
        : `${count} images of ${size}×${size} do not fit into memory: at most ${Math.floor(MAX_NUMBERS / (size * size))} do.`,
      { file, help: "Write `count 2000`." },
    );
  }
}

function classIndices(file: string, wants: Wants, shape: Shape): { readonly [name in SymbolName]: number } {
  const [input, head] = onlyWants(wants, file);
  const task = head?.task;
  const classes = task?.kind === "classify" ? task.classes : [];
  if (classes.length !== SYMBOLS.length || !SYMBOLS.every((symbol) => classes.includes(symbol))) {
    throw new FoundError(
      "data_mismatch",
      task?.kind === "classify"
        ? `These images are of the classes ${quoted(SYMBOLS)}, but the task \`${task.name}\` has the classes ${quoted(classes)}.`
        : `These images are of the classes ${quoted(SYMBOLS)}, but ${task ? `the task \`${task.name}\` ${purpose(task)}` : `no task of \`${wants.net}\` asks for them`}.`,
      { file, help: "Use a net with a task such as `task symbol = classify { nought, cross }`." },
    );
  }
  if (!sameShape(input.shape, shape)) {
    throw new FoundError(
      "data_mismatch",
      `These images are ${formatShape(shape)}, but the net \`${wants.net}\` takes ${describeInput(input)}.`,
      { file, help: `Write \`input image ${shape.join("x")}\` in the net, or another \`size\` in the data.` },
    );
  }
  return { nought: classes.indexOf("nought"), cross: classes.indexOf("cross") };
}

/**
 * Draws one symbol in light strokes on a dark ground: a nought is an ellipse that is nearly a circle, a cross is two
 * lines near the diagonals. Centre, size, proportions, tilt, width and brightness of the strokes are random, and the
 * symbol lies inside the image. Both symbols have the same distribution of sizes.
 *
 * @param size height and width of the image in pixels, at least 12
 * @returns size × size numbers from 0 to 1, row by row
 */
export function drawSymbol(symbol: SymbolName, size: number, random: RandomStream): Float32Array {
  const width = random.between(STROKE.from, STROKE.to);
  const brightness = random.between(0.85, 1);
  // Strokes are drawn half a pixel beyond their edge, where they fade.
  const margin = width / 2 + 0.5;
  const largest = size / 2 - margin;
  const extent = () => Math.min(largest, size * random.between(EXTENT.from, EXTENT.to));
  const halfHeight = extent();
  const halfWidth = Math.min(largest, halfHeight * random.between(0.85, 1.18));
  const centre = (half: number) => random.between(half + margin, size - half - margin);
  const y = centre(halfHeight);
  const x = centre(halfWidth);
  const distance =
    symbol === "nought" ? ellipse(x, y, halfWidth, halfHeight) : cross(x, y, halfWidth, halfHeight, random);

  const pixels = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const outside = distance(column + 0.5, row + 0.5) - width / 2;
      const coverage = Math.min(1, Math.max(0, 0.5 - outside));
      const value = brightness * coverage + NOISE * random.normal();
      pixels[row * size + column] = Math.min(1, Math.max(0, value));
    }
  }
  return pixels;
}

/** Distance from a point to a line that is drawn, in pixels. */
type Distance = (x: number, y: number) => number;

/** To first order, |f| / |grad f| with f = r² − r: near the line, where it is drawn, the error is small (Taubin 1994). */
function ellipse(centreX: number, centreY: number, a: number, b: number): Distance {
  return (x, y) => {
    const u = (x - centreX) / a;
    const v = (y - centreY) / b;
    const r = Math.hypot(u, v);
    if (r === 0) return Math.min(a, b);
    return (Math.abs(r - 1) * r) / Math.hypot(u / a, v / b);
  };
}

function cross(centreX: number, centreY: number, a: number, b: number, random: RandomStream): Distance {
  const arm = (direction: 1 | -1): Distance => {
    const angle = Math.atan2(direction * b, a) + random.between(-TILT, TILT);
    const dx = Math.cos(angle);
    const dy = Math.sin(angle);
    // As long as the box allows, so that a tilted arm stays inside it.
    const half = Math.min(a / Math.abs(dx), b / Math.abs(dy));
    return segment(centreX - half * dx, centreY - half * dy, centreX + half * dx, centreY + half * dy);
  };
  const falling = arm(1);
  const rising = arm(-1);
  return (x, y) => Math.min(falling(x, y), rising(x, y));
}

function segment(x1: number, y1: number, x2: number, y2: number): Distance {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const square = dx * dx + dy * dy;
  return (x, y) => {
    const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / square));
    return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
  };
}
