import type { ViewName, WidthName } from "../../src/diagram/index.ts";
import { depth, expand, theme, toggleBlock, view, width } from "../state/drawing.ts";
import { seen } from "../state/seen.ts";

const WIDTHS: readonly (readonly [WidthName | "screen" | "", string])[] = [
  ["screen", "this pane"],
  ["", "full width"],
  ["column", "a column"],
  ["page", "a page"],
  ["slide", "a slide"],
];

/** How the net is drawn. */
export function Options() {
  const net = seen.value?.net;
  if (!net) return null;
  return (
    <div class="options" role="group" aria-label="How it is drawn">
      <div class="segments" role="group" aria-label="View">
        {net.views.map(({ name, shows, refusal }) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === net.view}
            disabled={refusal !== undefined && name !== net.view}
            title={refusal === undefined ? shows : `${shows}; not here: ${refusal}`}
            onClick={() => {
              view.value = name as ViewName;
            }}
          >
            {name}
          </button>
        ))}
      </div>
      {net.levels > 0 && <Folding levels={net.levels} />}
      {net.levels > 0 && <Blocks names={net.blocks} />}
      <label>
        <span>for</span>
        <select
          aria-label="Made for"
          value={width.value ?? ""}
          onChange={({ currentTarget }) => {
            width.value = (currentTarget.value || undefined) as WidthName | "screen" | undefined;
          }}
        >
          {WIDTHS.map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>in</span>
        <select
          aria-label="Colours"
          value={theme.value ?? ""}
          onChange={({ currentTarget }) => {
            theme.value = (currentTarget.value || undefined) as typeof theme.value;
          }}
        >
          <option value="">these colours</option>
          <option value="light">light</option>
          <option value="dark">dark</option>
          <option value="print">greys</option>
        </select>
      </label>
    </div>
  );
}

function Folding({ levels }: { readonly levels: number }) {
  return (
    <label>
      <span>open</span>
      <select
        aria-label="Open blocks"
        value={String(depth.value ?? "")}
        onChange={({ currentTarget: { value } }) => {
          depth.value = value === "" ? undefined : value === "all" ? "all" : Number(value);
        }}
      >
        <option value="">what suits</option>
        {Array.from({ length: levels + 1 }, (_, level) => (
          <option key={level} value={String(level)}>
            {level === 0 ? "no block" : level === 1 ? "1 level" : `${level} levels`}
          </option>
        ))}
        <option value="all">every round</option>
      </select>
    </label>
  );
}

function Blocks({ names }: { readonly names: readonly string[] }) {
  return (
    <details class="menu">
      <summary>blocks</summary>
      <div class="menu-list">
        {names.map((name) => (
          <label key={name} class="check">
            <input type="checkbox" checked={expand.value.includes(name)} onChange={() => toggleBlock(name)} />
            <span>{name}</span>
          </label>
        ))}
        <p>Blocks that are ticked are open at any level.</p>
      </div>
    </details>
  );
}
