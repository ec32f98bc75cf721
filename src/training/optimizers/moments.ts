/** Numbers that an optimizer keeps beside each weight. */
import * as tf from "../../backends/tf.ts";

/** A variable of zeros of the same shape. A tidy leaves variables alone, and takes the tensor that this one was made of. */
export function zerosLike({ shape }: tf.Variable): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zeros(shape), false));
}

export function sizeOf(variables: readonly tf.Variable[]): number {
  return variables.reduce((sum, variable) => sum + variable.size, 0);
}

/** The numbers of all variables, one after the other. */
export async function readMoments(variables: readonly tf.Variable[]): Promise<Float32Array> {
  const moments = new Float32Array(sizeOf(variables));
  let offset = 0;
  for (const variable of variables) {
    moments.set(await variable.data(), offset);
    offset += variable.size;
  }
  return moments;
}

/** Puts such a list back. */
export function writeMoments(variables: readonly tf.Variable[], moments: Float32Array): void {
  let offset = 0;
  for (const variable of variables) {
    const values = moments.slice(offset, offset + variable.size);
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
    offset += variable.size;
  }
}
