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
  grid_ragged: {
    title: "rows of different lengths",
    explanation: "A kernel is a grid: each of its rows has the same number of columns.",
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
    explanation: "`input` stands first in a net; `expect` stands in a net; `in` is what a block was given.",
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
  task_unknown_kind: {
    title: "no such kind of task",
    explanation: "A task is `classify { … }` or `regress { … }`.",
  },
  task_head_needs_vector: {
    title: "a head on a map",
    explanation:
      "A class or a measurement is said of the whole input, so the value must be a list of numbers before the head.",
  },
  task_wrong: {
    title: "a task that can't be right",
    explanation:
      "A classification has at least two classes, each named once; a range goes from the smaller to the larger number.",
  },
  claim_refuted: {
    title: "a claim that is not true",
    explanation:
      "What stands after `=>` and `expect` is counted and compared. The arithmetic shows where the true number comes from.",
  },
  claim_unknown: {
    title: "a claim about something that is not counted",
    explanation:
      "Claims are a shape, or a number of `weights`, `learned`, `tracked`, `fixed` or `multiply-adds`.",
  },
  export_unsupported: {
    title: "a layer that the target does not have",
    explanation:
      "The net is sound, but a framework that it is compiled for can't do one of its layers, also not as a combination of others. `cnnc check --target tfjs` asks before anything is compiled or trained.",
  },
  data_unknown_kind: {
    title: "no such kind of data",
    explanation: "Data comes from `idx`, `images`, `csv` or `synthetic`.",
  },
  train_wrong: {
    title: "a training that can't be run",
    explanation: "`train NET on DATA { split 70/15/15, optimizer adam 0.001, batch 32, epochs 5, seed 1 }`.",
  },
} as const satisfies { readonly [code: string]: { readonly title: string; readonly explanation: string } };

export type Code = keyof typeof catalogue;
