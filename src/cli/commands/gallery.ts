import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { Compilation } from "../../compile.ts";
import { render } from "../../diagnostics/render.ts";
import { cleaned } from "../../diagnostics/shown.ts";
import {
  refusalOf,
  type Scene,
  type ThemeName,
  themes,
  toSvg,
  type View,
  viewFor,
  views,
} from "../../diagram/index.ts";
import { writeFolder } from "../../host/output.ts";
import type { CheckedNet } from "../../ir/net.ts";
import { claimLine, summaryOf, tableOf } from "../../report/check-table.ts";
import { faultOf } from "../../report/fault-of.ts";
import {
  type GalleryNet,
  type GalleryPicture,
  type GallerySpec,
  galleryPage,
} from "../../report/gallery-page.ts";
import { readSpec } from "../spec/spec.ts";
import { EXIT, Failure } from "../terminal/failure.ts";
import { failureOf } from "../terminal/found.ts";
import { named } from "../terminal/named.ts";
import { printError } from "../terminal/terminal.ts";
import { Names, stemFor } from "./file-names.ts";

export interface GalleryOptions {
  readonly output: string;
  readonly theme: string;
}

/** Views that every net is drawn in which they suit, beside the one that suits it best. */
const OTHERS = ["graph", "arithmetic"] as const;

const same = (content: string) => content;
const PLAIN = { bold: same, dim: same, green: same, red: same, yellow: same };

/** `cnnc gallery PATH… -o DIR`: a page of every spec with pictures, tables and claims; returns the exit code. */
export async function gallery(paths: readonly string[], options: GalleryOptions): Promise<number> {
  const theme = named("theme", options.theme as ThemeName, themes);
  const files = paths.flatMap(specsIn);
  const pictures: { [file: string]: string } = {};
  const ids = new Names();
  const keep: Keep = (file, scene) => {
    pictures[file] = toSvg(scene, theme);
  };
  const specs = files.map((file) => specOf(file, ids, keep));
  try {
    await writeFolder(options.output, { ...pictures, "index.html": galleryPage(specs, theme) });
  } catch (error) {
    throw failureOf(error, options.output);
  }
  const nets = specs.reduce((sum, spec) => sum + spec.nets.length, 0);
  printError(`${nets} nets of ${files.length} specs: ${cleaned(join(options.output, "index.html"))}`);
  return specs.some(({ messages }) => /^error/m.test(messages)) ? EXIT.findings : EXIT.ok;
}

/** A spec, or all in a folder and the folders in it. */
function specsIn(path: string): string[] {
  if (!existsSync(path)) throw new Failure(`${cleaned(path)}: there is no such file or folder`);
  if (!statSync(path).isDirectory()) return [path];
  const found = readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".cnn") && !file.includes("node_modules"))
    .sort()
    .map((file) => join(path, file));
  if (found.length === 0) throw new Failure(`${cleaned(path)}: there is no spec in this folder`);
  return found;
}

/** Takes a picture, under the name of its file. */
type Keep = (file: string, scene: Scene) => void;

function specOf(file: string, ids: Names, keep: Keep): GallerySpec {
  const compilation = readSpec(file);
  const { source, diagnostics, program } = compilation;
  return {
    file: relative(process.cwd(), file) || file,
    about: firstComment(source.text),
    nets: program.nets.map((net) => netOf(net, compilation, ids.free(idOf(file, net)), keep)),
    messages: diagnostics.map((diagnostic) => render(diagnostic, source)).join("\n\n"),
  };
}

/** The words of the comment at the top of a spec. */
function firstComment(content: string): string {
  const [, comment = ""] = /^((?:#.*\n)+)/.exec(content) ?? [];
  return comment.replace(/^# ?/gm, "").replaceAll("\n", " ").trim();
}

/** `lenet5`, or `resnet-resnet18` where the file has another name. */
function idOf(file: string, net: CheckedNet): string {
  const stem = basename(file, ".cnn");
  return stemFor(stem === net.name ? stem : `${stem}-${net.name}`);
}

function netOf(net: CheckedNet, compilation: Compilation, id: string, keep: Keep): GalleryNet {
  const { source } = compilation;
  const fault = net.complete ? undefined : faultOf(compilation, net);
  const first = viewFor(net);
  const pictures = [first, ...OTHERS].flatMap((name, i): GalleryPicture[] => {
    const view: View = views[name];
    if (net.nodes.length === 0 || refusalOf(view, net) !== undefined) return [];
    const scene = view.draw(net, { source, ...(fault ? { fault } : {}) });
    const file = i === 0 ? `${id}.svg` : `${id}.${name}.svg`;
    keep(file, scene);
    return [{ view: name, file, alt: scene.description, width: scene.width, height: scene.height }];
  });
  return {
    id,
    name: net.name,
    summary: summaryOf(net),
    pictures,
    table: tableOf(net),
    claims: net.claims.map((claim) => ({ holds: claim.holds, text: claimLine(claim, source, PLAIN) })),
  };
}
