import type { ClaimSyntax } from "../../ir/ast.ts";
import type { NestedMap } from "../../ir/nested-map.ts";
import type { NetInput, NetOutput, Task } from "../../ir/net.ts";
import type { ResolvedInput } from "../../ir/resolved.ts";
import type { Span } from "../../source/source-file.ts";
import type { Builder } from "./builder.ts";
import { FAULT } from "./fault.ts";

/** Where a net has several inputs, none of them is the value that the first layer takes. */
export const NONE = -1;

/** Where a net begins and ends: its inputs, its heads, and what may follow them. */
export class Ends {
  readonly inputs: NetInput[] = [];
  readonly outputs: NetOutput[] = [];
  /** Values that heads give, with the heads' names and places. */
  private readonly heads = new Map<number, { readonly name: string; readonly span: Span }>();
  /** Names of the inputs. */
  private readonly names: string[] = [];
  private readonly builder: Builder;

  constructor(builder: Builder) {
    this.builder = builder;
  }

  /** Notes an input at its place, and its value in `values` where it has a name. */
  open({ as }: ResolvedInput, at: number, values: NestedMap<number>): void {
    const { builder } = this;
    builder.begin(at);
    this.names.push(as?.text ?? "");
    if (as) values.set(as.text, at);
    if (builder.end !== undefined) return;
    const { id } = builder.nodes[at]!;
    if (as) builder.name(at, as);
    this.inputs.push(as ? { node: id, name: as.text } : { node: id });
  }

  /** Notes what a head gives; each has a name of its own. */
  add(task: Task, name: string, at: number, span: Span): void {
    const { sink, nodes, end } = this.builder;
    const before = [...this.heads.values()].find((head) => head.name === name);
    this.heads.set(at, { name, span });
    if (before) {
      sink.error("name_defined_twice", span, `there is already a head \`${name}\``, {
        labels: [{ span: before.span, text: "the first one" }],
        help: `give this one a name of its own: \`head ${task.name} as other_${task.name}\``,
      });
      throw FAULT;
    }
    const shared = nodes[at]!.scopes.find(({ kind }) => kind === "shared");
    if (shared) {
      sink.error("net_misplaced", span, "a head can't stand in what is `shared`", {
        labels: [{ span: shared.span, text: "used here" }],
        help: "put it behind each use: every output of a net has a head of its own",
      });
      throw FAULT;
    }
    if (end === undefined) this.outputs.push({ node: nodes[at]!.id, name, task });
  }

  /** Without a head, the end of the last chain is what the net gives. Returns the place of the last output. */
  close(span: Span, end: number): number {
    const head = [...this.heads.keys()].at(-1);
    if (head !== undefined) return head;
    if (end === NONE) {
      this.reportInput(span, "it gives");
      this.builder.end ??= this.builder.nodes.length;
    }
    if (this.builder.end !== undefined) return end;
    const { id, name = "output" } = this.builder.nodes[end]!;
    this.outputs.push({ node: id, name });
    return end;
  }

  /** Whether claims about the whole net name a shape of several outputs; that is reported. */
  oneOutput(claims: readonly ClaimSyntax[]): boolean {
    const shape = claims.find(({ type }) => type === "shape");
    if (!shape || this.heads.size < 2) return true;
    const names = [...this.heads.values()].map(({ name }) => `\`${name}\``).join(", ");
    this.builder.sink.error(
      "claim_unknown",
      shape.span,
      `this net gives several values, ${names}, and a shape is that of one`,
      { help: "write the claim behind its head: `head regions => 64x64x3`" },
    );
    return false;
  }

  /** Nothing can follow a head. */
  demandOpen(span: Span, values: readonly number[]): void {
    if (this.heads.size === 0) return;
    const head = values.map((at) => this.heads.get(at)).find((found) => found !== undefined);
    if (!head) return;
    this.builder.sink.error("net_misplaced", span, "nothing can follow the head of a net", {
      labels: [{ span: head.span, text: "the head, which gives an answer" }],
      help: "put this before the head, or go on from an earlier value: `from NAME`",
    });
    throw FAULT;
  }

  /** Several inputs, and nothing says which of them `goes` here. */
  needInput(span: Span, goes = "comes in here"): never {
    this.reportInput(span, goes);
    throw FAULT;
  }

  private reportInput(span: Span, goes: string): void {
    const [first, second] = this.names;
    this.builder.sink.error(
      "net_input_unclear",
      span,
      `the net has ${this.names.length} inputs, and nothing says which of them ${goes}`,
      {
        help: `begin with \`from ${first}\`, or with \`branches concat { | from ${first}, … | from ${second}, … }\``,
      },
    );
  }
}
