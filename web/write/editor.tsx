import { isolateHistory } from "@codemirror/commands";
import { setDiagnostics } from "@codemirror/lint";
import { type EditorState, Transaction } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { effect, untracked } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { chooseFromText, layersOfLine, pointAt, pointedLines, shownPlace } from "../state/pointing.ts";
import { activeFile, files, setText } from "../state/project.ts";
import { seen } from "../state/seen.ts";
import { followNet } from "./follow.ts";
import { addLate, loadLate } from "./late.ts";
import { setMarks, setPointed } from "./marks.ts";
import { problemsIn } from "./problems.ts";
import { keptState, stateFor, stateFrom } from "./setup.ts";

/** States of the editor by the names of files: what can be undone, and where the cursor is. */
const states = new Map<string, EditorState>();
let kept: Readonly<Record<string, unknown>> = {};
let current: EditorView | undefined;
let shownName = "";

/** Takes over what an earlier visit could undo. */
export function takeHistories(histories: Readonly<Record<string, unknown>>): void {
  kept = histories;
}

/** What can be undone, for the next visit. */
export function histories(): Record<string, unknown> {
  if (current) states.set(shownName, current.state);
  const names = new Set(files.peek().map(({ name }) => name));
  const now = [...states].filter(([name]) => names.has(name));
  return {
    ...pick(kept, names),
    ...Object.fromEntries(now.map(([name, state]) => [name, keptState(state)])),
  };
}

function pick(all: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
}

/** Puts the cursor into the editor. */
export function focusEditor(): void {
  current?.focus();
}

/** Calls when nothing else is to be done; not every browser tells when that is. */
const requestIdle: (call: () => void) => void =
  typeof requestIdleCallback === "function"
    ? (call) => void requestIdleCallback(call)
    : (call) => void setTimeout(call, 200);

/** The text of the active file, to be written in. */
export function Editor() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const root = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: "open" });
    const view = new EditorView({ parent: root, root });
    current = view;
    const late = effect(() => {
      if (!seen.value) return;
      requestIdle(() => void loadLate(() => current));
      queueMicrotask(() => late());
    });
    const stop = [
      effect(() => showFile(view)),
      effect(() => markFound(view)),
      effect(() => view.dispatch({ effects: setPointed.of(pointedLines.value) })),
      effect(() => goTo(view)),
    ];
    return () => {
      for (const each of stop) each();
      view.destroy();
      current = undefined;
    };
  }, []);
  return <div class="editor" ref={host} />;
}

const listening = [
  EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
    if (docChanged) setText(shownName, state.doc.toString());
    if (!selectionSet && !docChanged) return;
    const { head } = state.selection.main;
    chooseFromText(layersOfLine(state.doc.lineAt(head).number));
    if (selectionSet) followNet(shownName, head);
  }),
  EditorView.domEventHandlers({
    mousemove(event, view) {
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
      pointAt(at === null ? [] : layersOfLine(view.state.doc.lineAt(at).number));
    },
    mouseleave: () => pointAt([]),
  }),
];

/** Shows the active file; a text that was changed elsewhere is changed here too, and can be undone. */
function showFile(view: EditorView): void {
  const { name, text } = activeFile.value;
  untracked(() => {
    if (name !== shownName) {
      if (shownName !== "") states.set(shownName, view.state);
      shownName = name;
      const fresh = () => (name in kept ? stateFrom(kept[name], text, listening) : stateFor(text, listening));
      view.setState(states.get(name) ?? fresh());
      addLate(view);
    }
    const now = view.state.doc.toString();
    // It is undone by itself, not with what was typed before.
    if (now !== text)
      view.dispatch({ changes: changeBetween(now, text), annotations: isolateHistory.of("full") });
  });
}

/** The smallest change that makes one text of another, so that the cursor stays where it is. */
function changeBetween(before: string, after: string): { from: number; to: number; insert: string } {
  let from = 0;
  while (from < Math.min(before.length, after.length) && before[from] === after[from]) from++;
  let end = 0;
  const most = Math.min(before.length, after.length) - from;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

/** Marks what was found. An answer about an older text marks places that move along, until the newest answer comes. */
function markFound(view: EditorView): void {
  const { found = [], net, main } = seen.value ?? {};
  const { name } = activeFile.value;
  if (main !== name) return;
  const problems = problemsIn(found, name, view.state.doc.length);
  const marks = (net?.claims ?? [])
    .filter(({ at }) => at.file === name)
    .map(({ line, state, text }) => ({ line, state, text }));
  view.dispatch(setDiagnostics(view.state, problems), { effects: setMarks.of(marks) });
}

function goTo(view: EditorView): void {
  const place = shownPlace.value;
  if (!place) return;
  const at = Math.min(place.from, view.state.doc.length);
  view.dispatch({
    selection: { anchor: at },
    effects: EditorView.scrollIntoView(at, { y: "nearest", yMargin: 60 }),
    annotations: Transaction.addToHistory.of(false),
  });
}
