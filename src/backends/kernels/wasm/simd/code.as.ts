/** The SIMD code, which `npm run generate` compiles as one module. */
export * from "./packing.as";
export * from "./pooling.as";
export * from "./winograd-packing.as";
export { work } from "./work.as";
