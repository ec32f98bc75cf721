import { FoundError } from "../../diagnostics/found-error.ts";
import type { CheckedNet } from "../../ir/net.ts";
import type { DataSource } from "../../ir/program.ts";
import type { Dataset } from "../dataset.ts";
import type { SourceKind } from "../declared.ts";
import { formats } from "../formats/registry.ts";
import { type Loaded, readingsOf } from "../reading.ts";
import { loadSynthetic } from "../simulators/synthetic.ts";
import { inputsOf, quoted } from "../wants.ts";
import { loadArrays } from "./arrays.ts";
import { loadCsv } from "./csv.ts";
import { loadImages } from "./images.ts";

type Loader = (source: DataSource, net: CheckedNet, folder: string) => Promise<Loaded>;

const loaders = {
  idx: (source, net, folder) => loadArrays(source, net, folder, formats.idx),
  npy: (source, net, folder) => loadArrays(source, net, folder, formats.npy),
  images: loadImages,
  csv: loadCsv,
  synthetic: async (source, net) => ({
    dataset: await loadSynthetic(source, net),
    reading: { inputs: readingsOf(inputsOf(net)), heads: [] },
  }),
} satisfies { readonly [kind in SourceKind]: Loader };

/**
 * Loads all examples of a data source as a net takes them, with targets as its task wants them.
 *
 * @param folder what the source's paths are relative to: the folder of the spec
 * @throws FoundError for every fault of the data, located as far as it can be
 */
export async function loadData(source: DataSource, net: CheckedNet, folder: string): Promise<Dataset> {
  return (await readData(source, net, folder)).dataset;
}

/** The same, with how they were read, for the run. */
export async function readData(source: DataSource, net: CheckedNet, folder: string): Promise<Loaded> {
  if (!Object.hasOwn(loaders, source.kind)) {
    throw new FoundError(
      "data_unknown_kind",
      `There is no kind of data \`${source.kind}\`: the kinds are ${quoted(Object.keys(loaders))}.`,
      {
        file: source.name,
        help: "Use one of these.",
      },
    );
  }
  return await loaders[source.kind as SourceKind](source, net, folder);
}
