import type { CountName, PlacesName, SumName } from "./net.ts";

/** What claims may count as sums over layers. */
export const SUMS: readonly SumName[] = ["weights", "learned", "tracked", "fixed", "multiply-adds"];

/** What the places of a value are called, and the value itself, by its number of spatial axes. */
export const PLACES: readonly { readonly name: PlacesName; readonly of: string }[] = [
  { name: "samples", of: "a signal" },
  { name: "pixels", of: "an image" },
  { name: "voxels", of: "a volume" },
];

/** All that claims may count. */
export const COUNTS: readonly CountName[] = [...SUMS, ...PLACES.map(({ name }) => name)];
