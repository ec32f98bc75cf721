import { NestedMap } from "../../ir/nested-map.ts";
import type { Scope } from "../../ir/net.ts";
import type { SharedStep } from "../../ir/resolved.ts";
import type { Original } from "./sharing.ts";

/** Where steps are put in, and what they see there. */
export interface Place {
  /** Numbers by name: the block's parameters, and numbers of rounds; undefined where one is unknown. */
  readonly variables: ReadonlyMap<string, number | undefined>;
  /** Values that `as` named, and `in`: node by name. */
  readonly values: NestedMap<number>;
  /** What is shared here, by name. */
  readonly shared: NestedMap<Shared>;
  readonly scopes: readonly Scope[];
  /** Whether it is in a use whose weights training leaves alone. */
  readonly frozen: boolean;
  /** How many steps this one stands in. */
  readonly depth: number;
  /** Puts in what fills the block's hole, behind the value at `at`. */
  readonly fill?: (scopes: readonly Scope[], depth: number, at: number) => number;
}

/** Layers under a name, as the place where they are defined sees the net. */
export interface Shared {
  readonly step: SharedStep;
  readonly place: Place;
  uses: number;
  original?: Original;
}

/** The place of a net's own steps, with the sizes that the spec leaves open. */
export function outermost(variables: ReadonlyMap<string, number>): Place {
  return {
    variables,
    values: new NestedMap(),
    shared: new NestedMap(),
    scopes: [],
    frozen: false,
    depth: 0,
  };
}

/** A place one deeper, whose names stay inside. */
export function inside(place: Place, scope?: Scope): Place {
  return {
    ...place,
    values: new NestedMap(place.values),
    shared: new NestedMap(place.shared),
    scopes: scope ? [...place.scopes, scope] : place.scopes,
    depth: place.depth + 1,
  };
}
