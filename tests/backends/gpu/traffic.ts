/** Counts what a program asks of a WebGPU device: the calls of the standard's own interfaces. */

/** So many of each, since counting began. */
export interface Traffic {
  /** Programs that were run. */
  dispatches: number;
  /** Programs that were compiled. */
  compiled: number;
  /** Buffers that were filled with numbers of this process, and their bytes; parameters of programs not among them. */
  uploads: number;
  uploadedBytes: number;
  /** Buffers that were mapped to be read. */
  readBacks: number;
}

interface Buffers {
  readonly mappedAtCreation?: boolean;
  readonly size: number;
}

/** Counts from now on, for all devices of the process. Call it once a device is there. */
export function countTraffic(): Traffic {
  const traffic: Traffic = { dispatches: 0, compiled: 0, uploads: 0, uploadedBytes: 0, readBacks: 0 };
  before(GPUComputePassEncoder, "dispatchWorkgroups", () => traffic.dispatches++);
  before(GPUDevice, "createComputePipeline", () => traffic.compiled++);
  before(GPUDevice, "createComputePipelineAsync", () => traffic.compiled++);
  before(GPUDevice, "createBuffer", ({ mappedAtCreation, size }: Buffers) => {
    if (!mappedAtCreation) return;
    traffic.uploads++;
    traffic.uploadedBytes += size;
  });
  before(GPUBuffer, "mapAsync", (mode: number) => {
    if (mode === GPUMapMode.READ) traffic.readBacks++;
  });
  return traffic;
}

/** Calls `told` before a method of a class. */
function before<Arguments extends never[]>(
  of: { readonly prototype: object },
  name: string,
  told: (...given: Arguments) => void,
): void {
  const methods = of.prototype as { [method: string]: (...given: Arguments) => unknown };
  const method = methods[name]!;
  methods[name] = function (this: unknown, ...given: Arguments) {
    told(...given);
    return method.apply(this, given);
  };
}
