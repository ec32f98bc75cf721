import { type Extension, Facet, StateEffect } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

/** Whether a state of the editor has what came late. */
const has = Facet.define<true>();
let late: Extension | undefined;

/** Gives the state that is shown what came late, if it came. */
export function addLate(view: EditorView): void {
  if (!late || view.state.facet(has).length > 0) return;
  view.dispatch({ effects: StateEffect.appendConfig.of([late, has.of(true)]) });
}

/** Loads what is not needed for the first picture. */
export async function loadLate(current: () => EditorView | undefined): Promise<void> {
  late ??= (await import("./service.tsx")).service;
  const view = current();
  if (view) addLate(view);
}
