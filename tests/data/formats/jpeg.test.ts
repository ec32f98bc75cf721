// JPEG files as careless programs leave them: what stands between segments, and behind the image, is passed over, as Pillow does.
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeJpeg } from "../../../src/data/formats/jpeg.ts";
import { jpegs } from "../reference/files.json";

/** Where segments begin, up to the first scan. */
function segmentsOf(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  for (let at = 2; bytes[at + 1] !== 0xda; at += 2 + bytes[at + 2]! * 256 + bytes[at + 3]!) starts.push(at);
  return starts;
}

// Bytes of a marker would be one.
const stray = fc.uint8Array({ minLength: 1, maxLength: 9, max: 0xfe });

test.each(jpegs.slice(0, 3).map(({ name, file }) => [name, Buffer.from(file, "base64")] as const))(
  "%s, with stray bytes",
  async (_, file) => {
    const clean = await decodeJpeg(file);
    const places = fc.constantFrom(...segmentsOf(file), file.length);
    await fc.assert(
      fc.asyncProperty(places, stray, async (at, bytes) => {
        const dirty = Buffer.concat([file.subarray(0, at), bytes, file.subarray(at)]);
        expect(await decodeJpeg(dirty)).toEqual(clean);
      }),
      { numRuns: 50 },
    );
  },
);
