/** The backends that nets run on in Node; apart from `backend.ts` so that a command line can list them without loading tfjs. */
export const backendNames = ["webgpu", "wasm", "cpu"] as const;

export type BackendName = (typeof backendNames)[number];

/** Where nets run: in a browser on WebGL too. */
export type ComputeBackend = BackendName | "webgl";
