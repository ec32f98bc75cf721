/** Mean and variance of the channels of numbers that come in portions. */

/**
 * Sums of 64 bits over rows of channels, of distances from the first row: where one of the rows itself is taken away, a mean
 * that is large beside the spread costs no digits (Chan, Golub and LeVeque, The American Statistician 37 (1983) 242,
 * section 3).
 */
export class ChannelMoments {
  private readonly first: Float64Array;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  private rows = 0;

  constructor(channels: number) {
    this.first = new Float64Array(channels);
    this.sums = new Float64Array(channels);
    this.squares = new Float64Array(channels);
  }

  /** Takes rows × channels numbers in. */
  add(values: Float32Array): void {
    const { first, sums, squares } = this;
    const channels = first.length;
    if (this.rows === 0) first.set(values.subarray(0, channels));
    for (let i = 0; i < values.length; )
      for (let c = 0; c < channels; c++, i++) {
        const distance = values[i]! - first[c]!;
        sums[c]! += distance;
        squares[c]! += distance * distance;
      }
    this.rows += values.length / channels;
  }

  get mean(): Float64Array {
    return this.sums.map((sum, c) => this.first[c]! + sum / this.rows);
  }

  /** Mean square distance from the mean: divided by the number of rows, not by one less. */
  get variance(): Float64Array {
    return this.squares.map((sum, c) => Math.max(0, sum / this.rows - (this.sums[c]! / this.rows) ** 2));
  }
}
