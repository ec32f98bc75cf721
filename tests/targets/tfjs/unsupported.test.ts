import { expect, test } from "vitest";
import { findUnsupported } from "../../../src/targets/tfjs/unsupported.ts";
import { chain, soundNet } from "../../language/verified.ts";

/** What TensorFlow.js has no layers for: the net checks, and its counts hold. */
test("weights that are shared between maps and a list", () => {
  const net = soundNet(
    "net a { input image 8x8x4, shared norm { layernorm }\n conv 8@3, norm, avgpool all, norm }",
  );
  const [message, ...others] = findUnsupported(net);
  expect(message).toMatchObject({ code: "export_unsupported", severity: "error" });
  expect(message!.message).toContain(
    "TensorFlow.js can't use these weights for values of such different sizes",
  );
  expect(others).toEqual([]);
});

test.each([
  ["conv 8@3 groups 2", "image 8x8x2"],
  ["conv 8@3 dilation 2 stride 2", "image 8x8x2"],
  ["separable 4@3", "90 samples x 2 leads"],
  ["conv 8@3, conv 8@3 groups 2", "image 8x8x1"],
  ["depthwise 3 dilation 2", "image 8x8x3"],
  ["depthwise 3", "volume 8x8x8x2"],
  ["gru 4", "20 samples x 2 leads"],
  ["attention heads 2", "20 samples x 4 leads"],
  ["groupnorm 2 no scale", "image 8x8x4"],
  ["dense 4, exponential", "{ x, y }"],
])("%s on %s is done with what it has, or with a layer of ours", (body, input) => {
  expect(findUnsupported(chain(body, input))).toEqual([]);
});

test.each([
  ["flatten, dense 1000000, dense 1000000", "image 10x10x1", "would have to hold 1 000 102 000 000 weights"],
  ["upsample 100000", "image 8x8x1", "would have to hold a value of 640 000 000 000 numbers"],
  ["resize 100000", "90000 samples", "resizes by a matrix"],
])("%s on %s is counted, and too much to be trained", (body, input, why) => {
  const messages = findUnsupported(chain(body, input));
  expect(messages.map(({ code }) => code)).toEqual(["export_unsupported"]);
  expect(messages[0]!.message).toContain(why);
});
