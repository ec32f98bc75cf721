import type { Json, Weight } from "../../ir/net.ts";
import type { LayerKind, ParamsOf } from "../../layers/registry.ts";
import { channels, product, rank, type Shape, spatial } from "../../shape/shape.ts";
import type { Window } from "../../shape/window.ts";
import type { KerasLayer } from "./keras.ts";

/** One node as an emitter sees it. Shapes have no batch. */
export interface Emission<K extends LayerKind = LayerKind> {
  readonly params: ParamsOf<K>;
  readonly input: Shape;
  readonly output: Shape;
  readonly window: Window | undefined;
  readonly weights: readonly Weight[];
  /** Whether training changes its weights. */
  readonly trainable: boolean;
}

/** One tensor of the weights file. */
export interface StoredWeight {
  readonly name: string;
  readonly shape: Shape;
  /** The node's weight whose numbers it holds, in the same order; or the numbers themselves. */
  readonly holds: string | readonly number[];
}

/** A layer of TensorFlow.js that an emitter asks for. */
export interface EmittedLayer extends KerasLayer {
  /** What the weights file holds for it, where that is not the node's weights by their own names and shapes. */
  readonly stored?: readonly StoredWeight[];
  /** What it takes instead of the layer before it: `node` is what the node takes, a number another layer of the list. */
  readonly takes?: readonly (number | "node")[];
}

/** Why TensorFlow.js can't do a layer. */
export interface Unsupported {
  readonly unsupported: string;
}

/** Says that standard layers of TensorFlow.js can't do it; `why` completes "TensorFlow.js …". */
export function unsupported(why: string): Unsupported {
  return { unsupported: why };
}

/**
 * How TensorFlow.js spells a kind: layers of its own, one after the other. The one that holds the node's weights is
 * named after the node.
 */
export type Emitter<K extends LayerKind> = (node: Emission<K>) => readonly EmittedLayer[] | Unsupported;

/** Emitters of some kinds; those that no combination of layers can do say why. */
export type EmitterTable<K extends LayerKind> = { readonly [Kind in K]: Emitter<Kind> | Unsupported };

export const keras = (class_name: string, config: { readonly [name: string]: Json } = {}): KerasLayer => ({
  class_name,
  config,
});

export const reshape = (shape: Shape) => keras("Reshape", { target_shape: [...shape] });

/** Axes of the value in another order, counted from 1; the batch stays in front. */
export const permute = (order: readonly number[]) => keras("Permute", { dims: [...order] });

/** Weights come from the weights file, so no time goes into drawing others first. */
export const untouched = { kernel_initializer: { class_name: "Zeros", config: {} }, activation: "linear" };

/** Zeros before and after each axis; TensorFlow.js pads two axes alone, so others are folded into those. */
export function zeroPadding(
  input: Shape,
  pads: readonly (readonly [number, number])[],
): readonly KerasLayer[] {
  if (pads.every(([before, after]) => before === 0 && after === 0)) return [];
  const output = [
    ...spatial(input).map((size, axis) => size + pads[axis]![0] + pads[axis]![1]),
    channels(input),
  ];
  return onPlanes(input, output, (axes) => {
    const padding = axes.map((axis) => (axis < 0 ? [0, 0] : [...pads[axis]!]));
    return keras("ZeroPadding2D", { padding, data_format: "channels_last" });
  });
}

/** Cuts numbers off before and after each axis. */
export function cropping(input: Shape, cuts: readonly (readonly [number, number])[]): readonly KerasLayer[] {
  if (cuts.every(([before, after]) => before === 0 && after === 0)) return [];
  const output = [
    ...spatial(input).map((size, axis) => size - cuts[axis]![0] - cuts[axis]![1]),
    channels(input),
  ];
  return onPlanes(input, output, (axes) => {
    const cut = axes.map((axis) => (axis < 0 ? [0, 0] : [...cuts[axis]!]));
    return keras("Cropping2D", { cropping: cut, data_format: "channels_last" });
  });
}

/**
 * Applies a layer that works on planes to a value of any rank, by folding axes. `layer` is given, for both axes of the
 * plane, the axis of the value that it stands for, or −1 for none. A plane gets every axis exactly once.
 */
export function onPlanes(
  input: Shape,
  output: Shape,
  layer: (axes: readonly [number, number]) => KerasLayer,
): readonly KerasLayer[] {
  switch (rank(input)) {
    case 1:
      return [reshape([input[0]!, 1, input[1]!]), layer([0, -1]), reshape(output)];
    case 2:
      return [layer([0, 1])];
    default: {
      const [depth, height, width, maps] = input as readonly [number, number, number, number];
      const [newDepth, newHeight] = output as readonly [number, number];
      return [
        reshape([depth, height, product([width, maps])]),
        layer([0, 1]),
        reshape([product([newDepth, newHeight]), width, maps]),
        layer([-1, 2]),
        reshape(output),
      ];
    }
  }
}

/**
 * Axes along which TensorFlow.js puts the windows of `same` off their places: of a volume, where the stride is so much
 * larger than the window that numbers are left over. It takes the surplus for a border below zero, in 3-D alone.
 */
export function misplacedAxes(input: Shape, { extent, stride, padding }: Window): readonly number[] {
  if (padding !== "same" || rank(input) < 3) return [];
  const covered = (size: number, axis: number) =>
    (Math.ceil(size / stride[axis]!) - 1) * stride[axis]! + extent[axis]!;
  return [...spatial(input).entries()]
    .filter(([axis, size]) => covered(size, axis) < size)
    .map(([axis]) => axis);
}
