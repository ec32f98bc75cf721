import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { depth, expand, netName, sizes, view } from "../state/drawing.ts";
import { activeFile, files } from "../state/project.ts";

/** The address of this page with what it shows now. */
async function linkNow(embed: boolean): Promise<string> {
  const { fragmentOf } = await import("./link.ts");
  const { origin, pathname } = location;
  const fragment = fragmentOf({
    files: files.peek(),
    main: activeFile.peek().name,
    net: netName.peek(),
    view: view.peek(),
    depth: depth.peek(),
    expand: expand.peek(),
    sizes: sizes.peek(),
    ...(embed ? { embed } : {}),
  });
  return origin + pathname + fragment;
}

/** Links, frames for other pages, paper. */
export function ShareButton() {
  const dialog = useRef<HTMLDialogElement>(null);
  const link = useSignal("");
  const frame = useSignal("");
  const open = async () => {
    link.value = await linkNow(false);
    frame.value = `<iframe src="${await linkNow(true)}" title="${activeFile.peek().name.replaceAll(/["<>&]/g, "")}" width="800" height="600"></iframe>`;
    dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" onClick={() => void open()}>
        Share
      </button>
      <dialog ref={dialog} class="share" aria-labelledby="share-title">
        <h2 id="share-title">Share</h2>
        <Copied label="Link" value={link.value}>
          The files are in the link itself, and go to no server. It shows what you see now.
        </Copied>
        <Copied label="Frame for a page of yours" value={frame.value}>
          Shows the picture and the table, live.
        </Copied>
        <div class="ways">
          <button type="button" onClick={() => print()}>
            Print…
          </button>
          <button type="button" class="first" onClick={() => dialog.current?.close()}>
            Done
          </button>
        </div>
      </dialog>
    </>
  );
}

interface CopiedProps {
  readonly label: string;
  readonly value: string;
  readonly children: string;
}

/** A text that is there to be copied. */
function Copied({ label, value, children }: CopiedProps) {
  const copied = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      copied.value = value;
    } catch {
      // Where the browser does not let the page, its user can.
      field.current?.select();
    }
  };
  return (
    <div class="copied">
      <label>
        <span>{label}</span>
        <input ref={field} readOnly value={value} onFocus={({ currentTarget }) => currentTarget.select()} />
      </label>
      <button type="button" onClick={() => void copy()}>
        {copied.value === value && value !== "" ? "Copied" : "Copy"}
      </button>
      <p>{children}</p>
    </div>
  );
}
