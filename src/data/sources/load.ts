import { FoundError } from "../../diagnostics/found-error.ts";
import type { CheckedNet } from "../../ir/net.ts";
import type { DataSource } from "../../ir/program.ts";
import type { Dataset } from "../dataset.ts";
import type { SourceKind } from "../declared.ts";
import { readIdx } from "../formats/idx.ts";
import { readNpy } from "../formats/npy.ts";
import type { ArrayFormat } from "../formats/number-array.ts";
import { loadSynthetic } from "../simulators/synthetic.ts";
import { quoted } from "../wants.ts";
import { loadArrays } from "./arrays.ts";
import { loadCsv } from "./csv.ts";
import { loadImages } from "./images.ts";

const IDX: ArrayFormat = { name: "IDX", noun: "image", sizesAt: 8, ofPixels: true, read: readIdx };
const NPY: ArrayFormat = { name: ".npy", noun: "example", sizesAt: 10, ofPixels: false, read: readNpy };

type Loader = (source: DataSource, net: CheckedNet, folder: string) => Promise<Dataset>;

const loaders = {
  idx: (source, net, folder) => loadArrays(source, net, folder, IDX),
  npy: (source, net, folder) => loadArrays(source, net, folder, NPY),
  images: loadImages,
  csv: loadCsv,
  synthetic: loadSynthetic,
} satisfies { readonly [kind in SourceKind]: Loader };

/**
 * Loads all examples of a data source as a net takes them, with targets as its task wants them.
 *
 * @param folder what the source's paths are relative to: the folder of the spec
 * @throws FoundError for every fault of the data, located as far as it can be
 */
export async function loadData(source: DataSource, net: CheckedNet, folder: string): Promise<Dataset> {
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
