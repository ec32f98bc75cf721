/** Kinds of message about what is no spec: data, runs, files, backends. Title, and a longer explanation. */
export const fileCatalogue = {
  data_file: {
    title: "a file or folder that can't be read",
    explanation:
      "A path in a spec is relative to the folder of that spec; on the command line, to the current folder. What lies there must be a file with something in it, and yours to read.",
  },
  data_table: {
    title: "a table that can't be read as it stands",
    explanation:
      "A table is text in UTF-8 with one row a line and a comma between cells. Its first row names the columns, and every other row has as many cells.",
  },
  data_column: {
    title: "a column that isn't there, or isn't clear",
    explanation: "Columns are found by the names in the first row of a table; each name stands there once.",
  },
  data_cell: {
    title: "a cell that is not what its column holds",
    explanation:
      "A column of an input holds numbers or paths of files, one of a task what that task asks for: a class by its name, a number, yes or no.",
  },
  data_array: {
    title: "an array that can't be read",
    explanation:
      "Arrays come as `.npy` of NumPy or as IDX, as MNIST does, packed by gzip or not. A file must be as long as its header says.",
  },
  data_not_finite: {
    title: "something that is no number among numbers",
    explanation:
      "Infinities and `nan` stand for what was not measured. A net can't learn from them, and one of them turns every weight into `nan`. Leave the example out, or write down what it was.",
  },
  data_range: {
    title: "numbers outside of an input's range",
    explanation:
      "Pixels of an image go from 0 (black) to 1 (white), or in the range that the input names: `input image 64x64x1 from 0 to 255`. Bytes are brought there; other numbers must lie there already, since nothing says how they are to be scaled.",
  },
  data_symbol: {
    title: "a number that stands for no symbol",
    explanation:
      "`embedding 1000x64` has a row of numbers for each of 1000 symbols, which are numbered from 0 to 999. Fractions, negative numbers and larger ones have no row.",
  },
  data_image: {
    title: "an image that can't be read",
    explanation:
      "Images are PNG or JPEG, in grey or RGB, not transparent, and of the size that the net takes.",
  },
  data_mask: {
    title: "a mask that doesn't say which region each pixel is",
    explanation:
      "A mask is an image or an array of the size of its photograph in which each place holds the number of its region, from 0, in the order of the task.",
  },
  data_folder: {
    title: "a folder that isn't as examples are laid out",
    explanation:
      "Images of classes lie in a folder for each class, named as the task names it, and nothing else lies there.",
  },
  data_labels: {
    title: "labels that don't belong to these examples",
    explanation:
      "There is one label for each example, in the same order, and each is one that the task knows.",
  },
  data_classes: {
    title: "a class without an example",
    explanation: "A weight of a class says how much its examples count; there must be one at least.",
  },
  data_mismatch: {
    title: "data of another form than the net",
    explanation:
      "Examples have the shape of the net's input and what is to be learned that of its head: as many columns, pixels, samples, leads.",
  },
  data_parts: {
    title: "too few examples for the parts",
    explanation:
      "`split 70/15/15` cuts the examples into those to train on, to choose by, and to judge by. Each part that is asked for needs one at least.",
  },
  data_repeated: {
    title: "the same example in two parts",
    explanation:
      "A net may know an example that it was trained on by heart, so one that is in the test too says nothing of what it makes of others. The parts of a `split`, and the data of `test on`, must share no image, signal or volume. Rows of a table can be alike by chance: those are counted.",
  },
  data_groups: {
    title: "examples of one patient that aren't kept together",
    explanation:
      'Examples of one patient are alike. Where some are trained on and others tested on, a net can know the patient instead of the disease, and the test looks better than it is. `split 70/15/15 by patient` keeps together what has the same text in the column `patient`; `by name "(*)_*"` goes by the names of files, here by what stands before the first `_`.',
  },
  data_synthetic: {
    title: "examples that can't be drawn as asked",
    explanation: "What `synthetic` draws has a least size and must fit into memory.",
  },
  run_missing: {
    title: "no run here",
    explanation: "`cnnc train` writes a run: a folder with the spec, the weights and how they came about.",
  },
  run_damaged: {
    title: "a run with a damaged file",
    explanation:
      "The file isn't as `cnnc train` wrote it: cut off, changed, or of another run. Copy the folder again from where it came from, or train anew.",
  },
  run_in_use: {
    title: "a run folder that another training has",
    explanation:
      "A run belongs to one training at a time; `training-1.lock` in its folder says to which: process, machine, and since when. A training that was killed leaves that file, and the next one takes the folder over. Of another machine nobody can tell from here: where its training is over, remove the file.",
  },
  run_version: {
    title: "a run that another version of cnnc wrote",
    explanation:
      "Runs of earlier versions open, unless their spec has become wrong since. What a later version writes may mean what this one doesn't know: install that version, or a later one.",
  },
  run_occupied: {
    title: "a folder that isn't free for a run",
    explanation:
      "A run begins in a new or empty folder, so that nothing is overwritten; `--resume` goes on with one.",
  },
  run_other: {
    title: "a run that began with something else",
    explanation:
      "`--resume` goes on as if training had never stopped: with the same spec, data, sizes and seed. What is to be different begins a run of its own.",
  },
  output_occupied: {
    title: "a folder with other files",
    explanation:
      "What is written as a folder replaces an older one of the same files; other files would be lost.",
  },
  backend_unavailable: {
    title: "a backend that can't run here",
    explanation:
      "WebGPU needs a graphics card with a driver for Vulkan; WebAssembly and plain JavaScript run everywhere. `--backend auto` takes the fastest that is there.",
  },
  training_diverged: {
    title: "a training whose numbers ran away",
    explanation:
      "The loss or a weight became infinite or no number at all. Most often the learning rate is too large: try a tenth of it, or `clip 1`.",
  },
} as const satisfies { readonly [code: string]: { readonly title: string; readonly explanation: string } };
