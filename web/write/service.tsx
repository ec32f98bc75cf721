import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
  moveCompletionSelection,
  selectedCompletionIndex,
  snippet,
} from "@codemirror/autocomplete";
import { Prec } from "@codemirror/state";
import { type EditorView, hoverTooltip, keymap, type Tooltip } from "@codemirror/view";
import { render } from "preact";
import { activeFile, files } from "../state/project.ts";
import { compiler } from "../state/seen.ts";
import type * as messages from "../worker/messages.ts";
import { Markdown } from "./markdown.tsx";

/** The project as it is, with a place in its active file. */
const at = (offset: number) => ({ files: files.peek(), main: activeFile.peek().name, offset });

function rendered(text: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "told";
  render(<Markdown text={text} />, box);
  return box;
}

async function complete(context: CompletionContext): Promise<CompletionResult | null> {
  // Only a word that was begun brings suggestions up by itself: not a space, a comma, or the end of a number or a size.
  if (!context.explicit && !context.matchBefore(/(?<![\p{L}\p{N}_])[\p{L}_][\p{L}\p{N}_]*$/u)) return null;
  const found = await compiler.tell("complete", at(context.pos));
  if (!found || found.items.length === 0 || context.aborted) return null;
  return {
    from: found.start,
    to: found.end,
    options: found.items.map(optionOf),
    validFor: /^[\p{L}\p{N}_]*$/u,
  };
}

function optionOf({ label, detail, documentation, snippet: text }: messages.Completion): Completion {
  return {
    label,
    ...(detail ? { detail } : {}),
    ...(documentation ? { info: () => rendered(documentation) } : {}),
    apply: snippet(text.replaceAll("\\$", "$")),
  };
}

async function hover(_: EditorView, offset: number): Promise<Tooltip | null> {
  const found = await compiler.tell("hover", at(offset));
  if (!found) return null;
  return { pos: found.start, end: found.end, above: true, create: () => ({ dom: rendered(found.markdown) }) };
}

/** Takes the suggestion that is chosen, or the first. */
function takeSuggestion(view: EditorView): boolean {
  if (completionStatus(view.state) !== "active") return false;
  if (selectedCompletionIndex(view.state) === null) moveCompletionSelection(true)(view);
  return acceptCompletion(view);
}

/** What the language service adds to the editor. It is loaded when the page stands. */
export const service = [
  // None is chosen at first, so that Enter ends a line; Tab takes the first.
  autocompletion({
    override: [complete],
    icons: false,
    activateOnTypingDelay: 60,
    selectOnOpen: false,
    interactionDelay: 0,
  }),
  closeBrackets(),
  Prec.highest(keymap.of([{ key: "Tab", run: takeSuggestion }, ...completionKeymap, ...closeBracketsKeymap])),
  hoverTooltip(hover, { hoverTime: 350 }),
];
