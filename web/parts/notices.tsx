import { signal } from "@preact/signals";
import { conflicts, connected, hasDisk, settle } from "../state/disk.ts";
import { keeping } from "../state/keeping.ts";

/** Something to be told once, until it is closed. */
export const notice = signal<{ readonly text: string; readonly kind: "told" | "failed" } | undefined>(
  undefined,
);

export function tell(text: string, kind: "told" | "failed" = "told"): void {
  notice.value = { text, kind };
}

/** What the page has to say of itself. */
export function Notices() {
  const now = notice.value;
  return (
    <div class="notices">
      {!keeping.value.kept && (
        <p class="notice failed" role="alert">
          Your work is not kept: {keeping.value.why}. Save your files before you leave.
        </p>
      )}
      {hasDisk.value && !connected.value && (
        <p class="notice failed" role="alert">
          <span>
            <code>cnnc play</code> does not answer. Start it again and open its new address; your text is safe
            here.
          </span>
        </p>
      )}
      {[...conflicts.value.keys()].map((name) => (
        <p key={name} class="notice failed" role="alert">
          <span>{name} was changed here and outside of this page.</span>
          <button type="button" onClick={() => settle(name, "here")}>
            keep mine
          </button>
          <button type="button" onClick={() => settle(name, "disk")}>
            take the one of the disk
          </button>
        </p>
      ))}
      {now && (
        <p class={`notice ${now.kind}`} role={now.kind === "failed" ? "alert" : "status"}>
          <span>{now.text}</span>
          <button
            type="button"
            onClick={() => {
              notice.value = undefined;
            }}
          >
            close
          </button>
        </p>
      )}
    </div>
  );
}
