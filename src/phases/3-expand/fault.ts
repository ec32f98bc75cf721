/** Thrown where the net is too large to go on with; it was reported before. */
export const STOP = Symbol("stop");

/** Thrown where a layer has a fault: what it gives is unknown. It was reported before, or follows from what was. */
export const FAULT = Symbol("fault");
