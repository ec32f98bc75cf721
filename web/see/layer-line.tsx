import { chosen, pointed } from "../state/pointing.ts";
import { rows, seen } from "../state/seen.ts";

/** The numbers of the layer that is pointed at, or was chosen, below the picture: its row may be far down. */
export function LayerLine() {
  const id = pointed.value[0] ?? chosen.value[0];
  const row = rows.value.find((each) => each.id === id);
  const columns = seen.value?.net?.columns ?? [];
  const cell = (title: string) => row?.cells[columns.findIndex((column) => column.title === title)] ?? "";
  const weights = cell("weights");
  const sum = cell("arithmetic");
  return (
    <p class="layer-line">
      {row ? (
        <>
          <strong>{row.cells[0]}</strong>
          <span>{cell("output")}</span>
          {weights !== "" && (
            <span>
              {sum !== "" && sum !== weights ? `${sum} = ` : ""}
              {weights} {weights === "1" ? "weight" : "weights"}
            </span>
          )}
          {cell("multiply-adds") !== "" && <span>{cell("multiply-adds")} multiply-adds</span>}
          {cell("sees") !== "" && <span>sees {cell("sees")}</span>}
        </>
      ) : (
        <span>Point at a layer, in the picture, the table or the text.</span>
      )}
    </p>
  );
}
