/** Commands, and parts of them, that are modules of their own, since most of what they load is large. */
export interface Commands {
  readonly draw: typeof import("./draw.ts");
  /** For `draw` of a run alone, and of what a net gives. */
  readonly runs: typeof import("./draw-run.ts");
  readonly values: typeof import("./draw-values.ts");
  readonly runtimeErrors: typeof import("./runtime-errors.ts");
  /** For `draw` into a bitmap alone. */
  readonly png: typeof import("../diagram/png.ts");
  /** For `draw` into a document or a slide alone. */
  readonly pdf: typeof import("../diagram/pdf.ts");
  readonly pptx: typeof import("../diagram/pptx.ts");
  readonly gallery: typeof import("./gallery.ts");
  readonly compile: typeof import("./compile.ts");
  readonly train: typeof import("./train.ts");
  readonly predict: typeof import("./predict.ts");
  readonly fmt: typeof import("./fmt.ts");
  readonly explain: typeof import("./explain.ts");
  /** For `check --target tfjs` alone. */
  readonly unsupported: typeof import("../targets/tfjs/unsupported.ts");
  /** For `check --fix` alone. */
  readonly fix: typeof import("./fix.ts");
  /** For `check --watch` alone. */
  readonly watch: typeof import("./watch.ts");
}

export type CommandLoader = <K extends keyof Commands>(name: K) => Promise<Commands[K]>;
