import { Prec, StateEffect } from "@codemirror/state";
import { type EditorView, type KeyBinding, keymap } from "@codemirror/view";

/** Searching is loaded when it is first asked for; from then on its own keys do. */
async function search(view: EditorView): Promise<void> {
  const { highlightSelectionMatches, openSearchPanel, searchKeymap } = await import("@codemirror/search");
  const parts = [highlightSelectionMatches(), Prec.high(keymap.of(searchKeymap))];
  view.dispatch({ effects: StateEffect.appendConfig.of(parts) });
  openSearchPanel(view);
}

export const searching: readonly KeyBinding[] = [
  {
    key: "Mod-f",
    run: (view) => {
      void search(view);
      return true;
    },
    preventDefault: true,
  },
];
