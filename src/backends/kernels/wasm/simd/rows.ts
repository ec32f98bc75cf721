/** Rows of channels in the SIMD code's memory. */
import { type Job, ROWS, run } from "./job.ts";
import { type Simd, simd } from "./memory.ts";

/** Channels in a vector. */
const LANES = 4;
/** Numbers that a chunk of rows has at least. */
const CHUNK = 32_768;
/** Rows of a chunk come in multiples of those whose sum is made in float32. */
const FEW = 64;

/** What `rows.as.ts` does with rows. */
const SUM = 0;
const SQUARES = 1;
const PRODUCTS = 2;
const SCALE = 3;
const COMBINE = 4;

/** A Float32Array of rows × channels, and the same of a second one if there is one. */
export class SimdRows {
  private readonly machine: Simd = simd();
  private readonly x: number;
  private readonly y: number;
  private readonly size: number;
  private readonly channels: number;
  /** Channels in whole vectors. */
  private readonly width: number;
  /** Rows in a chunk. */
  private readonly block: number;
  private readonly chunks: number;

  /** @param y numbers of the same rows; x itself where none are given */
  constructor(channels: number, x: Float32Array, y = x) {
    this.channels = channels;
    this.width = Math.ceil(channels / LANES) * LANES;
    this.size = x.length;
    this.block = FEW * Math.ceil(CHUNK / channels / FEW);
    this.chunks = Math.ceil(x.length / channels / this.block);
    this.machine.clear();
    this.x = this.machine.put(x);
    this.y = y === x ? this.x : this.machine.put(y);
  }

  /** Sum of each channel of x. */
  sums(): Float64Array {
    return this.summed(SUM, {})[0];
  }

  /** Sum of the squared distances of each channel of x from `mean`. */
  squares(mean: Float64Array): Float64Array {
    return this.summed(SQUARES, { mean: this.put(mean) })[0];
  }

  /** Sum of each channel of y, and of those numbers times the distance of x from `mean`. */
  products(mean: Float64Array): [sums: Float64Array, products: Float64Array] {
    return this.summed(PRODUCTS, { mean: this.put(mean) });
  }

  /** (x − mean) · slope + offset. Valid until the memory is used for something else; x is lost. */
  scaled(mean: Float64Array, slope: Float64Array, offset: Float64Array): Float32Array {
    this.run(SCALE, { mean: this.put(mean), a: this.put(slope), d: this.put(offset) });
    return this.machine.numbers(this.x, this.size);
  }

  /** y · a + (x − mean) · b + d. Valid until the memory is used for something else; y is lost. */
  combined(mean: Float64Array, a: Float64Array, b: Float64Array, d: Float64Array): Float32Array {
    this.run(COMBINE, { mean: this.put(mean), a: this.put(a), b: this.put(b), d: this.put(d) });
    return this.machine.numbers(this.y, this.size);
  }

  private run(operation: number, more: Job): void {
    const { x, y, channels, block } = this;
    const job = { kind: ROWS, operation, x, y, channels, block, rowCount: this.size / channels, ...more };
    run(this.machine, job, this.chunks, this.size);
  }

  /** Two sums of each channel, float64: those of every chunk, added in their order. */
  private summed(operation: number, more: Job): [Float64Array, Float64Array] {
    const { channels, width, chunks } = this;
    const sums = this.machine.put(new Float64Array(2 * width * chunks));
    this.run(operation, { ...more, sums, sumsStep: 2 * width * Float64Array.BYTES_PER_ELEMENT });
    const parts = new Float64Array(this.machine.memory.buffer, sums, 2 * width * chunks);
    const both: [Float64Array, Float64Array] = [new Float64Array(channels), new Float64Array(channels)];
    for (let chunk = 0; chunk < chunks; chunk++) {
      for (const [half, all] of both.entries()) {
        const start = (2 * chunk + half) * width;
        for (let c = 0; c < channels; c++) all[c]! += parts[start + c]!;
      }
    }
    return both;
  }

  private put(columns: Float64Array): number {
    return this.machine.put(Float32Array.from(columns));
  }
}
