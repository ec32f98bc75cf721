/** Predictions with MobileNetV2 on WASM, against onnxruntime-web. */
import { measuredIn } from "./child.ts";
import { findOnnxruntime } from "./onnxruntime.ts";
import { ms, type Row, times } from "./rows.ts";

export async function predictRows(): Promise<Row[]> {
  const runtime = await findOnnxruntime();
  const work = "MobileNetV2 (224×224) predicts on WASM, warm, same weights";
  if (!runtime)
    return [{ work, measured: "no onnxruntime-web: `npm run rivals`", ratio: "", bar: "≤ 2 ×, goal ≤ 1 ×" }];
  return [1, 2].map((threads) => {
    const [own, other] = measuredIn<[number, number]>("predict-child.ts", String(threads));
    return {
      // TensorFlow.js starts no threads in Node.
      work: `${work}: cnnc, 1 thread, against onnxruntime-web ${runtime.version}, ${threads === 1 ? "1 thread" : `${threads} threads`}`,
      measured: `${ms(own)} / ${ms(other)}`,
      ratio: times(own / other),
      bar: threads === 1 ? "≤ 2 ×, goal ≤ 1 ×" : "",
    };
  });
}
