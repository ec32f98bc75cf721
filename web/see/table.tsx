import { memo } from "preact/compat";
import { useRef } from "preact/hooks";
import { choose, chosen, pointAt, pointed } from "../state/pointing.ts";
import { seen } from "../state/seen.ts";
import type { Column, Row } from "../worker/messages.ts";

/** Every layer with its shape, its weights and how they are counted. */
export function LayerTable() {
  const body = useRef<HTMLTableSectionElement>(null);
  const net = seen.value?.net;
  if (!net || net.rows.length === 0) return null;
  const under = new Set(pointed.value);
  const picked = new Set(chosen.value);
  const current = net.rows.find(({ id }) => picked.has(id)) ?? net.rows[0]!;
  const step = (by: number) => {
    const next = net.rows[net.rows.indexOf(current) + by];
    if (!next) return;
    choose([next.id]);
    rowOf(body.current, next.id)?.querySelector("button")?.focus();
  };
  return (
    <div class="table">
      <table>
        <caption class="unseen">Layers of {net.name}</caption>
        <thead>
          <tr>
            {net.columns.map(({ title, align }) => (
              <th key={title} scope="col" class={align}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody
          ref={body}
          onMouseLeave={() => pointAt([])}
          onKeyDown={(event) => {
            const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (by === undefined) return;
            event.preventDefault();
            step(by);
          }}
        >
          {net.rows.map((row) => (
            <LayerRow
              key={row.id}
              row={row}
              columns={net.columns}
              isPointed={under.has(row.id)}
              isChosen={picked.has(row.id)}
              isCurrent={row === current}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function rowOf(body: Element | null, id: string): Element | undefined {
  return [...(body?.children ?? [])].find((row) => row.getAttribute("data-id") === id);
}

interface RowProps {
  readonly row: Row;
  readonly columns: readonly Column[];
  readonly isPointed: boolean;
  readonly isChosen: boolean;
  /** Whether the Tab key leads to it. */
  readonly isCurrent: boolean;
}

const LayerRow = memo(
  ({ row, columns, isPointed, isChosen, isCurrent }: RowProps) => (
    <tr
      data-id={row.id}
      class={`${isPointed ? "is-pointed" : ""} ${isChosen ? "is-chosen" : ""}`}
      onMouseEnter={() => pointAt([row.id])}
      onClick={() => choose([row.id])}
    >
      {row.cells.map((cell, i) =>
        i === 0 ? (
          <th key={columns[i]!.title} scope="row">
            <button type="button" class="layer-name" tabIndex={isCurrent ? 0 : -1} aria-pressed={isChosen}>
              {cell}
            </button>
          </th>
        ) : (
          <td key={columns[i]!.title} class={columns[i]!.align}>
            {cell}
          </td>
        ),
      )}
    </tr>
  ),
  (a, b) =>
    a.isPointed === b.isPointed &&
    a.isChosen === b.isChosen &&
    a.isCurrent === b.isCurrent &&
    a.row.id === b.row.id &&
    a.columns.length === b.columns.length &&
    a.row.cells.every((cell, i) => cell === b.row.cells[i]),
);
