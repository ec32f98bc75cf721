// What a room may import, it does import, and every door is used: a right that nobody uses is a way that nobody watches.
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";
import { rooms } from "../../scripts/reference/architecture/imports.ts";

const innermostFirst = Object.keys(rooms).sort((a, b) => b.length - a.length);
const within = (file: string, place: string) => file === place || file.startsWith(`${place}/`);
const roomOf = (file: string) => innermostFirst.find((room) => within(file, room));

const imports = ["src", "grammar", "web"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => posix.join(folder, file.replaceAll("\\", "/")))
    .flatMap((from) =>
      [...readFileSync(from, "utf8").matchAll(/(?:from |import\(|import |new URL\()"(\.[^"?]+)[^"]*"/g)].map(
        ([, path]) => ({
          from,
          to: posix.join(posix.dirname(from), path!),
        }),
      ),
    ),
);
test("every right to import is used", () => {
  const idle = Object.entries(rooms).flatMap(([room, { may }]) =>
    may
      .filter((right) => {
        const place = right.replace("type ", "");
        return !imports.some(({ from, to }) => roomOf(from) === room && within(to, place));
      })
      .map((right) => `${room} may import ${right}`),
  );
  expect(idle).toEqual([]);
});

test("every door is used", () => {
  const idle = Object.entries(rooms).flatMap(([room, { doors = [] }]) =>
    doors
      .map((door) => `${room}/${door}`)
      .filter((door) => !imports.some(({ from, to }) => to === door && !within(from, room))),
  );
  expect(idle).toEqual([]);
});
