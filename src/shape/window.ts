import { divideDown, divideUp, minus, plus } from "./size.ts";

/** How a sliding window treats the border. `pad` adds that many zeros on both sides of every axis. */
export type Padding = "same" | "valid" | { readonly pad: readonly number[] };

/** A window that slides over the spatial axes; every list has one entry an axis. */
export interface Window {
  /** How far it reaches; a dilated kernel of k taps d apart reaches (k − 1)·d + 1. */
  readonly extent: readonly number[];
  readonly stride: readonly number[];
  readonly padding: Padding;
}

/** One number stands for all axes; a list must have one entry an axis, else undefined. */
export function perAxis(value: readonly number[], axes: number): readonly number[] | undefined {
  if (value.length === 1) return Array.from({ length: axes }, () => value[0]!);
  return value.length === axes ? value : undefined;
}

/** Zeros before and after one axis, in TensorFlow's rule for `same`: the odd one goes to the end. */
export function paddingOf(
  size: number,
  extent: number,
  stride: number,
  padding: Padding,
  axis: number,
): [number, number] {
  if (padding === "valid") return [0, 0];
  if (padding === "same") {
    const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + extent - size);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  }
  const pad = padding.pad[axis]!;
  return [pad, pad];
}

/**
 * Sizes that a window leaves: `same` ceil(n / stride), else floor((n + 2·pad − extent) / stride) + 1.
 * A size of 0 or less means that the window does not fit along that axis.
 */
export function windowOutput(sizes: readonly number[], window: Window): number[] {
  return sizes.map((size, axis) => {
    const extent = window.extent[axis]!;
    const stride = window.stride[axis]!;
    if (window.padding === "same") return divideUp(size, stride);
    const [before, after] = paddingOf(size, extent, stride, window.padding, axis);
    return plus(divideDown(minus(plus(size, before + after), extent), stride), 1);
  });
}
