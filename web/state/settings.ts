/** A setting that the browser keeps; undefined where it has none, or keeps nothing. */
export function readSetting<T extends string>(name: string, values: readonly T[]): T | undefined {
  try {
    const kept = localStorage.getItem(`cnnc.${name}`);
    return values.find((value) => value === kept);
  } catch {
    return undefined;
  }
}

/** Keeps a setting, where the browser does; a page that may keep nothing works without. */
export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(`cnnc.${name}`, value);
  } catch {
    // Nothing is lost but the choice.
  }
}

/** A text that was kept under that name, which is not kept on. */
export function takeSetting(name: string): string | undefined {
  try {
    const kept = localStorage.getItem(`cnnc.${name}`) ?? undefined;
    localStorage.removeItem(`cnnc.${name}`);
    return kept;
  } catch {
    return undefined;
  }
}
