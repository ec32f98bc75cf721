import type { Fix, Help } from "../../diagnostics/fix.ts";

/** What a syntax message says was expected, or in its stead the whole message. */
export interface Advice {
  readonly expected?: string;
  readonly message?: string;
  readonly help?: Help | undefined;
  readonly fix?: Fix | undefined;
}

const INPUTS =
  "`input image 28x28x1`, `input volume 16x32x32x1`, `input 5000 samples x 12 leads` or `input { age in years }`";

/** What each rule of the grammar expects, where no rule below knows better. */
export const EXPECTED: { readonly [rule: string]: Advice } = {
  kernel: { expected: "a grid", help: "`kernel NAME = [ -1 2 -1 ]`" },
  block: { expected: "the layers of the block between braces", help: "`block NAME(parameter) { … }`" },
  task: { expected: "a task", help: "`task NAME = classify { first, second }`" },
  taskItem: { expected: "a name, or text between quotation marks" },
  net: { expected: "the layers of the net between braces", help: "`net NAME { input image 28x28x1, … }`" },
  data: { expected: "data", help: '`data NAME = KIND "file" { … }`' },
  use: { expected: "an import", help: '`use residual, stage from "blocks.cnn"`' },
  train: { expected: "a training", help: "`train NET on DATA { … }`" },
  entries: { expected: "options", help: "an option begins with its name: `epochs 5`" },
  entry: { expected: "an option", help: "an option begins with its name: `epochs 5`" },
  inputStatement: { expected: "what kind of input this is", help: INPUTS },
  samples: { expected: "what kind of input this is", help: INPUTS },
  fieldsOf: { expected: "what kind of input this is", help: INPUTS },
  field: { expected: "the name of a field" },
  repeatStatement: {
    expected: "what is repeated",
    help: "`repeat 3 residual(32)`, or `repeat 3 { conv 32@3, relu }`",
  },
  ifStatement: {
    expected: "layers between braces",
    help: "`if n > 1 { conv 32@3 } else { conv 32@1 }`",
  },
  condition: { expected: "a condition", help: "`if n > 1 { … }`, `if width == height and n != 3 { … }`" },
  sharedStatement: {
    expected: "layers between braces",
    help: "`shared eye { conv 16@3, relu }`: one set of weights, wherever `eye` is used",
  },
  fromStatement: { expected: "the name of a value", help: "`from features`, after `as features` above" },
  nestStatement: { expected: "a block with a hole", help: "`nest level(16, 32) { conv 64@3 }`" },
  argument: { expected: "a number", help: "`stage(16)`, or by name: `stage(16, k = 3)`" },
  parameter: { expected: "a name", help: "`block stage(f, k = 3) { … }`" },
  branchesStatement: {
    expected: "branches that start with `|`",
    help: "`branches add { | conv 8@3 | conv 8@1 }`",
  },
  grid: { expected: "a number", help: "a grid has rows of numbers: `[ 1 0; 0 1 ]`" },
  bracket: { expected: "names of kernels, or rows of numbers" },
  unit: { expected: "a unit, such as `years` or `mg/L`" },
  unitAtom: { expected: "a unit, such as `years` or `mg/L`" },
  claim: { expected: "a shape such as `26x26x4`, or a count such as `36 weights`" },
  range: { expected: "a number", help: "a range is written `from 0 to 100`" },
  number: { expected: "a number" },
  expression: { expected: "a number" },
  name: { expected: "a name" },
};

/** Names of tokens as people see them. */
export const WANTED: { readonly [token: string]: string } = {
  Identifier: "a name",
  AnyName: "a name",
  Number: "a number",
  LeftBrace: "`{`",
  RightBrace: "`}`",
  LeftSquare: "`[`",
  RightSquare: "a number or `]`",
  RightParen: "`)`",
  LeftParen: "`(`",
  If: "`if`",
  Equals: "`=`",
  Bar: "`|`",
  On: "`on`",
  From: "`from`",
  Text: "a file between quotation marks",
  To: "`to`",
  Leads: "`leads`",
  Hz: "`Hz`",
};
