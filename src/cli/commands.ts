import type { DrawParts } from "./draw-parts.ts";

/** Commands, and parts of them, that are modules of their own, since most of what they load is large. */
export interface Commands extends DrawParts {
  readonly draw: typeof import("./draw.ts");
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
