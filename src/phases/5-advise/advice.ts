import type { Code } from "../../diagnostics/catalogue.ts";
import { axisNames, channels, digits, formatShape, product, rank, spatial } from "../../shape/shape.ts";
import { perAxis } from "../../shape/window.ts";
import { taskOf } from "../../tasks/registry.ts";
import { clustering } from "./clustering.ts";
import {
  evenKernel,
  inPlaceOf,
  wentOnFrom,
  withOption,
  withoutLayer,
  withoutName,
  withSame,
} from "./edits.ts";
import { lostAtTheEnd, sameTakesIn } from "./rows.ts";
import type { Advice } from "./view.ts";

/** Share of a net's weights above which one dense layer is worth a word. */
const MOST = 0.9;

/** Every piece of advice under the code of its warning. */
export const advice: Readonly<Partial<Record<Code, Advice>>> = {
  ...clustering,

  shape_even_kernel: ({ node, source, definition, input }) => {
    const window =
      definition.family === "convolution" ? definition.window?.(input, node.params as never) : undefined;
    if (window?.padding !== "same") return undefined;
    const axis = window.extent.findIndex((size, i) => size % 2 === 0 && window.stride[i] === 1);
    if (axis < 0) return undefined;
    return {
      message: `a kernel of ${window.extent[axis]} has no middle, so with \`same\` padding it shifts the map by half a cell`,
      help: `use ${window.extent[axis]! - 1} or ${window.extent[axis]! + 1}, or \`valid\``,
      fix: evenKernel(node, window.extent[axis]!, source),
    };
  },

  shape_rows_dropped: ({ node, source, definition, input }) => {
    if (definition.family !== "convolution" && definition.family !== "pooling") return undefined;
    const window = definition.window?.(input, node.params as never);
    if (!window || definition.seesAll?.(node.params as never)) return undefined;
    const dilation = perAxis((node.params.dilation as readonly number[] | undefined) ?? [1], rank(input))!;
    for (const [axis, size] of spatial(input).entries()) {
      const lost = lostAtTheEnd(size, window, axis);
      if (lost === 0 || !sameTakesIn(lost, size, window, axis, dilation[axis]!)) continue;
      const name = axisNames(rank(input))[axis];
      const [extent, stride] = [window.extent[axis]!, window.stride[axis]!];
      return {
        message: `the last ${lost === 1 ? "number" : `${lost} numbers`} along the ${name} of ${size} never ${lost === 1 ? "comes" : "come"} into a window`,
        help: `\`same\` padding takes them in; or choose sizes that fit: (${size} − ${extent}) is no multiple of the stride ${stride}`,
        fix: withSame(node, source),
      };
    }
    return undefined;
  },

  layer_two_activations: ({ node, source, definition, inputs, definitionOf }) => {
    const before = inputs[0];
    if (definition.family !== "activation" || !before || definitionOf(before).family !== "activation")
      return undefined;
    return {
      message: `\`${node.kind}\` follows \`${before.kind}\` directly: two activations in a row do the work of one at best`,
      help: "leave one of them away, or put a layer with weights between them",
      fix: withoutLayer(node, source),
    };
  },

  task_softmax_twice: ({ net, node, source, inputs }) => {
    const task =
      node.task === undefined ? undefined : net.outputs.find((each) => each.task?.name === node.task)?.task;
    const activation = task && taskOf(task.kind)?.activation;
    const before = inputs[0];
    if (!activation || node.weights.length === 0 || before?.kind !== activation) return undefined;
    return {
      message: `the head adds a \`${activation}\` of its own, and the value before it has been through one already`,
      help: `leave away the \`${activation}\` before \`${node.label}\``,
      fix: withoutLayer(before, source),
    };
  },

  task_bias_range: ({ net, node }) => {
    const [kernel, bias] = node.weights;
    const task = net.outputs.find((output) => output.task?.name === node.task)?.task;
    if (task?.kind !== "regress" || kernel?.initial.type === "literal") return undefined;
    const written = bias?.initial.type === "literal" ? bias.initial.values : [];
    const i = task.quantities.findIndex(({ from, to }, q) => written[q]! < from! || written[q]! > to!);
    const quantity = task.quantities[i];
    if (!quantity) return undefined;
    return {
      message: `the bias of ${written[i]} is where \`${quantity.name}\` starts, and it goes from ${quantity.from} to ${quantity.to}`,
      help: "start in the range, such as at the mean of what is measured",
    };
  },

  weight_bias_before_batchnorm: ({ node, source, consumers, definitionOf, isShared }) => {
    const bias = node.weights.find((weight) => weight.name === "bias" && weight.initial.type !== "literal");
    const next = consumers.length === 1 ? consumers[0]! : undefined;
    if (
      !bias ||
      isShared ||
      !next ||
      definitionOf(next).family !== "normalisation" ||
      !next.weights.some((w) => w.role === "tracked")
    ) {
      return undefined;
    }
    return {
      message: `\`${next.kind}\` takes the mean away, and with it the ${digits(product(bias.shape))} biases of this layer`,
      help: "write `no bias`: the numbers behind it stay the same",
      fix: withOption(node, "no bias", source),
    };
  },

  layer_bottleneck: ({ node, inputs, soleWay, isOutput }) => {
    if (node.inputs.length === 0 || product(node.output) !== 1 || node.task !== undefined || isOutput)
      return undefined;
    if (!soleWay || node.weights.length === 0 || inputs.every((input) => product(input.output) === 1))
      return undefined;
    return {
      message: "only one number is left here, and everything behind it knows nothing else of the input",
      help: "give the layer more outputs, or make it the last one",
    };
  },

  weight_mostly_dense: ({ net, node, source, inputs, definitionOf, inputsOf }) => {
    const flat = inputs[0];
    const map = flat && inputsOf(flat)[0];
    const own = node.weights.reduce((sum, weight) => sum + product(weight.shape), 0);
    if (!map || rank(map.output) === 0 || own <= MOST * net.totals.weights) return undefined;
    if (
      definitionOf(flat).family !== "shape" ||
      rank(flat.output) > 0 ||
      !net.nodes.some((each) => definitionOf(each).family === "convolution")
    )
      return undefined;
    const units = channels(node.output);
    const saved = (product(flat.output) - channels(map.output)) * units;
    return {
      message: `this layer holds ${Math.floor((100 * own) / net.totals.weights)} % of the net's weights, since it reads ${formatShape(map.output)} numbers laid out flat`,
      help: `\`avgpool all\` in place of \`${flat.kind}\` would save ${digits(saved)} weights`,
      fix: inPlaceOf(flat, "avgpool all", source),
    };
  },

  value_unused: ({ net, node, source, consumers, isOutput, next }) => {
    if (node.name === undefined || isOutput || consumers.length > 1) return undefined;
    const [only] = consumers;
    // Each of several inputs must have a name; what nothing takes at all is the next warning's.
    if (!only || (only !== next && node.inputs.length > 0)) return undefined;
    if (node.inputs.length === 0 && net.inputs.length > 1) return undefined;
    if (wentOnFrom(node, node.name, only, source)) return undefined;
    return {
      message: `the value is named \`${node.name}\`, and nothing brings it back`,
      help: `add it where it is needed (\`add ${node.name}\`, \`concat ${node.name}\`), or leave \`as ${node.name}\` away`,
      fix: withoutName(node, node.name, source),
    };
  },

  layer_unused: ({ net, node, consumers, isOutput }) => {
    if (isOutput || consumers.length > 0) return undefined;
    if (node.inputs.length === 0) {
      return {
        message: `nothing uses the input${node.name === undefined ? "" : ` \`${node.name}\``}`,
        help:
          node.name === undefined
            ? "leave it away"
            : `begin a chain with \`from ${node.name}\`, or leave it away`,
      };
    }
    const ends = net.outputs.map(({ name, task }) => (task ? `\`head ${name}\`` : `\`${name}\``)).join(", ");
    return {
      message: `nobody uses what this layer gives: it doesn't lead to ${ends}`,
      help: "end its chain with a `head`, bring it back by its name (`as side`, `concat side`), or leave it away",
    };
  },
};
