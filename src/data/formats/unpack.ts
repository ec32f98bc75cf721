import { Gunzip, Unzlib } from "fflate";

/** What the packed bytes are pushed in: one piece can become a thousand times as many bytes. */
const PIECE = 2 ** 14;

/** Ends an unpacking that has all that was asked for. */
class Enough extends Error {}

/**
 * The first `most` bytes that packed ones stand for, fewer where they end before, and whether there are more. So a small
 * file that unpacks to gigabytes costs no more memory than was asked for.
 *
 * @throws Error where they are cut off or damaged
 */
export function unpackUpTo(
  most: number,
  form: "gzip" | "zlib",
  parts: readonly Uint8Array[],
): { readonly bytes: Uint8Array; readonly more: boolean; readonly members: number } {
  const bytes = new Uint8Array(most);
  let length = 0;
  let more = false;
  let members = 1;
  const take = (piece: Uint8Array) => {
    const room = most - length;
    bytes.set(piece.length > room ? piece.subarray(0, room) : piece, length);
    length += Math.min(room, piece.length);
    more = piece.length > room;
    if (more) throw new Enough();
  };
  const stream = form === "gzip" ? new Gunzip(take) : new Unzlib(take);
  if (stream instanceof Gunzip) stream.onmember = () => members++;
  try {
    for (const [i, part] of parts.entries()) {
      for (let at = 0; at < part.length; at += PIECE) {
        const last = i === parts.length - 1 && at + PIECE >= part.length;
        stream.push(part.subarray(at, at + PIECE), last);
      }
    }
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return { bytes: bytes.subarray(0, length), more, members };
}
