/** The SIMD code, which `npm run generate` compiles as one module. */
export * from "./convolution.as";
export * from "./rows.as";
