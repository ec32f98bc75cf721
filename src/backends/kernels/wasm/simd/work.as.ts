/** What every thread runs. */
import { convolveChunk, gradientChunk } from "./convolution.as";
import { DONE, field, KIND, TICKETS } from "./head.as";
import { rowsChunk } from "./rows.as";
import { filterChunk, filterGradientChunk } from "./winograd.as";

/** Takes chunks of the job that stands in the head until none is left. */
export function work(thread: i32): void {
  while (true) {
    const chunk = atomic.sub<i32>(TICKETS, 1) - 1;
    if (chunk < 0) return;
    const kind = field(KIND);
    if (kind === 0) convolveChunk(chunk);
    else if (kind === 1) gradientChunk(chunk, thread);
    else if (kind === 2) filterChunk(chunk, thread);
    else if (kind === 3) filterGradientChunk(chunk, thread);
    else rowsChunk(chunk);
    atomic.add<i32>(DONE, 1);
    atomic.notify(DONE, 1);
  }
}
