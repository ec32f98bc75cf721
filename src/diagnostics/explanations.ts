import { catalogue } from "./catalogue.ts";
import { fileCatalogue } from "./file-catalogue.ts";

/** Title and explanation of every code: of specs, and of data, runs, files, backends. A file of its own, since `check` needs neither. */
export const explanations = { ...catalogue, ...fileCatalogue };
