/** Kind of the node that stands for a block that is not open. */
export const BLOCK = "block";

/** Kind, and id, of the node where a net with a fault stops. */
export const FAULT = "fault";
