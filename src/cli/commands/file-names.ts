/** Names that differ also where capitals count for nothing, as on most machines. */
export class Names {
  private readonly taken = new Set<string>();

  /** The name, or with a number where it is taken. */
  free(name: string): string {
    let free = name;
    for (let i = 2; this.taken.has(folded(free)); i++) free = `${name}-${i}`;
    this.taken.add(folded(free));
    return free;
  }
}

function folded(name: string): string {
  return name.normalize("NFKC").toUpperCase().toLowerCase();
}

/** Longest stem of a file's name in bytes; names end at 255. */
const LONGEST = 160;

/** Devices of Windows, whatever stands behind the dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * The stem of a file's name that every file system takes and that is an id in HTML too: without white space, control
 * characters, signs of paths, or a dot at its start.
 */
export function stemFor(text: string): string {
  const clean = text
    .normalize("NFC")
    .replace(/[\p{C}\p{Z}"*/:<>?\\|]+/gu, "_")
    .replace(/^\.+/, "_");
  let stem = "";
  let bytes = 0;
  for (const character of DEVICE.test(clean) ? `_${clean}` : clean) {
    bytes += new TextEncoder().encode(character).length;
    if (bytes > LONGEST) break;
    stem += character;
  }
  return stem || "net";
}
