import type { CheckedNet } from "../ir/net.ts";
import { type DrawOptions, drawMaps } from "./maps.ts";
import type { Scene } from "./scene.ts";

/** A way to draw a net. */
export type View = (net: CheckedNet, options?: DrawOptions) => Scene;

/** Every view under the name that the command line uses. */
export const views = { maps: drawMaps } as const satisfies { readonly [name: string]: View };

export type ViewName = keyof typeof views;
