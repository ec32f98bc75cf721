import { join } from "node:path";
import { type Answer, type Prediction, predictorOf } from "../../answering/predictor.ts";
import { type Span, spansOf } from "../../answering/stretches.ts";
import { startBackend, stopBackend } from "../../backends/backend.ts";
import { encodeNpy } from "../../data/formats/npy.ts";
import { encodeRegionsPng } from "../../data/formats/png.ts";
import { plural } from "../../data/wants.ts";
import { FoundError } from "../../diagnostics/found-error.ts";
import { shownJson } from "../../diagnostics/shown.ts";
import { writeOutput } from "../../host/output.ts";
import type { CheckedNet } from "../../ir/net.ts";
import { joined, type NamedExamples, openRun, readExamples } from "../../runs/open-run.ts";
import { digits, formatShape } from "../../shape/shape.ts";
import { backendChoice } from "../terminal/backend-choice.ts";
import { EXIT } from "../terminal/failure.ts";
import { withFailures } from "../terminal/found.ts";
import { paint, print } from "../terminal/terminal.ts";
import { answersTable, csvCell } from "./predict-table.ts";
import { percent } from "./train/described.ts";

export interface PredictOptions {
  readonly backend: string;
  readonly json?: boolean;
  readonly output?: string;
}

/** `cnnc predict RUN INPUT…`: what the run's net says of each input; returns the exit code. */
export function predict(run: string, inputs: readonly string[], options: PredictOptions): Promise<number> {
  return withFailures(async () => {
    const { net, weights, info } = await openRun(run);
    const backend = backendChoice(options.backend);
    const parts: NamedExamples[] = [];
    for (const input of inputs) parts.push(await readExamples(input, net, info.reading));
    await startBackend(backend);
    const examples = joined(parts);
    const predictor = await predictorOf(net, weights);
    const predictions = await predictor.predict(examples);
    predictor.dispose();
    const told = predictions.map((prediction) => withSpans(prediction, net));
    const { output } = options;
    const files =
      output === undefined
        ? []
        : output.toLowerCase().endsWith(".csv")
          ? [{ path: output, content: answersTable(examples.names, predictions) }]
          : mapsOf(examples.names, told, output);
    for (const { path, content } of files) await writeOutput(path, content);
    if (options.json) printJson(examples.names, told);
    else printLines(examples.names, told);
    if (files.length > 0 && !options.json)
      print(
        files[0]!.path === output
          ? `Wrote ${plural(examples.size, "answer")} to ${output}`
          : `Wrote ${plural(files.length, "file")} into ${output}`,
      );
    return EXIT.ok;
  }).finally(stopBackend);
}

/** An answer, and of a signal's regions their stretches. */
interface Told {
  readonly head: string;
  readonly answer: Answer;
  readonly spans?: readonly Span[] | undefined;
  /** Samples a second, where the spec says so. */
  readonly rate?: number | undefined;
}

function withSpans(prediction: Prediction, net: CheckedNet): Told[] {
  return Object.entries(prediction).map(([head, answer]) => {
    if (answer.kind !== "regions" || answer.shape.length !== 1) return { head, answer };
    const { task } = net.outputs.find(({ name }) => name === head)!;
    const every = task?.kind === "segment" ? (task.every ?? 1) : 1;
    // A head that answers at each place comes from a signal, and all inputs with places have the same.
    const signal = net.inputs
      .map(({ node }) => net.nodes.find(({ id }) => id === node)!)
      .find(({ output }) => output.length === 2 && Math.ceil(output[0]! / every) === answer.shape[0])!;
    return {
      head,
      answer,
      spans: spansOf(answer.regions, answer.names, every, signal.output[0]!),
      rate: signal.params.rate as number | undefined,
    };
  });
}

function printJson(names: readonly string[], told: readonly (readonly Told[])[]): void {
  const examples = told.map((heads, i) => ({
    input: names[i],
    answers: Object.fromEntries(heads.map((each) => [each.head, plain(each)])),
  }));
  print(shownJson(examples));
}

/** An answer as JSON: regions as their shares, and those of a signal as stretches. */
function plain({ answer, spans }: Told): object {
  if (answer.kind === "numbers") return { ...answer, values: [...answer.values] };
  if (answer.kind !== "regions") return answer;
  const { kind, shape } = answer;
  return { kind, shape, shares: Object.fromEntries(sharesOf(answer)), ...(spans ? { spans } : {}) };
}

type Regions = Answer & { readonly kind: "regions" };

/** The share of all places that each region has. */
function sharesOf({ names, regions }: Regions): (readonly [name: string, share: number])[] {
  const counts = names.map(() => 0);
  for (const region of regions) counts[region]!++;
  return names.map((name, i) => [name, counts[i]! / regions.length]);
}

function printLines(names: readonly string[], told: readonly (readonly Told[])[]): void {
  const width = names.reduce((most, { length }) => Math.max(most, length), 0);
  for (const [i, heads] of told.entries()) {
    const said = heads.map((each) => (heads.length > 1 ? `${each.head}: ` : "") + describe(each));
    print(`${names[i]!.padEnd(width)}  ${said.join("   ")}`);
  }
}

/** So many stretches, or numbers, are told in one line. */
const MOST_SPANS = 8;
const MOST_NUMBERS = 32;

function describe({ answer, spans, rate }: Told): string {
  switch (answer.kind) {
    case "class": {
      const others = answer.ranking
        .slice(1, 3)
        .map(({ name, probability }) => `${name} ${percent(probability)}`);
      return `${paint.bold(answer.name)} ${percent(answer.probability)}  ${paint.dim(others.join(", "))}`;
    }
    case "quantities":
      return answer.values
        .map(({ name, unit, value }) => `${name} ${number(value)}${unit ? ` ${unit}` : ""}`)
        .join(", ");
    case "probabilities":
      return answer.values.map(({ name, probability }) => `${name} ${percent(probability)}`).join(", ");
    case "regions":
      return spans
        ? describeSpans(spans, rate)
        : sharesOf(answer)
            .map(([name, share]) => `${name} ${percent(share)}`)
            .join(", ");
    case "numbers": {
      const { values, shape } = answer;
      if (values.length <= MOST_NUMBERS) return [...values].map(number).join(" ");
      const [least, most] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [
        Infinity,
        -Infinity,
      ] as [number, number]);
      return `${formatShape(shape)} numbers from ${number(least)} to ${number(most)}`;
    }
  }
}

function describeSpans(spans: readonly Span[], rate: number | undefined): string {
  const at = (sample: number) => (rate ? number(sample / rate) : String(sample));
  const shown = spans
    .slice(0, MOST_SPANS)
    .map(({ name, from, to }) => `${at(from)} to ${at(to)}${rate ? " s" : ""} ${paint.bold(name)}`);
  const more = spans.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${digits(more)} more` : ""}`;
}

/** Six digits, which is what 32-bit floats hold, without zeros at the end. */
function number(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/**
 * Files of what is answered at each place: masks as PNG, whose palette's numbers are the regions', stretches of a signal as
 * a table, all else as arrays of NumPy.
 */
function mapsOf(
  names: readonly string[],
  told: readonly (readonly Told[])[],
  folder: string,
): { readonly path: string; readonly content: string | Uint8Array }[] {
  const files = new Map<string, string | Uint8Array>();
  for (const [i, heads] of told.entries()) {
    for (const each of heads) {
      const made = fileOf(each);
      if (!made) continue;
      const stem = names[i]!.replace(/\.[^./\\ ]*$/, "")
        .replace(/^.*[/\\]/, "")
        .replaceAll(" ", "_");
      const path = join(folder, `${stem}${heads.length > 1 ? `.${each.head}` : ""}.${made.extension}`);
      if (files.has(path))
        throw new FoundError(
          "output_occupied",
          "two of the inputs have this name, so one mask would be lost",
          {
            file: path,
            help: "rename one of them, or ask them one after the other with another -o",
          },
        );
      files.set(path, made.content);
    }
  }
  return [...files].map(([path, content]) => ({ path, content }));
}

function fileOf({
  answer,
  spans,
}: Told): { readonly extension: string; readonly content: string | Uint8Array } | undefined {
  if (answer.kind === "numbers" && answer.shape.length > 1)
    return { extension: "npy", content: encodeNpy(answer.shape, answer.values) };
  if (answer.kind !== "regions") return undefined;
  const { shape, regions, names } = answer;
  if (spans) {
    const rows = spans.map(({ name, from, to }) => `${from},${to},${csvCell(name)}\n`);
    return { extension: "csv", content: `from,to,region\n${rows.join("")}` };
  }
  if (shape.length === 2 && names.length <= 256)
    return { extension: "png", content: encodeRegionsPng(regions, shape[0]!, shape[1]!, names.length) };
  return { extension: "npy", content: encodeNpy(shape, Float32Array.from(regions)) };
}
