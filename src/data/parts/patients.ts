/** Columns of tables that look as if they said whose example each row is. */

/** What such a column is called, or a word of that. */
const WORDS =
  /^(pa[ct]ien\w*|pat|pt|ptid|patid|pid|subj|subject\w*|participants?|proband\w*|person|individual|mrn|pseudonym|caseid|fallnummer)$/;
const WHOLE = /^(id|case[ _-]?(id|no|nr|number)|record[ _-]?id|medical[ _-]?record[ _-]?(number|no))$/;

/** Whether a column is called as one that names the patients is. */
export function namesPatients(column: string): boolean {
  const name = column
    .trim()
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return WHOLE.test(name) || name.split(/[^\p{L}\p{N}]+/u).some((word) => WORDS.test(word));
}

/** How many different texts of one list stand in another one too. */
export function sharedTexts(some: Iterable<string>, others: Iterable<string>): readonly string[] {
  const known = new Set(others);
  return [...new Set(some)].filter((text) => text !== "" && known.has(text));
}
