/** How an option of a data source is written and what it holds. */
export type OptionForm = "count" | "number" | "names" | "name" | "text" | "regions";

/** One kind of data source, as a spec may write it. Loading it is the runtime's business. */
export interface SourceDefinition {
  readonly summary: string;
  /** What stands after the kind: file paths as strings, or the name of a generator. */
  readonly arguments: readonly {
    readonly name: string;
    readonly form: "path" | "word";
    readonly words?: readonly string[];
    /** The word before it. */
    readonly after?: string;
    /** Whether it may be left out, with the word before it. */
    readonly optional?: boolean;
  }[];
  readonly options: {
    readonly [name: string]: { readonly form: OptionForm; readonly required?: boolean; readonly doc: string };
  };
  readonly example: string;
}

const regions = {
  form: "regions",
  doc: 'Which values of a mask, or which colours, are which region: `regions { background 0, lesion 128 255 }`, `lesion "#ff0000"`.',
} as const;

const definitions = {
  idx: {
    summary: "Images and labels in the IDX files of MNIST.",
    arguments: [
      { name: "images", form: "path" },
      { name: "labels", form: "path", after: "labels", optional: true },
    ],
    options: {},
    example: 'data digits = idx "train-images-idx3-ubyte" labels "train-labels-idx1-ubyte"',
  },
  npy: {
    summary: "Examples and labels in two arrays of NumPy; the first size counts the examples.",
    arguments: [
      { name: "examples", form: "path" },
      { name: "labels", form: "path", after: "labels", optional: true },
    ],
    options: {},
    example: 'data beats = npy "beats.npy" labels "rhythms.npy"',
  },
  images: {
    summary:
      "A folder with one folder of PNG or JPEG images for each class, or with images that have masks in another folder.",
    arguments: [
      { name: "folder", form: "path" },
      { name: "masks", form: "path", after: "masks", optional: true },
    ],
    options: { regions },
    example: 'data views = images "views/"',
  },
  csv: {
    summary: "A table whose first row names its columns.",
    arguments: [{ name: "file", form: "path" }],
    options: {
      input: {
        form: "names",
        required: true,
        doc: "Columns that feed the net's inputs, in their order: one for each field, one with paths for an image or a signal.",
      },
      target: {
        form: "names",
        doc: "Columns that the net shall find: a class's name, one column a quantity, label or event, or paths of masks.",
      },
      regions,
    },
    example: 'data clinic = csv "clinic.csv" { input age, crp; target died }',
  },
  synthetic: {
    summary: "Examples that are drawn by a rule, the same for the same seed.",
    arguments: [{ name: "generator", form: "word", words: ["noughts_and_crosses"] }],
    options: {
      count: { form: "count", required: true, doc: "How many examples." },
      size: { form: "count", required: true, doc: "Height and width of the image in pixels." },
      seed: { form: "count", doc: "Seed of the random numbers; 1 where none is given." },
    },
    example: "data symbols = synthetic noughts_and_crosses { count 2000, size 28, seed 7 }",
  },
} as const satisfies { readonly [kind: string]: SourceDefinition };

/** Names of the kinds; the runtime has a loader for each. */
export type SourceKind = keyof typeof definitions;

/** Every kind of data source. */
export const dataSources: { readonly [kind: string]: SourceDefinition } = definitions;
