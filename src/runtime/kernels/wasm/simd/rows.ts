/** Rows of channels in the SIMD code's memory. */
import { type Simd, simd } from "./memory.ts";

/** Channels in a vector. */
const LANES = 4;

/** A Float32Array of rows × channels, and the same of a second one if there is one. */
export class SimdRows {
  private readonly machine: Simd = simd();
  private readonly x: number;
  private readonly y: number;
  private readonly rows: number;
  private readonly size: number;
  private readonly channels: number;

  /** @param y numbers of the same rows; x itself where none are given */
  constructor(channels: number, x: Float32Array, y = x) {
    this.channels = channels;
    this.size = x.length;
    this.rows = x.length / channels;
    this.machine.clear();
    this.x = this.machine.put(x);
    this.y = y === x ? this.x : this.machine.put(y);
  }

  /** Sum of each channel of x. */
  sums(): Float64Array {
    const at = this.zeros();
    this.machine.code.sumRows(this.x, this.rows, this.channels, at);
    return this.taken(at);
  }

  /** Sum of the squared distances of each channel of x from `mean`. */
  squares(mean: Float64Array): Float64Array {
    const at = this.zeros();
    this.machine.code.sumSquares(this.x, this.rows, this.channels, this.put(mean), at);
    return this.taken(at);
  }

  /** Sum of each channel of y, and of those numbers times the distance of x from `mean`. */
  products(mean: Float64Array): [sums: Float64Array, products: Float64Array] {
    const [sums, products] = [this.zeros(), this.zeros()];
    const { x, y, rows, channels } = this;
    this.machine.code.sumProducts(y, x, rows, channels, this.put(mean), sums, products);
    return [this.taken(sums), this.taken(products)];
  }

  /** (x − mean) · slope + offset. Valid until the memory is used for something else; x is lost. */
  scaled(mean: Float64Array, slope: Float64Array, offset: Float64Array): Float32Array {
    const columns = [mean, slope, offset].map((each) => this.put(each)) as [number, number, number];
    this.machine.code.scaleRows(this.x, this.rows, this.channels, ...columns);
    return this.machine.numbers(this.x, this.size);
  }

  /** y · a + (x − mean) · b + d. Valid until the memory is used for something else; y is lost. */
  combined(mean: Float64Array, a: Float64Array, b: Float64Array, d: Float64Array): Float32Array {
    const columns = [mean, a, b, d].map((each) => this.put(each)) as [number, number, number, number];
    this.machine.code.combineRows(this.y, this.x, this.rows, this.channels, ...columns);
    return this.machine.numbers(this.y, this.size);
  }

  private put(columns: Float64Array): number {
    return this.machine.put(Float32Array.from(columns));
  }

  /** A block of a float64 for each channel, in whole vectors. */
  private zeros(): number {
    return this.machine.put(new Float64Array(Math.ceil(this.channels / LANES) * LANES));
  }

  private taken(at: number): Float64Array {
    return new Float64Array(this.machine.memory.buffer, at, this.channels).slice();
  }
}
