import { signal } from "@preact/signals";
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
