import { defaultKeymap, history, historyField, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentUnit, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { specColours, specStyle } from "./colours.ts";
import { lineMarks } from "./marks.ts";
import { searching } from "./searching.ts";
import { editorTheme } from "./theme.ts";

const language = StreamLanguage.define(specColours);

const parts: Extension = [
  lineNumbers(),
  lineMarks,
  highlightActiveLineGutter(),
  highlightSpecialChars(),
  history(),
  drawSelection(),
  EditorState.allowMultipleSelections.of(true),
  EditorState.tabSize.of(2),
  indentUnit.of("  "),
  language,
  syntaxHighlighting(specStyle),
  bracketMatching(),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({
    "aria-label": "Spec",
    tabindex: "0",
    spellcheck: "false",
    autocapitalize: "off",
  }),
  editorTheme,
  keymap.of([
    ...defaultKeymap,
    ...searching,
    ...historyKeymap,
    ...lintKeymap,
    // Escape, then Tab, leaves the editor.
    indentWithTab,
  ]),
];

/** A fresh state of the editor for a text. */
export function stateFor(text: string, extra: Extension): EditorState {
  return EditorState.create({ doc: text, extensions: [extra, parts] });
}

/** A state that was kept, if it is of this text; else a fresh one. */
export function stateFrom(kept: unknown, text: string, extra: Extension): EditorState {
  try {
    const state = EditorState.fromJSON(kept, { extensions: [extra, parts] }, { history: historyField });
    if (state.doc.toString() === text) return state;
  } catch {
    // What was kept is of no use; the text is there all the same.
  }
  return stateFor(text, extra);
}

/** A state as it is kept. */
export function keptState(state: EditorState): unknown {
  return state.toJSON({ history: historyField });
}
