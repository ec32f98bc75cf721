/** The rooms of the house and their imports as a picture: what is imported lies below. */
import { measureArimo } from "../../../src/diagram/index.ts";
import { importsBetweenRooms } from "./imports.ts";
import { type Arrow, levelsOf, placed, rowsOf, type Spot, withoutDetours } from "./levels.ts";

/** What parts of the house are for; the colour of each, and the parts. */
const SUBJECTS: readonly {
  readonly name: string;
  readonly fill: string;
  readonly line: string;
  readonly parts: readonly string[];
}[] = [
  {
    name: "ways in and out",
    fill: "#f1f1f1",
    line: "#6b6b6b",
    parts: ["cli", "api", "web", "host", "lsp"],
  },
  {
    name: "the language and what it means",
    fill: "#e3edf9",
    line: "#2f6db3",
    parts: [
      "compiler",
      "format",
      "grammar",
      "layers",
      "tasks",
      "ir",
      "shape",
      "source",
      "diagnostics",
      "language",
    ],
  },
  { name: "pictures and tables", fill: "#f1e6f6", line: "#8450a1", parts: ["diagram", "report", "verdict"] },
  {
    name: "nets that run",
    fill: "#e2f2e5",
    line: "#37834a",
    parts: ["training", "answering", "model", "backends", "targets/tfjs", "importers"],
  },
  { name: "data and runs", fill: "#fdf0dc", line: "#b87615", parts: ["data", "runs", "random"] },
];

const FONT = "Helvetica, Arial, sans-serif";
const WIDTH = 960;
const MARGIN = 16;
const TITLE = 14;
const SMALL = 11.5;
const LINE = 16;
const GAP = 18;
const BETWEEN_ROWS = 54;

/** A part of the house as it is drawn, with the rooms in it. */
interface Box {
  readonly part: string;
  readonly rooms: readonly string[];
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

/** The part that a room is drawn in: its folder in src, with the folders in that; the phases and what drives them are one. */
function partOf(room: string): string {
  if (room === "src/compile.ts" || room.startsWith("src/phases/")) return "compiler";
  const [first, second, third] = room.split("/");
  if (first !== "src") return first!;
  return second === "targets" ? `targets/${third}` : second!;
}

/** The picture as SVG. */
export function architecturePicture(): string {
  const imports = importsBetweenRooms().filter(({ kind }) => kind === "values");
  const inside = new Map<string, Set<string>>();
  for (const { from, to } of importsBetweenRooms())
    for (const room of [from, to])
      (inside.get(partOf(room)) ?? inside.set(partOf(room), new Set()).get(partOf(room))!).add(room);
  const all = new Map<string, Arrow>();
  for (const each of imports) {
    const [from, to] = [partOf(each.from), partOf(each.to)];
    if (from !== to) all.set(`${from} ${to}`, { from, to });
  }
  const arrows = withoutDetours([...all.values()]);
  const parts = [...inside.keys()].sort();
  const levels = levelsOf(parts, [...all.values()]);
  const boxes = new Map(parts.map((part) => [part, boxOf(part, inside.get(part)!)]));
  const { rows, ways } = rowsOf(levels, arrows);
  const heights = rows.map((row) => Math.max(...row.map(({ part }) => (part ? boxes.get(part)!.height : 0))));
  const tops: number[] = [];
  let y = MARGIN;
  for (let level = rows.length - 1; level >= 0; level--) {
    tops[level] = y;
    y += heights[level]! + BETWEEN_ROWS;
  }
  const legend = y - BETWEEN_ROWS + 34;
  const centres = centresOf(rows, ways, (spot) => (spot.part ? boxes.get(spot.part)!.width : 10));
  const place = (id: string) => {
    const level = rows.findIndex((row) => row.some((spot) => spot.id === id));
    const box = boxes.get(id);
    const height = box?.height ?? heights[level]!;
    // A lower box stands in the middle of its row.
    const top = tops[level]! + (heights[level]! - height) / 2;
    return { x: centres.get(id)!, top, bottom: top + height, width: box?.width ?? 0 };
  };
  const lines = [
    ...ways.map((way) => wayOf(way, ways, place)),
    ...[...boxes.values()].map((box) => drawnBox(box, place(box.part))),
    ...SUBJECTS.map(({ name, fill, line }, i) => {
      const x = MARGIN + i * 186 + (i > 1 ? 40 : 0);
      return `<rect x="${x}" y="${legend - 11}" width="14" height="14" rx="3" fill="${fill}" stroke="${line}"/>${text(x + 20, legend, SMALL, name)}`;
    }),
  ];
  const height = number(legend + MARGIN);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="${FONT}" role="img"><title>The rooms of cnnc and their imports</title><defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0.8L7.5 4L0 7.2z" fill="#555"/></marker></defs><rect width="100%" height="100%" fill="#fff"/>
${lines.join("\n")}
</svg>
`;
}

function boxOf(part: string, rooms: ReadonlySet<string>): Box {
  const named = [...rooms].map((room) => nameIn(part, room)).filter((name) => name !== undefined);
  const columns = named.length > 3 ? 2 : 1;
  const longest = Math.max(0, ...named.map((name) => name.length));
  const width = Math.max(part.length * 8.2 + 24, columns * (longest * 6.1 + 12) + 14, 84);
  return {
    part,
    rooms: named.sort(),
    columns,
    width,
    height: 32 + Math.ceil(named.length / columns) * LINE + (named.length > 0 ? 4 : 0),
  };
}

/** What a room is called within its part; nothing for the part's own folder. */
function nameIn(part: string, room: string): string | undefined {
  if (part === "compiler") return room.replace(/^src\/(phases\/)?/, "");
  return room === part || room === `src/${part}` ? undefined : room.replace(`src/${part}/`, "");
}

/** Where the middle of each spot lies: near those that it is joined with. */
function centresOf(
  rows: readonly (readonly Spot[])[],
  ways: readonly (readonly string[])[],
  widthOf: (spot: Spot) => number,
): ReadonlyMap<string, number> {
  const centres = new Map<string, number>();
  const apart = rows.map((row) =>
    row.slice(1).map((spot, i) => (widthOf(row[i]!) + widthOf(spot)) / 2 + GAP),
  );
  for (const [level, row] of rows.entries()) {
    const first = placed(
      row.map(() => WIDTH / 2),
      apart[level]!,
    );
    for (const [i, { id }] of row.entries()) centres.set(id, first[i]!);
  }
  const isPassage = (id: string) => rows.some((row) => row.some((spot) => spot.id === id && !spot.part));
  const joined = new Map<string, string[]>();
  for (const way of ways)
    for (const [i, id] of way.entries())
      joined.set(id, [
        ...(joined.get(id) ?? []),
        ...[way[i - 1], way[i + 1]].filter((each) => each !== undefined),
      ]);
  for (let round = 0; round < 40; round++) {
    for (const [level, row] of round % 2 === 0 ? [...rows.entries()] : [...rows.entries()].reverse()) {
      const wished = row.map(({ id }) => {
        const near = joined.get(id) ?? [id];
        // A long arrow is rather straight than short.
        const weights = near.map((other) => (isPassage(id) && isPassage(other) ? 6 : 1));
        const sum = near.reduce((all, other, i) => all + weights[i]! * centres.get(other)!, 0);
        return sum / weights.reduce((a, b) => a + b, 0);
      });
      const halves = [widthOf(row[0]!) / 2, widthOf(row.at(-1)!) / 2] as const;
      const found = placed(wished, apart[level]!);
      // The whole row is kept on the page.
      const left = Math.max(0, MARGIN + halves[0] - found[0]!);
      const right = Math.min(0, WIDTH - MARGIN - halves[1] - found.at(-1)!);
      for (const [i, { id }] of row.entries()) centres.set(id, found[i]! + left + right);
    }
  }
  const ends = rows.flatMap((row) =>
    row.flatMap((spot) => [-1, 1].map((side) => centres.get(spot.id)! + (side * widthOf(spot)) / 2)),
  );
  const aside = (WIDTH - Math.min(...ends) - Math.max(...ends)) / 2;
  return new Map([...centres].map(([id, x]) => [id, x + aside]));
}

interface Place {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
}

/** An arrow from the foot of a box to the head of another one; where several meet, side by side. */
function wayOf(
  way: readonly string[],
  ways: readonly (readonly string[])[],
  place: (id: string) => Place,
): string {
  const port = (
    id: string,
    others: readonly (readonly string[])[],
    next: (way: readonly string[]) => string,
  ) => {
    const { x, width } = place(id);
    const sorted = others.toSorted((a, b) => place(next(a)).x - place(next(b)).x);
    const spread = Math.min(26, (width - 24) / Math.max(1, sorted.length - 1));
    return x + (sorted.indexOf(way) - (sorted.length - 1) / 2) * spread;
  };
  const [from, to] = [way[0]!, way.at(-1)!];
  const leaving = ways.filter(([first]) => first === from);
  const arriving = ways.filter((each) => each.at(-1) === to);
  const begin = { x: port(from, leaving, (each) => each[1]!), y: place(from).bottom };
  const end = { x: port(to, arriving, (each) => each.at(-2)!), y: place(to).top };
  let path = `M${number(begin.x)} ${number(begin.y)}`;
  let at = begin;
  for (const id of way.slice(1, -1)) {
    const { x, top, bottom } = place(id);
    path += curve(at, { x, y: top });
    if (bottom > top) path += `V${number(bottom)}`;
    at = { x, y: bottom };
  }
  return `<path d="${path}${curve(at, end)}" fill="none" stroke="#777" stroke-width="1.2" marker-end="url(#tip)"/>`;
}

function curve(from: { readonly x: number; readonly y: number }, to: typeof from): string {
  const half = (to.y - from.y) / 2;
  return `C${number(from.x)} ${number(from.y + half)} ${number(to.x)} ${number(to.y - half)} ${number(to.x)} ${number(to.y)}`;
}

function drawnBox({ part, rooms, columns, width, height }: Box, { x, top }: Place): string {
  const heading =
    rooms.length === 0
      ? { at: x, more: ' font-weight="bold" text-anchor="middle"' }
      : { at: x - width / 2 + 12, more: ' font-weight="bold"' };
  const { fill, line } = SUBJECTS.find(({ parts }) => parts.includes(part)) ?? SUBJECTS[0]!;
  const left = x - width / 2;
  const perColumn = Math.ceil(rooms.length / columns);
  const each = (width - 14) / columns;
  const names = rooms.map((room, i) => {
    const column = Math.floor(i / perColumn);
    return text(left + 12 + column * each, top + 40 + (i % perColumn) * LINE, SMALL, room, "#444");
  });
  return `<g><rect x="${number(left)}" y="${number(top)}" width="${number(width)}" height="${number(height)}" rx="6" fill="${fill}" stroke="${line}" stroke-width="1.3"/>${text(heading.at, top + 21, TITLE, part, "#111", heading.more)}${names.join("")}</g>`;
}

function text(x: number, y: number, size: number, what: string, fill = "#222", more = ""): string {
  const width = measureArimo(what, size, more.includes("bold")).toFixed(1);
  return `<text x="${number(x)}" y="${number(y)}" font-size="${size}" textLength="${width}" lengthAdjust="spacingAndGlyphs" fill="${fill}"${more}>${what}</text>`;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
