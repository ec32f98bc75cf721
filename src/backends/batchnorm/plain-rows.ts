/** Sums and changes of rows of channels in plain JavaScript, as batch normalisation needs them. */

/** A Float32Array of rows × channels, and the same of a second one if there is one. */
export class PlainRows {
  private readonly channels: number;
  private readonly x: Float32Array;
  private readonly y: Float32Array;

  /** @param y numbers of the same rows; x itself where none are given */
  constructor(channels: number, x: Float32Array, y = x) {
    this.channels = channels;
    this.x = x;
    this.y = y;
  }

  /** Sum of each channel of x. */
  sums(): Float64Array {
    const { x } = this;
    const sums = new Float64Array(this.channels);
    for (let i = 0; i < x.length; ) for (let c = 0; c < sums.length; c++) sums[c]! += x[i++]!;
    return sums;
  }

  /** Sum of the squared distances of each channel of x from `mean`. */
  squares(mean: Float64Array): Float64Array {
    const { x } = this;
    const sums = new Float64Array(this.channels);
    for (let i = 0; i < x.length; )
      for (let c = 0; c < sums.length; c++) {
        const distance = x[i++]! - mean[c]!;
        sums[c]! += distance * distance;
      }
    return sums;
  }

  /** Sum of each channel of y, and of those numbers times the distance of x from `mean`. */
  products(mean: Float64Array): [sums: Float64Array, products: Float64Array] {
    const { x, y } = this;
    const sums = new Float64Array(this.channels);
    const products = new Float64Array(this.channels);
    for (let i = 0; i < x.length; )
      for (let c = 0; c < sums.length; c++, i++) {
        sums[c]! += y[i]!;
        products[c]! += y[i]! * (x[i]! - mean[c]!);
      }
    return [sums, products];
  }

  /** (x − mean) · slope + offset. */
  scaled(mean: Float64Array, slope: Float64Array, offset: Float64Array): Float32Array {
    const { x } = this;
    const values = new Float32Array(x.length);
    for (let i = 0; i < x.length; )
      for (let c = 0; c < mean.length; c++, i++) values[i] = (x[i]! - mean[c]!) * slope[c]! + offset[c]!;
    return values;
  }

  /** y · a + (x − mean) · b + d. */
  combined(mean: Float64Array, a: Float64Array, b: Float64Array, d: Float64Array): Float32Array {
    const { x, y } = this;
    const values = new Float32Array(x.length);
    for (let i = 0; i < x.length; )
      for (let c = 0; c < mean.length; c++, i++)
        values[i] = y[i]! * a[c]! + (x[i]! - mean[c]!) * b[c]! + d[c]!;
    return values;
  }
}
