import { describe, expect, test } from "vitest";
import { layOut } from "../../src/format/format.ts";
import { specs } from "../language/verified.ts";
import { formatted } from "./formatted.ts";

/** Text as it is written, and as it is wanted. */
const cases: readonly (readonly [what: string, written: string, wanted: string])[] = [
  [
    "claims and comments of lines that follow each other",
    `net ecg {
input 5000 samples x 12 leads at 500 Hz
conv 32@15 stride 2=>2500 x 32,5_792 weights # 15·12·32 + 32
repeat 3 residual( 32 ) => 19_008 learned, 384 tracked
avgpool all

head rhythm => 132 weights # 32·4 + 4
      expect 24_932 learned "table 2"
expect 132   weights "p. 3"
}`,
    `net ecg {
  input 5000 samples x 12 leads at 500 Hz
  conv 32@15 stride 2    => 2500x32, 5_792 weights  # 15·12·32 + 32
  repeat 3 residual(32)  => 19_008 learned, 384 tracked
  avgpool all

  head rhythm  => 132 weights  # 32·4 + 4
  expect 24_932 learned  "table 2"
  expect 132 weights     "p. 3"
}`,
  ],
  [
    "grids",
    `kernel vertical=[-1 2 -1
-1 2 -1 # middle
-1 2 -1]
kernel blur=[
1/9 1/9; 1/9 - 1/9 ]
kernel both = [ 1 2
10 2
| 3 4
-5 6 ]
net a{input{x},dense 2 weights[ 1 -1 ] bias [ 0 0 ]}`,
    `kernel vertical = [ -1  2 -1
                    -1  2 -1  # middle
                    -1  2 -1 ]
kernel blur     = [
   1/9  1/9;  1/9 -1/9 ]
kernel both     = [  1  2
                    10  2
                  |  3  4
                    -5  6 ]
net a { input { x }, dense 2 weights [1 -1] bias [0 0] }`,
  ],
  [
    "branches",
    `block inception(a,b0) { # four towers
    branches   concat
 {
| conv a @ 1
# the second
| conv b0@1,relu
conv 3@3
| repeat 2 {
relu
}
# no more
} => 3x3x3
}`.replace("\n {", " {"),
    `block inception(a, b0) {  # four towers
  branches concat {
    | conv a@1
    # the second
    | conv b0@1, relu
      conv 3@3
    | repeat 2 {
        relu
      }
    # no more
  }  => 3x3x3
}`,
  ],
  [
    "sizes",
    "net a { input image 28 x 28x 1, conv 4@3 × 3, conv 2@(n+1)x3, repeat 2 x 3, conv f@k x k => H x 28x 1 }",
    "net a { input image 28x28x1, conv 4@3×3, conv 2@(n + 1) x 3, repeat 2 x 3, conv f@k x k => H x 28 x 1 }",
  ],
  [
    "operators",
    "block b (n) { conv 2 * n@3 stride n - 1, stage(n+1,2 *n), dense (n+ 1), add - n, dropout 1 -n }\ntask t = regress { a in % from - 1 to - 0.5, b in mg / L }",
    "block b(n) { conv 2*n@3 stride n-1, stage(n + 1, 2*n), dense (n + 1), add-n, dropout 1-n }\ntask t = regress { a in % from -1 to -0.5, b in mg/L }",
  ],
  [
    "empty lines, and a comment that goes on below one",
    "\n\n# first\n\n\n\nnet a {\n\n  input { x }   # one\n                # two\n  # three\n\n\n  relu\n\n}\n\n\n",
    "# first\n\nnet a {\n  input { x }  # one\n               # two\n  # three\n\n  relu\n}",
  ],
  [
    "errata of lines that follow each other",
    'net but {\ninput image 9x9x1=>18 pixels but 81\nconv 2@3 => 9 x 9x1 but 9x9x2 , 20 weights\nexpect 21 weights but 20 "p. 3"\nexpect 2 learned  but 20 "p. 44"\n}',
    'net but {\n  input image 9x9x1  => 18 pixels but 81\n  conv 2@3           => 9x9x1     but 9x9x2, 20 weights\n  expect 21 weights but 20  "p. 3"\n  expect 2 learned  but 20  "p. 44"\n}',
  ],
  [
    "definitions of one kind",
    'task a = classify { x, y }\ntask long = classify { x, y }\ndata d = csv "a"\n\ndata longer = csv "b"\n',
    'task a    = classify { x, y }\ntask long = classify { x, y }\ndata d = csv "a"\n\ndata longer = csv "b"',
  ],
  [
    "Windows line ends, tabs and a byte-order mark",
    "\uFEFFnet a {\r\n\tinput\t{ x }\r\n}",
    "net a {\n  input { x }\n}",
  ],
];

describe("format", () => {
  test.each(cases)("%s", (_, written, wanted) => {
    expect(formatted(written)).toBe(`${wanted}\n`);
    expect(formatted(`${wanted}\n`)).toBe(`${wanted}\n`);
  });

  test.each(["net a {", "", "# nothing", "net a { conv [1 ; }", "net a { input { x } } \uFFFD"])(
    "a text with a syntax error has no form: %j",
    (text) => {
      expect(formatted(text)).toBeUndefined();
    },
  );

  test("what the grammar may yet learn needs no change here", () => {
    expect(layOut("net a { b(k = [ 5,3 ]) }")).toBe("net a { b(k = [5, 3]) }\n");
    const written = `use residual,stage from "blocks.cnn"
block level( f,s = 2 ) around inside{
stage( f ) as skip
if s-1 {
maxpool s
}else{ relu }
inside
upsample s, concat skip }
net mri { input image H x W x 1
nest level(16,32, 2 * 32){
stage(128)
} => H x W x 16
nest level(s=2,
f = 4) { relu } }`;
    expect(layOut(written)).toBe(`use residual, stage from "blocks.cnn"
block level(f, s = 2) around inside {
  stage(f) as skip
  if s-1 {
    maxpool s
  } else { relu }
  inside
  upsample s, concat skip }
net mri { input image H x W x 1
  nest level(16, 32, 2*32) {
    stage(128)
  }  => H x W x 16
  nest level(s = 2,
    f = 4) { relu } }
`);
  });

  test.each(specs())("$file is formatted", ({ text }) => {
    expect(formatted(text)).toBe(text);
  });
});
