import { useSignal } from "@preact/signals";
import { hasDisk, unsaved } from "../state/disk.ts";
import { activeFile, activeName, closeFile, files, renameFile } from "../state/project.ts";

/** The open files. */
export function Tabs() {
  const renamed = useSignal<string | undefined>(undefined);
  return (
    <nav class="tabs" aria-label="Files">
      {files.value.map(({ name }) => {
        const isActive = name === activeFile.value.name;
        if (renamed.value === name)
          return (
            <input
              key={name}
              class="rename"
              aria-label="Name of the file"
              value={name}
              ref={(input) => input?.focus()}
              onBlur={({ currentTarget }) => {
                renamed.value = undefined;
                renameFile(name, currentTarget.value);
              }}
              onKeyDown={({ key, currentTarget }) => {
                if (key === "Escape") currentTarget.value = name;
                if (key === "Enter" || key === "Escape") currentTarget.blur();
              }}
            />
          );
        return (
          <span key={name} class={isActive ? "tab is-active" : "tab"}>
            <button
              type="button"
              aria-current={isActive ? "page" : undefined}
              title="F2 or a double click gives it another name"
              onClick={() => {
                activeName.value = name;
              }}
              onDblClick={() => {
                renamed.value = name;
              }}
              onKeyDown={({ key }) => {
                if (key === "F2") renamed.value = name;
              }}
            >
              {name}
              {hasDisk.value && unsaved.value.has(name) && (
                <span class="dot" role="img" aria-label="not saved">
                  ●
                </span>
              )}
            </button>
            {files.value.length > 1 && (
              <button
                type="button"
                class="close"
                aria-label={`Close ${name}`}
                onClick={() => closeFile(name)}
              >
                ×
              </button>
            )}
          </span>
        );
      })}
    </nav>
  );
}
