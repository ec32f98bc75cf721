/** How a camera was held, as EXIF notes it (CIPA DC-008, tag 0x0112): 1 is upright, and what it stores is what is shown. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const TAG = 0x0112;
const SHORT = 3;

/** The orientation in EXIF data, which are a TIFF header with directories; 1 where they tell none, or are damaged. */
export function orientationIn(exif: Uint8Array): Orientation {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  if (exif.length < 8) return 1;
  const mark = view.getUint16(0);
  const little = mark === 0x4949;
  if ((!little && mark !== 0x4d4d) || view.getUint16(2, little) !== 42) return 1;
  const directory = view.getUint32(4, little);
  if (directory + 2 > exif.length) return 1;
  const entries = view.getUint16(directory, little);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > exif.length) return 1;
    if (view.getUint16(at, little) !== TAG) continue;
    const value = view.getUint16(at + 2, little) === SHORT ? view.getUint16(at + 8, little) : 0;
    return value >= 1 && value <= 8 ? (value as Orientation) : 1;
  }
  return 1;
}

/** Whether rows are shown as columns. */
const isTurned = (orientation: Orientation) => orientation >= 5;

/** Height and width of what is shown, of those that are stored. */
export const sizeShown = (height: number, width: number, orientation: Orientation) =>
  isTurned(orientation) ? { height: width, width: height } : { height, width };

type Numbers = Float32Array | Uint8Array | Uint16Array | Int32Array;

/**
 * The pixels of an image in the order in which they are shown.
 *
 * @param height of the rows as they are stored
 */
export function shown<Values extends Numbers>(
  stored: Values,
  height: number,
  width: number,
  channels: number,
  orientation: Orientation,
): Values {
  if (orientation === 1) return stored;
  const values = new (stored.constructor as new (length: number) => Values)(stored.length);
  const [rows, columns] = isTurned(orientation) ? [width, height] : [height, width];
  const fromBelow = [3, 4, 6, 7].includes(orientation);
  const fromRight = [2, 3, 7, 8].includes(orientation);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [down, right] = isTurned(orientation) ? [column, row] : [row, column];
      const y = fromBelow ? height - 1 - down : down;
      const x = fromRight ? width - 1 - right : right;
      for (let channel = 0; channel < channels; channel++)
        values[(row * columns + column) * channels + channel] = stored[(y * width + x) * channels + channel]!;
    }
  }
  return values;
}
