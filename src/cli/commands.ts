import type { DrawParts } from "./commands/draw/parts.ts";

/** Commands, and parts of them, that are modules of their own, since most of what they load is large. */
export interface Commands extends DrawParts {
  readonly draw: typeof import("./commands/draw/draw.ts");
  readonly gallery: typeof import("./commands/gallery.ts");
  readonly compile: typeof import("./commands/compile.ts");
  readonly train: typeof import("./commands/train/train.ts");
  readonly predict: typeof import("./commands/predict.ts");
  readonly play: typeof import("./commands/play/play.ts");
  readonly fmt: typeof import("./commands/fmt.ts");
  readonly explain: typeof import("./commands/explain.ts");
  /** For `check --target tfjs` alone. */
  readonly unsupported: typeof import("../targets/tfjs/unsupported.ts");
  /** For `check --fix` alone. */
  readonly fix: typeof import("./commands/check/fix.ts");
  /** For `check --watch` alone. */
  readonly watch: typeof import("./commands/check/watch.ts");
}

export type CommandLoader = <K extends keyof Commands>(name: K) => Promise<Commands[K]>;
