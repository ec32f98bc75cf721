import type { fileCatalogue } from "./file-catalogue.ts";

/** Kinds of message by phase: title and a longer explanation for those who meet it for the first time. */
export const catalogue = {
  syntax_empty_file: {
    title: "nothing in the file",
    explanation: "A spec defines at least one net: `net NAME { input …, … }`.",
  },
  syntax_not_text: {
    title: "not a text file",
    explanation:
      "A spec is plain text in UTF-8. This file holds bytes that no text has; perhaps it is a model, an image or a word-processor document.",
  },
  syntax_unexpected_character: {
    title: "a character that the language does not use",
    explanation:
      "Comments start with `#`, text stands between double quotes, and names are made of letters, digits and `_`.",
  },
  syntax_unexpected: {
    title: "something else belongs here",
    explanation:
      "A layer starts on a new line or after a comma; what follows it by a space is its own option.",
  },
  syntax_unclosed: {
    title: "a bracket that is never closed",
    explanation: "Every `{`, `[` and `(` needs its partner. The file may have been cut off.",
  },
  syntax_too_deep: {
    title: "nested too deeply",
    explanation: "Brackets may stand in each other up to a fixed depth, far beyond what a person writes.",
  },
  syntax_too_large: {
    title: "a text too large to be a spec",
    explanation:
      "A spec says how a net is built, and takes a few pages; a file may have 16 million characters, and a list of arguments 10 000. Learned weights belong into a trained model.",
  },
  number_inexact: {
    title: "a whole number that can't be told from its neighbours",
    explanation:
      "Numbers are kept as doubles, which hold every whole number up to 2^53 = 9 007 199 254 740 992 and only some of those beyond.",
  },
  grid_ragged: {
    title: "rows of different lengths",
    explanation: "A kernel is a grid: each of its rows has the same number of columns.",
  },
  import_unreadable: {
    title: "a file that can't be imported",
    explanation:
      '`use NAME from "blocks.cnn"` reads a spec beside this one, or elsewhere in the same project: below the nearest folder with a `package.json` or `.git`.',
  },
  import_cycle: {
    title: "files that import each other",
    explanation: "What two files need of each other belongs into a third one, which both import.",
  },
  import_unknown: {
    title: "an imported file has no such definition",
    explanation: "Kernels, tasks, blocks and nets of another file can be imported by their names.",
  },
  name_unknown_layer: {
    title: "no layer or block of this name",
    explanation: "A layer is one of the language's own kinds or a `block` of this file.",
  },
  name_unknown: {
    title: "no such name",
    explanation:
      "Kernels, tasks, nets and data are defined in the file; a value is named by `as NAME` earlier in the same block.",
  },
  name_defined_twice: {
    title: "two definitions of one name",
    explanation: "Each kernel, task, block, net and data source has a name of its own.",
  },
  argument_unknown: {
    title: "an option that this layer does not have",
    explanation:
      "What follows a layer by a space is its option. A new layer starts after a comma or on a new line.",
  },
  argument_missing: {
    title: "something is missing",
    explanation: "The layer or declaration needs a value that is not there.",
  },
  argument_wrong: {
    title: "a value of the wrong kind",
    explanation: "Sizes and counts are whole numbers of at least 1; a rate is a number from 0 up to 1.",
  },
  argument_conflict: {
    title: "options that exclude each other",
    explanation: "A window has one padding: `same`, `valid` or `pad n`.",
  },
  block_hole: {
    title: "a hole without something in it, or the other way round",
    explanation:
      "`block level(f) around inside { …, inside, … }` has a hole. `level(16) { … }` puts it around layers, and `nest level(16, 32) { … }` around itself.",
  },
  block_recursive: {
    title: "a block that uses itself",
    explanation: "A block that contained itself would never end. `repeat n` applies a block several times.",
  },
  net_no_input: {
    title: "a net without an input",
    explanation:
      "The first thing in a net is its input: `input image 28x28x1`, `input 5000 samples x 12 leads`, `input { age in years }`.",
  },
  net_misplaced: {
    title: "something in the wrong place",
    explanation:
      "Inputs stand first in a net; `expect` stands in a net; `in` is what a block was given; behind a head only `from` goes on.",
  },
  net_input_unclear: {
    title: "several inputs, and nothing says which",
    explanation:
      "A net with several inputs gives each a name, `input image 64x64x1 as rest`. Its chains and branches begin with `from rest`, which says what their first layer takes.",
  },
  net_too_large: {
    title: "a net beyond what can be counted",
    explanation: "Counts are exact up to 2^53, and the nets of a file have at most 100 000 layers together.",
  },
  shape_no_space: {
    title: "no axis to slide along",
    explanation:
      "Convolution, pooling and up-sampling need a signal, an image or a volume. After `flatten`, `dense` or pooling over `all` only a list of numbers is left.",
  },
  shape_wrong_rank: {
    title: "a window for another number of axes",
    explanation:
      "A signal has one axis, an image two, a volume three. `3` stands for all of them; `3x5` for an image alone.",
  },
  shape_not_open: {
    title: "a size that can't be left open",
    explanation:
      "`input image H x W x 1` leaves sizes open, and the checker says which of them work. Where only one does, it is no open size: write it down.",
  },
  weight_open: {
    title: "weights whose number would depend on an open size",
    explanation:
      "A net has the same weights for every input. A `dense` layer behind `flatten` has one for each number that it reads, so their number depends on the input's size.",
  },
  choice_open: {
    title: "layers that would depend on an open size",
    explanation:
      "A net has the same layers for every input. What an `if` asks, and how often a `repeat` goes round, may depend on an open size only where it comes out the same at all sizes that work.",
  },
  shape_window_too_large: {
    title: "a window larger than what it slides over",
    explanation:
      "Each `valid` convolution and each pooling makes the value smaller, until the next window no longer fits.",
  },
  shape_not_joinable: {
    title: "values that can't be joined",
    explanation:
      "`add` needs equal shapes. `concat` lays values side by side along their channels, so all other sizes must be equal.",
  },
  shape_not_divisible: {
    title: "parts that don't come out even",
    explanation:
      "Groups and heads cut the channels of a value into equal parts, so their number must divide the channels.",
  },
  shape_too_large: {
    title: "a value beyond what can be counted",
    explanation: "Sizes and counts are exact up to 2^53.",
  },
  weight_wrong_size: {
    title: "written weights of the wrong size",
    explanation: "`weights` has one row an input and one column an output; `bias` has one number an output.",
  },
  weight_not_written: {
    title: "fixed weights that nothing gives",
    explanation:
      "`fixed` keeps weights that are written in the spec. `frozen` keeps those that come from elsewhere: training leaves them as another run made them.",
  },
  weight_not_shared: {
    title: "one set of weights that would have to be two",
    explanation:
      "What is `shared` has one set of weights, made for the first value that it is given. Every other value must have as many channels, and all uses are `frozen`, or none.",
  },
  task_unknown_kind: {
    title: "no such kind of task",
    explanation:
      'A task is `classify { … }` (one of), `tag { … }` (any of), `probability of "…"`, `regress { … }`, `segment { … }` (at each place), `reconstruct` or `cluster 4` (groups without labels).',
  },
  task_head_needs_vector: {
    title: "a head on a map",
    explanation:
      "A class or a measurement is said of the whole input, so the value must be a list of numbers before the head.",
  },
  task_wrong_size: {
    title: "an answer of another size than the input",
    explanation:
      "A segmentation or a reconstruction says something of every place of the input, so what reaches the head must have the input's height and width, or length, or depth. `segment every 8` answers once for 8 places along each axis.",
  },
  task_wrong: {
    title: "a task that can't be right",
    explanation:
      "A classification has at least two classes, each named once; a clustering says how many groups to look for; a range goes from the smaller to the larger number.",
  },
  claim_refuted: {
    title: "a claim that is not true",
    explanation:
      "What stands after `=>` and `expect` is counted and compared. The arithmetic shows where the true number comes from.",
  },
  claim_untold: {
    title: "a claim that can't be proved for all sizes",
    explanation:
      "A claim about a net with open sizes must hold at every size that works. Where that can be neither proved nor refuted, it is not taken for true.",
  },
  claim_no_erratum: {
    title: "an erratum of a source that is right",
    explanation:
      "`59_800 pixels but 89_401` notes that the source errs: the first number is the source's, the second what is true. Here the first is true.",
  },
  claim_unknown: {
    title: "a claim about something that is not counted",
    explanation:
      "Claims are a shape, or a number of `weights`, `learned`, `tracked`, `fixed` or `multiply-adds`, or of places: `pixels` of an image, `voxels` of a volume, `samples` of a signal.",
  },
  shape_even_kernel: {
    title: "a kernel without a middle",
    explanation:
      "A kernel of even size has no cell in its middle. With `same` padding and stride 1 one side gets a row of zeros more than the other, and the map is shifted by half a cell.",
  },
  shape_rows_dropped: {
    title: "the border is never looked at",
    explanation:
      "A window that moves by more than one cell may not come out even: what is left at the end of an axis is dropped in silence.",
  },
  layer_two_activations: {
    title: "two activations in a row",
    explanation:
      "An activation bends what a layer with weights has summed. A second one behind it has nothing new to bend.",
  },
  task_softmax_twice: {
    title: "an activation before the head",
    explanation:
      "A head ends with its task's activation, and its loss is computed from the numbers before that. A softmax in front of it squeezes them first, so that training hardly moves.",
  },
  task_cluster_alone: {
    title: "codes that nothing but their own groups teaches",
    explanation:
      "A clustering learns from its own assignments: they are best where all codes are the same few points, whatever the input. Something else must hold the codes to what they stand for, such as a second chain that reconstructs the input from them. Codes that training leaves alone, `frozen` ones or measurements, can't collapse.",
  },
  task_cluster_softmax: {
    title: "a softmax before a clustering",
    explanation:
      "Numbers that sum to 1 are at most √2 apart, and centroids share such codes out by their distances: no code is ever much nearer to one than to another.",
  },
  task_cluster_one_number: {
    title: "a clustering of single numbers",
    explanation:
      "Groups in one number are intervals of it. A code of a few numbers, such as 8, has room for examples that are alike in one respect and differ in another.",
  },
  task_bias_range: {
    title: "a start outside of the range",
    explanation:
      "A head's bias is what it answers before it has learned anything. Outside of the quantity's own range, training first has to find the way there.",
  },
  task_percent_range: {
    title: "a percentage from 0 to 1",
    explanation:
      "A share goes from 0 to 1, a percentage from 0 to 100. Errors are told in the unit that is written, so the two must not be mixed up.",
  },
  task_unit_spelling: {
    title: "a unit that is usually written in another way",
    explanation:
      "Capitals tell units apart: `mg` and `Mg`, `mm` and `mM`. Units are written as UCUM, the unified code for units of measure, and clinicians write them: `mL`, `mmHg`, `beats/min`.",
  },
  task_head_by_hand: {
    title: "a head written by hand",
    explanation:
      "`head NAME` gives as many outputs as the task has answers, with the task's activation. Only a net with a head can be trained, and only its answers have names.",
  },
  weight_bias_before_batchnorm: {
    title: "biases that batch normalisation takes away",
    explanation:
      "Batch normalisation subtracts each channel's mean, and a bias with it. Its own beta does the bias's work.",
  },
  layer_bottleneck: {
    title: "a bottleneck of one number",
    explanation: "Where a single number is left, no layer behind it can tell more than that number says.",
  },
  weight_mostly_dense: {
    title: "nearly all weights in one dense layer",
    explanation:
      "A dense layer that reads a whole map laid out flat has a weight for every place of it. Pooling over all places first leaves one number a channel: fewer weights, less overfitting, and any size of image.",
  },
  value_unused: {
    title: "a name that nothing uses",
    explanation: "`as` keeps a value, so that `from`, `add` or `concat` can bring it back.",
  },
  layer_unused: {
    title: "a layer whose output nobody uses",
    explanation:
      "What a layer gives must reach an output of the net: a head, or without any head the end of the last chain. Otherwise it is computed for nothing, and its weights never learn.",
  },
  messages_left_out: {
    title: "more messages than are told",
    explanation:
      "Of one file the first thousand errors and warnings are told; the others are counted. One mistake further up may bring up thousands of them.",
  },
  allow_unknown: {
    title: "an allowance of a warning that does not exist",
    explanation:
      "`# allow CODE` silences a warning where it stands. Its code stands in the brackets of the message: `warning[value_unused]`.",
  },
  allow_unused: {
    title: "an allowance that silences nothing",
    explanation:
      "`# allow CODE` holds for what begins in its line, or in the next where the comment has a line of its own. Once nothing brings the warning up there, it is left over; it would hide a new one.",
  },
  train_part_unused: {
    title: "examples that no part of a training uses",
    explanation:
      "The third share of `split` is kept for the test, unless `test on` names other data for that: then nothing uses it. Train on those examples too, or test on them.",
  },
  export_unsupported: {
    title: "a layer that the target does not have",
    explanation:
      "The net is sound, but a framework that it is compiled for can't do one of its layers, also not as a combination of others. For TensorFlow.js that is a layer whose weights are shared between values of different rank, such as maps and a list. `cnnc check --target tfjs` asks before anything is compiled or trained.",
  },
  data_unknown_kind: {
    title: "no such kind of data",
    explanation: "Data comes from `idx`, `images`, `csv` or `synthetic`.",
  },
  train_batch_of_one: {
    title: "batch normalisation over batches of one example",
    explanation:
      "`batchnorm` brings each channel to mean 0 and variance 1 over the examples of a batch. One example alone is its own mean, so that what the layer gives says nothing of it, or of an image only how it differs within itself; and what it gives later, with the averages of all examples, is something else. Two at least are needed, and some ten are better. Where memory has room for one, `groupnorm` and `layernorm` normalise each example by itself, in training and later alike. A last batch of one, which is left where the examples don't divide evenly, joins the batch before it.",
  },
  train_wrong: {
    title: "a training that can't be run",
    explanation: "`train NET on DATA { split 70/15/15, optimizer adam 0.001, batch 32, epochs 5, seed 1 }`.",
  },
} as const satisfies { readonly [code: string]: { readonly title: string; readonly explanation: string } };

export type Code = keyof typeof catalogue | keyof typeof fileCatalogue;
