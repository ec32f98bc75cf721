import { describe, expect, test } from "vitest";
import { compileText } from "../../../src/compile.ts";
import { drawnFor, toSvg, widths } from "../../../src/diagram/index.ts";
import { flatMarks, type Scene } from "../../../src/diagram/scene/scene.ts";
import { drawTraining, type History } from "../../../src/diagram/views/training.ts";
import { collisions, outside } from "../geometry.ts";

const { program } = compileText(
  `task rate = regress { "maximum heart rate" in beats/min }
task kind = classify { young, old }
net one { input { age }, head kind }
net two {
  input { age }
  dense 2 as h
  head rate
  from h, head kind
}`,
  "a.cnn",
);
const [one, two] = program.nets as [(typeof program.nets)[0], (typeof program.nets)[0]];

/** Losses that halve, an accuracy that rises by a quarter; the validation is best in the second of three epochs. */
const history: History = {
  epochs: [
    [0.8, 0.4, 0.25, 0.5],
    [0.4, 0.2, 0.5, 0.75],
    [0.2, 0.3, 0.75, 0.5],
  ].map(([loss, validationLoss, metric, validationMetric]) => ({
    loss: loss!,
    validationLoss: validationLoss!,
    rate: 0.01,
    heads: {
      kind: {
        loss: loss!,
        metric: metric!,
        validationLoss: validationLoss!,
        validationMetric: validationMetric!,
      },
    },
  })),
  kept: 2,
  best: true,
  metrics: { kind: "accuracy" },
  examples: { train: 1400, validation: 300, test: 200 },
  test: [{ name: "kind", metric: "accuracy", value: 0.7, interval: [0.6, 0.8] }],
};

const textsOf = (scene: Scene, className?: string) =>
  flatMarks(scene.marks).flatMap((mark) =>
    mark.type === "text" && (className === undefined || mark.className === className) ? [mark.text] : [],
  );

function sound(scene: Scene): void {
  expect(collisions(scene)).toEqual([]);
  expect(outside(scene)).toEqual([]);
}

test("loss and accuracy by epoch, on axes from 0 and up to 100 %", () => {
  const scene = drawTraining(one, history);
  sound(scene);
  expect(textsOf(scene, "chart-name")).toEqual(["loss", "accuracy"]);
  const curves = flatMarks(scene.marks).flatMap((mark) =>
    mark.type === "path" && mark.className === "curve" ? [mark.points] : [],
  );
  expect(curves).toHaveLength(4);
  // On the chart of the loss, 0.8 is its whole height and 0.2 a quarter of it.
  const bottom = curves[0]![0]!.y + 190;
  expect(curves[0]!.map(({ y }) => (bottom - y) / 190)).toEqual(
    [1, 0.5, 0.25].map((at) => expect.closeTo(at, 9)),
  );
  expect(curves[1]!.map(({ y }) => (bottom - y) / 190)).toEqual(
    [0.5, 0.25, 0.375].map((at) => expect.closeTo(at, 9)),
  );
  expect(textsOf(scene, "tick")).toEqual(expect.arrayContaining(["0.0", "0.8", "1", "2", "3", "100 %"]));
});

test("the epoch whose weights are kept is a line, with its numbers above", () => {
  const scene = drawTraining(one, history);
  const marks = flatMarks(scene.marks);
  const kept = marks.flatMap((mark) =>
    mark.type === "path" && mark.className === "kept" ? [mark.points] : [],
  );
  const curves = marks.flatMap((mark) =>
    mark.type === "path" && mark.className === "curve" ? [mark.points] : [],
  );
  expect(kept).toHaveLength(2);
  for (const [i, line] of kept.entries()) expect(line[0]!.x).toBe(curves[2 * i]![1]!.x);
  expect(textsOf(scene, "key")).toEqual([
    ...["epoch 2:", "training 0.4", "validation 0.2"],
    ...["epoch 2:", "training 50.0 %", "validation 75.0 %"],
  ]);
  expect(textsOf(scene, "subtitle").slice(1)).toEqual([
    "3 epochs of 1 400 examples, checked on 300 others; epoch 2 is kept, the best",
    "test on 200 examples: accuracy 70.0 % (95 % interval 60.0 % to 80.0 %)",
  ]);
});

test("a learning rate that changes gets a chart, and so does each head of several", () => {
  const epochs = history.epochs.map((epoch, i) => ({
    ...epoch,
    rate: 0.01 / 2 ** i,
    heads: { rate: { loss: 12_000, metric: 90.25 }, ...epoch.heads },
  }));
  const scene = drawTraining(two, {
    ...history,
    epochs,
    metrics: { rate: "mean_absolute_error", kind: "accuracy" },
  });
  sound(scene);
  expect(textsOf(scene, "chart-name")).toEqual([
    ...["loss of all heads", "learning rate"],
    ...["rate: loss", "rate: mean absolute error in beats/min"],
    ...["kind: loss", "kind: accuracy"],
  ]);
  expect(textsOf(scene, "key")).toEqual(
    expect.arrayContaining(["rate 0.005", "training 12 000", "training 90.25"]),
  );
});

describe("whatever the numbers", () => {
  const lengths = [1, 2, 31, 400];
  test.each(lengths)("%i epochs stay inside and apart, at every width, in the same bytes", (length) => {
    const epochs = Array.from({ length }, (_, i) => ({
      loss: 1e6 / (i + 1),
      rate: 0.1,
      heads: { kind: { loss: 1e-7 * (i % 3), metric: 1 } },
    }));
    const long: History = { ...history, epochs, kept: length, best: false };
    sound(drawTraining(one, long));
    for (const width of Object.values(widths))
      sound(drawnFor((room) => drawTraining(one, long, { width: room }), width));
    expect(toSvg(drawTraining(one, structuredClone(long)))).toBe(toSvg(drawTraining(one, long)));
  });
});

test("regions have charts of the mean Dice and IoU beside the accuracy, and the test tells them", () => {
  const { nets } = compileText("task t = segment { a, b }\nnet n { input image 4x4x1, head t }").program;
  const measures = (dice: number | null, iou: number | null) => ({
    dice: { value: dice },
    iou: { value: iou },
  });
  const epochs = history.epochs.map(({ heads: _, ...epoch }, i) => ({
    ...epoch,
    heads: {
      t: {
        ...epoch,
        metric: 0.99,
        validationMetric: 0.98,
        measures: measures(i / 4, i / 8),
        validationMeasures: measures(i === 0 ? null : i / 3, i === 0 ? null : i / 6),
      },
    },
  }));
  const test = [{ name: "t", metric: "accuracy", value: 0.99, measures: measures(0, null) }];
  const scene = drawTraining(nets[0]!, {
    ...history,
    epochs,
    metrics: { t: "accuracy" },
    test,
    tested: "9 examples",
  });
  sound(scene);
  expect(textsOf(scene, "chart-name")).toEqual(["loss", "accuracy", "mean Dice", "mean IoU"]);
  expect(textsOf(scene, "subtitle").at(-1)).toBe("test on 9 examples: accuracy 99.0 %, mean Dice 0.0 %");
  expect(textsOf(scene, "key").slice(6, 9)).toEqual(["epoch 2:", "training 25.0 %", "validation 33.3 %"]);
});
