/** Advance widths of a TrueType font in units of 1/1000 em, read from its `cmap` (format 4) and `hmtx` tables. */
export function advanceWidths(font: Uint8Array): (codePoint: number) => number | undefined {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const entry = 12 + 16 * i;
    tables.set(String.fromCharCode(...font.subarray(entry, entry + 4)), view.getUint32(entry + 8));
  }
  const unitsPerEm = view.getUint16(tables.get("head")! + 18);
  const metrics = view.getUint16(tables.get("hhea")! + 34);
  const cmap = tables.get("cmap")!;
  let subtable = 0;
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const at = cmap + view.getUint32(cmap + 8 + 8 * i);
    if (view.getUint16(at) === 4) subtable = at;
  }
  const segments = view.getUint16(subtable + 6) / 2;
  const glyphOf = (code: number): number => {
    for (let s = 0; s < segments; s++) {
      const end = subtable + 14 + 2 * s;
      if (view.getUint16(end) < code) continue;
      const start = view.getUint16(end + 2 * segments + 2);
      if (start > code) return 0;
      const delta = view.getUint16(end + 4 * segments + 2);
      const offsetAt = end + 6 * segments + 2;
      const offset = view.getUint16(offsetAt);
      if (offset === 0) return (code + delta) & 0xffff;
      const glyph = view.getUint16(offsetAt + offset + 2 * (code - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
  return (code) => {
    const glyph = glyphOf(code);
    if (glyph === 0) return undefined;
    const units = view.getUint16(tables.get("hmtx")! + 4 * Math.min(glyph, metrics - 1));
    return Math.round((1000 * units) / unitsPerEm);
  };
}
