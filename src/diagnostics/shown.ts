/** Names, texts and files may hold anything. What of it people are shown goes through here, be it a terminal, a page or an error. */

/** A text is shown up to here, unless another length is asked for. */
const MOST = 400;

/** A message, with the names in it. */
const MOST_OF_MESSAGE = 2000;

/** A name or any other word of a message is shown up to here. */
const MOST_OF_WORD = 120;

/**
 * What moves the cursor, colours, or turns the direction of writing, or is not seen at all: control characters (C0, C1), the
 * separators of lines, bidirectional and invisible formats, tags, halves of pairs.
 */
const UNSEEN =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu;

/** Tabs as one space, so that marks stand under their text; what is not seen as `·`. As long as the text, but for pairs. */
export function cleaned(text: string): string {
  return text.replaceAll("\t", " ").replace(UNSEEN, "·");
}

/** JSON whose texts hold what is not seen as `\\u` and a number: the same value, and a terminal can be shown it. */
export function shownJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, null, indent).replace(UNSEEN, (character) => {
    // Line feeds that lay the text out are no part of a value.
    if (character === "\n") return character;
    const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
}

/** A name, a text or a path of any content, as it can be shown: cleaned, and cut where it is very long. */
export function shown(text: string, most: number = MOST): string {
  return text.length <= most ? cleaned(text) : `${cleaned(cut(text, most))}…`;
}

/** A sentence that may hold such names: each word is cut where it is very long, and so is the whole. */
export function shownMessage(text: string): string {
  return shown(text.length <= MOST_OF_WORD ? text : shortWords(text), MOST_OF_MESSAGE);
}

/** Several sentences, each on a line of its own. */
export function shownLines(text: string): string {
  return text.split("\n").map(shownMessage).join("\n");
}

/** The text with its long words cut; a loop, since an expression would take the stack for a word of millions. */
function shortWords(text: string): string {
  const kept: string[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !endsWord(text.charCodeAt(at))) continue;
    const word =
      at - start > MOST_OF_WORD ? `${cut(text.slice(start, at), MOST_OF_WORD)}…` : text.slice(start, at);
    kept.push(word, text[at] ?? "");
    start = at + 1;
  }
  return kept.join("");
}

/** Spaces, and the signs that stand around names in messages. */
function endsWord(code: number): boolean {
  return code <= 0x20 || code === 0x22 || code === 0x27 || code === 0x2c || code === 0x60;
}

/** The first characters; never half of a pair. */
function cut(text: string, most: number): string {
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? most - 1 : most);
}
