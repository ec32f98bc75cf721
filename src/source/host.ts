/** A file that a spec imports. */
export interface ImportedFile {
  /** The same for the same file, however it is named. */
  readonly id: string;
  /** Name that messages show; what it imports is found from there. */
  readonly name: string;
  readonly text: string;
}

/** Why a file can't be imported. */
export interface ImportProblem {
  readonly problem: string;
  readonly help?: string;
}

/** Where imported files come from. The compiler itself reads none. */
export interface Host {
  /** Id of the spec itself; its name where it is left out. */
  readonly id?: string;
  /** The file that the one called `from` means by `path`. */
  read(path: string, from: string): ImportedFile | ImportProblem;
}

/** For texts that stand alone. */
export const NO_FILES: Host = { read: () => ({ problem: "no other files can be read here" }) };
