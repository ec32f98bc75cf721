/** How a file's name ends, in lower case: `.png`; nothing where it has no point. */
export function extensionOf(file: string): string {
  return /[^/\\](\.[^./\\]*)$/.exec(file)?.[1]?.toLowerCase() ?? "";
}
