import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Compilation, compile, hasErrors, type Observer } from "../../src/compile.ts";
import type { CheckedNet, Node } from "../../src/ir/net.ts";
import {
  type Rules,
  type Violation,
  verifyGraph,
  verifyNet,
  verifyProgram,
  verifyResolved,
} from "../../src/ir/verify/verify.ts";
import { layerOf, wordOf } from "../../src/layers/registry.ts";
import { type Host, NO_FILES } from "../../src/source/host.ts";
import { SourceFile } from "../../src/source/source-file.ts";
import { taskOf } from "../../src/tasks/registry.ts";

/** The rules of this compiler, for a text of this length. */
export function rulesFor(text: string): Rules {
  return {
    layer: layerOf,
    word: wordOf,
    outputs: (task, input) => taskOf(task.kind)!.outputs(task, input),
    length: text.length,
  };
}

/** Compiles a text with the verifiers between the phases; throws where an IR value breaks its specification. */
export function compileVerified(text: string, file = "spec.cnn", host: Host = NO_FILES): Compilation {
  let length = text.length;
  const rules: Rules = {
    ...rulesFor(text),
    // Imported texts lie behind the spec's own.
    get length() {
      return length;
    },
  };
  const counting: Host = {
    ...host,
    read(path, from) {
      const found = host.read(path, from);
      if ("text" in found) length += found.text.length + 1;
      return found;
    },
  };
  const demand = (phase: string, violations: readonly Violation[]) => {
    if (violations.length === 0) return;
    throw new Error(
      `after ${phase}: ${violations.map(({ at, problem }) => `${at}: ${problem}`).join("; ")}\n${text}`,
    );
  };
  const observer = {
    resolved: (program) => demand("resolve", verifyResolved(program, rules)),
    expanded: (graph) => demand("expand", verifyGraph(graph, rules)),
    checked: (net) => demand("check", verifyNet(net, rules)),
  } satisfies Observer;
  const compilation = compile(new SourceFile(file, text), { observer, host: counting });
  demand("compile", verifyProgram(compilation.program, rules));
  return compilation;
}

/** The only net of a sound text. */
export function soundNet(text: string): CheckedNet {
  const nets = soundNets(text);
  if (nets.length !== 1) throw new Error(`expected one net, found ${nets.length}`);
  return nets[0]!;
}

/** The nets of a text that must give no error. */
export function soundNets(text: string): readonly CheckedNet[] {
  const compilation = compileVerified(text);
  const { program, diagnostics } = compilation;
  if (hasErrors(compilation))
    throw new Error(`${diagnostics.map((d) => `${d.code}: ${d.message}`).join("\n")}\n${text}`);
  return program.nets;
}

/** Codes of the messages that a text gives, in their order. */
export function codes(text: string): string[] {
  return compileVerified(text).diagnostics.map((diagnostic) => diagnostic.code);
}

/** What stands between the braces of a net on an image, or behind another input. */
export function chain(body: string, input = "image 28x28x1"): CheckedNet {
  return soundNet(`net a {\n input ${input}\n ${body}\n}`);
}

/** The last node. */
export function last(net: CheckedNet): Node {
  return net.nodes.at(-1)!;
}

/** Every spec of the repository: path and text. */
export function specs(folder = "specs"): { file: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".cnn"))
    .sort()
    .map((file) => ({ file: join(folder, file), text: readFileSync(join(folder, file), "utf8") }));
}
