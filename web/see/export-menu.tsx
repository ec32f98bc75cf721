import { Menu } from "../parts/menu.tsx";
import { tell } from "../parts/notices.tsx";
import { saveAs } from "../parts/saving.ts";
import { compiler, seen, wish } from "../state/seen.ts";
import type { FileType } from "../worker/messages.ts";
import { toPng } from "./png.ts";

const TYPES = {
  svg: "image/svg+xml",
  png: "image/png",
  pdf: "application/pdf",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
} as const;

const WORDS: readonly (readonly [FileType | "png", string, string])[] = [
  ["svg", "SVG", "for the web, and to go on drawing"],
  ["png", "PNG", "for everything else"],
  ["pdf", "PDF", "for papers"],
  ["pptx", "PowerPoint", "a slide whose parts can be moved"],
];

/** The picture as a file. */
export function ExportMenu() {
  return (
    <Menu label="Export">
      {WORDS.map(([type, words, use]) => (
        <button key={type} type="button" onClick={() => void exportAs(type)}>
          {words} <small>{use}</small>
        </button>
      ))}
    </Menu>
  );
}

async function exportAs(type: FileType | "png"): Promise<void> {
  const name = `${seen.peek()?.net?.name ?? "net"}.${type}`;
  try {
    const bytes = await compiler.write(wish.peek(), type === "png" ? "svg" : type);
    saveAs(name, type === "png" ? await toPng(bytes) : bytes, TYPES[type]);
  } catch (error) {
    tell(`${name} can't be written: ${(error as Error).message}`, "failed");
  }
}
