/** What each view shows, takes and needs: for the command line and its help, without loading what draws. */

/** Options of `cnnc draw` that not every view takes, with how they are written; a view that takes none of them has an empty list. */
export const viewOptions = {
  depth: "--depth",
  expand: "--expand",
  width: "--width",
  range: "--range",
  image: "--image",
} as const;

export type ViewOption = keyof typeof viewOptions;

/** What views may need beside the net: the course of a training, what the net gives over its inputs, what it makes of an example. */
export type Need = "history" | "answers" | "example";

export interface ViewTerms {
  /** In a few words, for the help of the command line. */
  readonly shows: string;
  readonly takes: readonly ViewOption[];
  /** What it needs, always or where an option is given. */
  readonly needs: { readonly [N in Need]?: "always" | ViewOption };
}

/** Every view under the name that the command line uses. */
export const viewTerms = {
  maps: { shows: "feature maps to scale", takes: ["depth", "expand", "width"], needs: {} },
  graph: { shows: "layers and blocks as boxes", takes: ["depth", "expand", "width"], needs: {} },
  // These two show every layer, at any depth.
  neurons: {
    shows: "a circle for each number, for nets of lists",
    takes: ["depth", "expand", "width"],
    needs: {},
  },
  arithmetic: { shows: "the count of the weights", takes: ["depth", "expand", "width"], needs: {} },
  training: { shows: "the losses of a run", takes: ["width"], needs: { history: "always" } },
  plot: {
    shows: "what a net gives over its one or two inputs",
    takes: ["range", "width"],
    needs: { answers: "always" },
  },
  kernels: {
    shows: "those of its convolutions",
    takes: ["image", "width"],
    needs: { example: "image" },
  },
} as const satisfies { readonly [name: string]: ViewTerms };

export type ViewName = keyof typeof viewTerms;

/** The views that take an option. */
export function viewsTaking(option: ViewOption): ViewName[] {
  return (Object.keys(viewTerms) as ViewName[]).filter((name) => {
    const { takes }: ViewTerms = viewTerms[name];
    return takes.includes(option);
  });
}

/** What a view needs where these options are given. */
export function needsOf(name: ViewName, given: { readonly [O in ViewOption]?: unknown }): Need[] {
  const { needs }: ViewTerms = viewTerms[name];
  return (Object.keys(needs) as Need[]).filter((need) => {
    const where = needs[need];
    return where === "always" || (where !== undefined && given[where] !== undefined);
  });
}
