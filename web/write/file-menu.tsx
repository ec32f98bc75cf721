import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { LibrarySpec } from "../library/specs.ts";
import { Menu } from "../parts/menu.tsx";
import { activeFile, addFile, addFiles, setText } from "../state/project.ts";
import { compiler } from "../state/seen.ts";
import { focusEditor } from "./editor.tsx";
import { openFiles } from "./open-files.ts";
import { save } from "./saving.ts";

const BLANK = "net first {\n  input image 28x28x1\n  conv 8@3, relu\n}\n";

/** New files, files of the machine, and what comes with cnnc. */
export function FileMenu() {
  const chooser = useRef<HTMLInputElement>(null);
  const specs = useSignal<readonly LibrarySpec[]>([]);
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void save();
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, []);
  return (
    <>
      <Menu label="File">
        <button
          type="button"
          onClick={() => {
            addFile({ name: "first.cnn", text: BLANK });
            focusEditor();
          }}
        >
          New
        </button>
        <button type="button" onClick={() => chooser.current?.click()}>
          Open…
        </button>
        <button type="button" onClick={() => void save()}>
          Save <kbd>Ctrl S</kbd>
        </button>
        <button type="button" onClick={() => void layOut()}>
          Format
        </button>
      </Menu>
      <span class="gathers" onPointerEnter={() => void load(specs)} onFocusCapture={() => void load(specs)}>
        <Menu label="Examples">
          <Shelf title="From the article" specs={specs.value.filter(({ shelf }) => shelf === "figures")} />
          <Shelf title="Well-known nets" specs={specs.value.filter(({ shelf }) => shelf === "zoo")} />
        </Menu>
      </span>
      <input
        ref={chooser}
        type="file"
        accept=".cnn"
        multiple
        hidden
        aria-label="Open specs"
        onChange={async ({ currentTarget }) => {
          await openFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = "";
        }}
      />
    </>
  );
}

async function load(specs: { value: readonly LibrarySpec[] }): Promise<void> {
  if (specs.value.length > 0) return;
  specs.value = (await import("../library/specs.ts")).library;
}

function Shelf({ title, specs }: { readonly title: string; readonly specs: readonly LibrarySpec[] }) {
  return (
    <div class="shelf">
      <p>{title}</p>
      {specs.map((spec) => (
        <button key={spec.name} type="button" title={spec.about} onClick={() => void openExample(spec)}>
          {spec.name.replace(/\.cnn$/, "").replaceAll("_", " ")}
        </button>
      ))}
    </div>
  );
}

async function openExample(spec: LibrarySpec): Promise<void> {
  const { withImports } = await import("../library/specs.ts");
  const files = withImports(spec).map(({ name, text }) => ({ name, text }));
  if (files.length > 1) addFiles(files, spec.name);
  else addFile(files[0]!);
}

async function layOut(): Promise<void> {
  const file = activeFile.peek();
  const text = await compiler.format(file);
  if (text !== undefined && activeFile.peek() === file) setText(file.name, text);
}
