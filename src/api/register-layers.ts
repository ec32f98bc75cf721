import { register, type Tf } from "../targets/tfjs/custom/register.ts";
import type * as api from "./cnnc.d.ts";

export const registerLayers: typeof api.registerLayers = (tf) => register(tf as Tf);
