import { activation } from "../activation.ts";

export const tanh = activation("tanh", "Squeezes each number between -1 and 1.", { curve: Math.tanh });
