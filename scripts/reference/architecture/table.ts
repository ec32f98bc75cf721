/** The rooms of the house as a table, for docs/architecture.md. */
import { readFileSync } from "node:fs";
import { importsBetweenRooms, rooms } from "./imports.ts";

const PAGE = "docs/architecture.md";
const BEGIN = "<!-- Written by `npm run generate` from scripts/rooms.cjs and the code. -->";
const END = "<!-- End of what is written. -->";

/** The page with its table as the code has it now. */
export function architecturePage(): string {
  const page = readFileSync(PAGE, "utf8");
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${PAGE} lacks \`${BEGIN}\` and \`${END}\``);
  return `${before}${BEGIN}\n\n${roomTable()}\n${END}${after}`;
}

function roomTable(): string {
  const imports = importsBetweenRooms();
  const lines = Object.entries(rooms).flatMap(([room, { holds, doors }]) => {
    const own = imports.filter(({ from }) => from === room);
    // A row for a folder that isn't there yet.
    if (own.length === 0 && !imports.some(({ to }) => to === room)) return [];
    const named = own.map(({ to, kind }) => (kind === "types" ? `*${short(to)}*` : short(to)));
    const open = doors === undefined ? "all of it" : doors.map((door) => `\`${door}\``).join(", ") || "none";
    return [`| \`${room}\` | ${holds} | ${named.join(", ") || "nothing"} | ${open} |`];
  });
  return [
    "| room | holds | imports; *types alone* | doors |",
    "| --- | --- | --- | --- |",
    ...lines,
    "",
  ].join("\n");
}

function short(room: string): string {
  return room.replace(/^src\/(phases\/)?/, "");
}
