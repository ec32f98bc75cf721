import { computed, effect, signal } from "@preact/signals";
import { readSetting, writeSetting } from "./settings.ts";

/** How the page looks; `auto` follows the machine. */
export type Look = "auto" | "light" | "dark";

export const look = signal<Look>(readSetting("look", ["auto", "light", "dark"]) ?? "auto");

const machine = matchMedia("(prefers-color-scheme: dark)");
const machineDark = signal(machine.matches);
machine.addEventListener("change", ({ matches }) => {
  machineDark.value = matches;
});

export const dark = computed(() => (look.value === "auto" ? machineDark.value : look.value === "dark"));

/** Large type, for a room that looks at a projector. */
export const projector = signal(readSetting("projector", ["on", "off"]) === "on");

/** Whether another page shows this one in a frame: what is seen, without what it was written with. */
export const embedded = signal(false);

/** What a narrow screen shows. */
export const side = signal<"write" | "see">("write");

effect(() => {
  document.documentElement.dataset.look = dark.value ? "dark" : "light";
  writeSetting("look", look.value);
});
effect(() => {
  document.documentElement.toggleAttribute("data-projector", projector.value);
  writeSetting("projector", projector.value ? "on" : "off");
});
