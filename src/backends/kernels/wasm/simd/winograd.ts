/**
 * Minimal filtering (Winograd 1980; Lavin & Gray, arXiv:1509.09308): m outputs of a kernel of r numbers from n = m + r − 1
 * products.
 *
 * The product of two polynomials of r and m coefficients is known from its values at n points. Turned around, that is the
 * convolution y[i] = Σ x[i + q] · w[q]: with E the evaluation of r or m coefficients at the points, and B the coefficients of
 *
 *   M(x) / (x − a)  at a point a,   M(x) at ∞,   where M(x) = Π (x − a) over the points but ∞
 *
 * y = Eᵀ [(E w / M'(a)) ⊙ (B x)], and the gradient by the kernel is Eᵀ [Σ (E dy) ⊙ (B x)] / M'(a). Divisions stand with the
 * kernel, so that what is done for each window has small factors. Points are 0, pairs ±a, and ∞; more of them would need
 * factors that cost digits.
 */

/** The pairs of points of the short and of the long form. */
const PAIRS = { 2: [1, 2], 3: [1, 2, 1 / 2] } as const;

/** How many outputs are made at a time. */
export interface Filtering {
  readonly pairs: keyof typeof PAIRS;
  readonly outputs: number;
}

/** The form for a kernel of so many numbers; `undefined` where it saves too little. */
export function filteringOf(kernel: number): Filtering | undefined {
  if (kernel < 3 || kernel > 7) return undefined;
  const pairs = kernel < 5 ? 2 : 3;
  return { pairs, outputs: Math.min(4, 2 * pairs + 3 - kernel) };
}

/** E / M'(a): points × kernel, the points in the order 0, +a, −a of each pair, ∞. */
export function kernelFactors(pairs: Filtering["pairs"], kernel: number): Float32Array {
  const squares = PAIRS[pairs].map((a) => a * a);
  const at = (a: number, slope: number) => Array.from({ length: kernel }, (_, q) => a ** q / slope);
  const zero = at(
    0,
    squares.reduce((all, square) => all * -square, 1),
  );
  const others = PAIRS[pairs].flatMap((a) => {
    const rest = squares.filter((square) => square !== a * a);
    const slope = rest.reduce((all, square) => all * (a * a - square), 2 * a * a);
    return [...at(a, slope), ...at(-a, slope)];
  });
  const infinity = Array.from({ length: kernel }, (_, q) => (q === kernel - 1 ? 1 : 0));
  return Float32Array.from([...zero, ...others, ...infinity]);
}

/** The transposed matrix. */
export function turnedAround(matrix: Float32Array, columns: number): Float32Array {
  const rows = matrix.length / columns;
  return matrix.map((_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)]!);
}
