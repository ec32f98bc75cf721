import { computed, signal } from "@preact/signals";
import type { ThemeName, ViewName, WidthName } from "../../src/diagram/index.ts";
import type { Drawing } from "../worker/messages.ts";
import { dark } from "./look.ts";

/** The net that is shown; the file's first one where it has none of that name. */
export const netName = signal<string | undefined>(undefined);
export const view = signal<ViewName | undefined>(undefined);
export const depth = signal<number | "all" | undefined>(undefined);
export const expand = signal<readonly string[]>([]);
export const sizes = signal<Readonly<Record<string, number>>>({});
/** `screen` wraps at the width of the pane. */
export const width = signal<WidthName | "screen" | undefined>("screen");
/** `undefined` follows the page. */
export const theme = signal<ThemeName | undefined>(undefined);

/** Width of the pane in px, in steps, so that dragging its edge doesn't draw anew all the time. */
export const room = signal(960);

export const drawing = computed<Drawing>(() => ({
  view: view.value,
  depth: depth.value,
  expand: expand.value,
  theme: theme.value ?? (dark.value ? "dark" : "light"),
  ...(width.value === "screen" ? { room: room.value } : { width: width.value }),
}));

/** Views that draw a net as it is written; the others need a trained one. */
export const viewNames: readonly ViewName[] = ["maps", "graph", "neurons", "arithmetic", "kernels"];

/** Opens or closes a block in the picture. */
export function toggleBlock(name: string): void {
  const open = expand.peek();
  expand.value = open.includes(name) ? open.filter((each) => each !== name) : [...open, name];
}
