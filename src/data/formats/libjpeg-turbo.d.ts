/** What is used of the package, which has no types of its own. */
declare module "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs" {
  /** What it gives are views of its own memory, which the next call may move. */
  interface Decoder {
    getEncodedBuffer(length: number): Uint8Array;
    /** Throws a number where the bytes are damaged. */
    decode(): void;
    getDecodedBuffer(): Uint8Array;
    getFrameInfo(): { readonly width: number; readonly height: number; readonly componentCount: number };
    delete(): void;
  }
  const start: (settings: { print(): void; printErr(): void }) => Promise<{
    readonly JPEGDecoder: new () => Decoder;
  }>;
  export default start;
}
