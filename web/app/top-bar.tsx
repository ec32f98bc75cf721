import { ExportMenu } from "../see/export-menu.tsx";
import { ShareButton } from "../share/share-menu.tsx";
import { dark, look, projector } from "../state/look.ts";
import { FileMenu } from "../write/file-menu.tsx";

/** The name of the page, and what can be done with the whole. */
export function TopBar() {
  return (
    <header class="top-bar">
      <h1>cnnc</h1>
      <FileMenu />
      <ExportMenu />
      <ShareButton />
      <span class="spread" />
      <button
        type="button"
        class="for-rooms"
        aria-pressed={projector.value}
        title="Large type, for a room"
        onClick={() => {
          projector.value = !projector.value;
        }}
      >
        Projector
      </button>
      <button
        type="button"
        aria-label={dark.value ? "Light colours" : "Dark colours"}
        onClick={() => {
          look.value = dark.value ? "light" : "dark";
        }}
      >
        {dark.value ? "Light" : "Dark"}
      </button>
    </header>
  );
}
