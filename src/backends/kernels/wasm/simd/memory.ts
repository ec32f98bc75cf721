/**
 * The memory of our own SIMD code. It is apart from that of tfjs's WASM backend, which threads can't share: what is to be
 * convolved is copied here and back, a small part of the work.
 */
import { fused, plain } from "./binary.ts";

/** What `code.as.ts` exports. All are addresses and offsets in bytes, or counts. */
export interface Code {
  /** @param thread its number, 0 for the main one */
  work(thread: number): void;
  packPanels(to: number, filter: number, order: number, taps: number, inputs: number, outputs: number): void;
  packTransposed(
    to: number,
    filter: number,
    order: number,
    taps: number,
    inputs: number,
    outputs: number,
  ): void;
  combineBlocks(
    to: number,
    toStep: number,
    results: number,
    from: number,
    fromStep: number,
    blocks: number,
    factors: number,
    length: number,
  ): void;
  maxPool(geometry: number, x: number, y: number): void;
  maxPoolGradient(geometry: number, x: number, dy: number, dx: number): void;
}

const PAGE = 65_536;
const MAX_PAGES = 65_536;
/** Bytes at the start that `job.ts` writes to. */
export const HEAD = 192;
/** So much may be read behind a block that was reserved. */
const SLACK = 64;

/** The code and its memory, once it is loaded. */
export class Simd {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES, shared: true });
  readonly module: WebAssembly.Module;
  readonly code: Code;
  private end = HEAD;

  constructor() {
    const fast = bytesOf(fused);
    this.module = new WebAssembly.Module(WebAssembly.validate(fast) ? fast : bytesOf(plain));
    const { exports } = new WebAssembly.Instance(this.module, { env: { memory: this.memory } });
    this.code = exports as unknown as Code;
  }

  /** Gives back the blocks that were reserved behind `mark`. */
  clear(mark = HEAD): void {
    this.end = mark;
  }

  /** Where the next block will begin. */
  mark(): number {
    return this.end;
  }

  /** The address of a block of so many bytes, aligned to a vector; what stands there is left from before. */
  reserve(bytes: number): number {
    const at = this.end;
    this.end = Math.ceil((at + bytes + SLACK) / 16) * 16;
    const missing = this.end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    return at;
  }

  /** A block that holds `values`. */
  put(values: Uint32Array | Float32Array | Float64Array): number {
    const at = this.reserve(values.byteLength);
    const Values = values.constructor as Uint32ArrayConstructor;
    new Values(this.memory.buffer, at, values.length).set(values);
    return at;
  }

  /** The numbers of a block. Valid until the next one is reserved. */
  numbers(at: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, length);
  }
}

/** Whether this engine's WebAssembly has SIMD, and memory that threads may share: those of 2021 and later have both. */
export function runsSimd(): boolean {
  return WebAssembly.validate(bytesOf(plain));
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

let loaded: Simd | undefined;

/**
 * The one instance of the code, loaded when it is first asked for.
 *
 * @throws WebAssembly.CompileError where `runsSimd` is false
 */
export function simd(): Simd {
  loaded ??= new Simd();
  return loaded;
}
