import { defineLayer, type LayerDefinition } from "./definition.ts";

interface About {
  /** What becomes of each number; absent where that depends on the others. */
  readonly curve?: (x: number) => number;
  readonly source?: string;
  readonly alsoCalled?: { readonly [name: string]: string };
}

/** A function of each number that keeps the value's shape and stores nothing. */
export function activation<const K extends string>(
  kind: K,
  summary: string,
  about: About = {},
): LayerDefinition<Record<never, never>> & { readonly kind: K } {
  return {
    ...defineLayer({
      kind,
      family: "activation",
      summary,
      parameters: {},
      takes: "one",
      output: ([input]) => input!,
      examples: [`net a { input { x, y }, dense 4, ${kind} => 4 }`],
      ...about,
    }),
    kind,
  };
}
