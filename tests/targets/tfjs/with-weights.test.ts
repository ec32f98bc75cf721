import { expect, test } from "vitest";
import { compileText } from "../../../src/compile.ts";
import { weightSpecs, withWeights } from "../../../src/targets/tfjs/weights.ts";

test("numbers of a weights file become those of the layers, in the order of their shapes", () => {
  const { program } = compileText(
    "net a { input image 4x4x1, shared twice { conv 1@1 }, twice, twice, flatten, dense 2 weights [1 2; 3 4; 5 6; 7 8; 1 2; 3 4; 5 6; 7 8; 1 2; 3 4; 5 6; 7 8; 1 2; 3 4; 5 6; 7 8] bias [9 9] }",
    "a.cnn",
  );
  const net = program.nets[0]!;
  const specs = weightSpecs(net);
  const data = Float32Array.from({ length: 1 + 1 + 32 + 2 }, (_, i) => i);
  const known = withWeights(net, { specs, data });
  const starts = known.nodes.map(({ weights }) =>
    weights.map(({ initial }) => (initial.type === "literal" ? [...initial.values] : undefined)),
  );
  // One number of the kernel and its bias, again where it is shared; then the 16·2 of the matrix and its two biases.
  const matrix = Array.from({ length: 32 }, (_, i) => 2 + i);
  expect(starts.filter((each) => each.length > 0)).toEqual([
    [[0], [1]],
    [[0], [1]],
    [matrix, [34, 35]],
  ]);
  expect(known.totals).toEqual(net.totals);
});
