/** Parts of `draw` that are modules of their own, since most pictures need none of them. */
export interface DrawParts {
  /** For a run alone. */
  readonly runs: typeof import("./run.ts");
  /** For what a net gives, and what goes wrong with it. */
  readonly values: typeof import("./values.ts");
  /** For a bitmap, a document or a slide alone. */
  readonly png: typeof import("../../../diagram/write/png.ts");
  readonly pdf: typeof import("../../../diagram/write/pdf.ts");
  readonly pptx: typeof import("../../../diagram/write/pptx/pptx.ts");
}

export type PartLoader = <K extends keyof DrawParts>(name: K) => Promise<DrawParts[K]>;
