import { expect, test } from "vitest";
import { findUnsupported } from "../../../src/targets/tfjs/unsupported.ts";
import { chain } from "../../language/verified.ts";

/** What TensorFlow.js has no layers for: the net checks, and its counts hold. */
test.each([
  ["conv 8@3, conv 8@3 groups 2", "image 8x8x1", "has no grouped convolution"],
  ["depthwise 3 dilation 2", "image 8x8x3", "has no dilated depthwise convolution"],
  ["depthwise 3", "volume 8x8x8x2", "has no depthwise convolution of volumes"],
  ["gru 4", "20 samples x 2 leads", "has no gated recurrent unit"],
  ["attention heads 2", "20 samples x 4 leads", "has no attention layer"],
  ["groupnorm 2 no scale", "image 8x8x4", "can't shift channels here"],
  ["dense 4, exponential", "{ x, y }", "has no layer that raises e to its input"],
])("%s on %s: %s", (body, input, why) => {
  const [message, ...others] = findUnsupported(chain(body, input));
  expect(message).toMatchObject({ code: "export_unsupported", severity: "error" });
  expect(message!.message).toContain(`TensorFlow.js ${why}`);
  expect(others).toEqual([]);
});

test.each([
  ["conv 8@3 groups 2", "image 8x8x2"],
  ["conv 8@3 dilation 2 stride 2", "image 8x8x2"],
  ["separable 4@3", "90 samples x 2 leads"],
])("%s on %s is done with what it has", (body, input) => {
  expect(findUnsupported(chain(body, input))).toEqual([]);
});
