/** What a failed access to a file means, in words. */
export function describeAccess(file: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return `${file}: there is no such file`;
  if (code === "EISDIR") return `${file}: this is a folder, and a file is needed`;
  if (code === "ENOTDIR" || code === "EEXIST")
    return `${file}: this path, or a part of it, is a file where a folder is needed`;
  if (code === "EACCES" || code === "EPERM") return `${file}: access is not permitted`;
  if (code === "ENOSPC") return `${file}: the disk is full`;
  if (code === "EDQUOT") return `${file}: the space that you may use on this disk is full`;
  if (code === "EFBIG") return `${file}: no file may become as large as this one`;
  if (code === "EROFS") return `${file}: this disk can only be read`;
  return `${file}: ${error instanceof Error ? error.message : String(error)}`;
}
