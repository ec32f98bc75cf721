// Numbers at the end of an axis that no window reaches, and whether another padding would reach them.
import { paddingOf, type Window, windowOutput } from "../../shape/window.ts";

/** Looking at more numbers than these is not worth a warning. */
const MAX_LOOKED_AT = 100_000;

/** How many numbers lie behind the last window of an axis. */
export function lostAtTheEnd(size: number, window: Window, axis: number): number {
  return Math.max(0, size - endOf(size, window, axis));
}

/** Whether a tap of a window meets each of the last `lost` numbers where the padding is \`same\`. */
export function sameTakesIn(
  lost: number,
  size: number,
  window: Window,
  axis: number,
  dilation: number,
): boolean {
  const same: Window = { ...window, padding: "same" };
  // A window that is shorter than its stride may end before the last numbers with either padding.
  if (endOf(size, same, axis) < size) return false;
  const [extent, stride] = [window.extent[axis]!, window.stride[axis]!];
  const [before] = paddingOf(size, extent, stride, "same", axis);
  const count = Math.ceil(size / stride);
  const taps = (extent - 1) / dilation + 1;
  if (lost * taps > MAX_LOOKED_AT) return false;
  for (let place = size - lost; place < size; place++) {
    const meets = (tap: number) => {
      const start = place + before - tap * dilation;
      return start >= 0 && start % stride === 0 && start / stride < count;
    };
    let tap = 0;
    while (tap < taps && !meets(tap)) tap++;
    if (tap === taps) return false;
  }
  return true;
}

/** Where the last window of an axis ends. */
function endOf(size: number, window: Window, axis: number): number {
  const [extent, stride] = [window.extent[axis]!, window.stride[axis]!];
  const [before] = paddingOf(size, extent, stride, window.padding, axis);
  const sizes = window.extent.map(() => size);
  return (windowOutput(sizes, window)[axis]! - 1) * stride + extent - before;
}
