import type { Compilation } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Fix } from "../diagnostics/fix.ts";
import { onlyOutput } from "../ir/ends.ts";
import { peakMemory } from "../ir/memory.ts";
import type { CheckedNet, Claimed } from "../ir/net.ts";
import { weightsOf } from "../ir/weights-of.ts";
import { layerOf } from "../layers/registry.ts";
import { formatShape, type Shape } from "../shape/shape.ts";
import type { SourceFile, Span } from "../source/source-file.ts";

/** A place in a file: offsets from 0, lines and columns from 1. */
export interface JsonSpan {
  /** Where it is an imported file. */
  readonly file?: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What `cnnc check --json` prints for one file; later versions only add to it. */
export function checkJson(compilation: Compilation, nets: readonly CheckedNet[], batch = 1): object {
  const { source, diagnostics } = compilation;
  return {
    file: source.name,
    diagnostics: diagnostics.map((diagnostic) => diagnosticJson(diagnostic, source)),
    nets: nets.map((net) => ({
      name: net.name,
      complete: net.complete,
      ...net.totals,
      output: onlyOutput(net)?.output ?? null,
      inputs: net.inputs.map(({ node, name }) => ({
        layer: node,
        ...(name === undefined ? {} : { name }),
        shape: shapeOf(net, node),
      })),
      outputs: net.outputs.map(({ node, name, task }) => ({
        layer: node,
        name,
        ...(task ? { task: task.name } : {}),
        shape: shapeOf(net, node),
      })),
      memory: memoryJson(net, batch),
      layers: net.nodes.map((node) => ({
        name: node.id,
        kind: node.kind,
        label: node.label,
        output: node.output,
        ...(node.form ? { form: node.form } : {}),
        weights: weightsOf(node),
        ...(node.shares === undefined ? {} : { shares: node.shares }),
        arithmetic: node.weights.map((weight) => weight.arithmetic).join(" + "),
        multiplyAdds: node.multiplyAdds,
        receptiveField: node.receptiveField,
        stride: node.stride,
        span: spanJson(node.span, source),
      })),
      ...(net.openSizes
        ? {
            openSizes: net.openSizes.map(({ name, value, works, reasons, span }) => ({
              name,
              value,
              ...works,
              reasons: reasons.map((reason) => ({ text: reason.text, span: spanJson(reason.span, source) })),
              span: spanJson(span, source),
            })),
          }
        : {}),
      claims: net.claims.map(
        ({ text, claims, but, holds, found, subject, arithmetic, source: cited, span }) => ({
          text,
          holds,
          ...(but ? { says: plain(claims), but: plain(but) } : {}),
          found,
          subject,
          arithmetic,
          ...(cited === undefined ? {} : { source: cited }),
          span: spanJson(span, source),
        }),
      ),
    })),
  };
}

/** Bytes of values at most, for a batch. */
function memoryJson(net: CheckedNet, batch: number): object {
  const { inference, training } = peakMemory(net.nodes, layerOf);
  return { batch, inference: inference * batch, training: training * batch };
}

/** In the form of `found`. */
function plain(claimed: Claimed): string {
  return "count" in claimed ? String(claimed.value) : formatShape(claimed.shape);
}

function shapeOf(net: CheckedNet, id: string): Shape {
  return net.nodes.find((node) => node.id === id)!.output;
}

function diagnosticJson(diagnostic: Diagnostic, source: SourceFile): object {
  const { code, severity, message, labels, notes, help, fix, span } = diagnostic;
  return {
    code,
    severity,
    message,
    span: spanJson(span, source),
    labels: labels.map((label) => ({ text: label.text, span: spanJson(label.span, source) })),
    notes,
    ...(help === undefined ? {} : { help }),
    ...(fix === undefined ? {} : { fix: fixJson(fix, source) }),
  };
}

function fixJson({ title, safe, edits }: Fix, source: SourceFile): object {
  return { title, safe, edits: edits.map(({ span, text }) => ({ span: spanJson(span, source), text })) };
}

function spanJson(span: Span, source: SourceFile): JsonSpan {
  const file = source.fileAt(span.start);
  const from = source.position(span.start);
  const to = source.position(span.end);
  return {
    ...(file === source ? {} : { file: file.name }),
    start: span.start - file.base,
    end: span.end - file.base,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}
