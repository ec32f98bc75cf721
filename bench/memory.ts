/** Memory of a training: what it takes in its first two epochs is all that it needs. */
import { measuredIn } from "./child.ts";
import type { MemoryUse } from "./memory-child.ts";
import { type Row, times } from "./rows.ts";

const EPOCHS = 20;
/** By then every shape of batch, training and validation, has been there. */
const SETTLED = 2;

export function memoryRows(): Row[] {
  const uses = measuredIn<MemoryUse[]>("memory-child.ts", String(EPOCHS));
  const early = uses[SETTLED - 1]!;
  const late = uses[EPOCHS - 1]!;
  const flat = uses
    .slice(SETTLED)
    .every(
      ({ tensors, held, heap }) => tensors === early.tensors && held === early.held && heap === early.heap,
    );
  const sizes = (part: "heap" | "resident") =>
    `${Math.round(late[part] / 2 ** 20)} / ${Math.round(early[part] / 2 ** 20)} MiB`;
  const rest = `${late.tensors} / ${early.tensors} tensors, ${late.held - early.held} B more, heap ${sizes("heap")}`;
  return [
    {
      work: `training of LeNet-5 (28×28, 64) on WASM: memory after epoch ${EPOCHS} against epoch ${SETTLED}`,
      measured: `${flat ? "flat" : "not flat"}: ${rest}, process ${sizes("resident")}`,
      ratio: times(late.held / early.held),
      bar: `flat after epoch ${SETTLED}`,
    },
  ];
}
