import { type Compilation, compile } from "../../src/compile.ts";
import { refusalOf, toSvg, type View, type ViewName, viewFor, views } from "../../src/diagram/index.ts";
import type { CheckedNet, OpenSize } from "../../src/ir/net.ts";
import { claimLine, summaryOf, tableOf } from "../../src/report/check-table.ts";
import { conditions } from "../../src/report/conditions.ts";
import { digits } from "../../src/shape/shape.ts";
import { SourceFile } from "../../src/source/source-file.ts";
import { blocksOf, sceneOf, themeOf } from "./drawing.ts";
import { foundIn, placesIn } from "./findings.ts";
import type { Picture, Seen, ShownClaim, ShownNet, ShownSize, Wish } from "./messages.ts";
import { choicesOf } from "./open-sizes.ts";
import { projectHost } from "./project-host.ts";

/** The views that need a net and nothing else. */
const VIEWS = (Object.keys(views) as ViewName[]).filter((name) => {
  const { needs }: View = views[name];
  return !Object.values(needs).includes("always");
});

const same = (text: string) => text;
const PLAIN = { bold: same, dim: same, green: same, red: same, yellow: same };

/** Everything that the page shows of a project. Pure. */
export function see(wish: Wish): Seen {
  const compilation = compiled(wish);
  const { source, program } = compilation;
  const net = netOf(compilation, wish.net);
  const place = placesIn(source);
  return {
    main: wish.main,
    found: foundIn(compilation),
    nets: program.nets.map(({ name, span }) => ({ name, at: place(span) })),
    net: net && shownNet(net, compilation, wish),
  };
}

/** The project's main file, with what it imports. */
export function compiled({ files, main, sizes }: Wish): Compilation {
  const text = files.find(({ name }) => name === main)?.text ?? "";
  return compile(new SourceFile(main, text), {
    host: projectHost(files, main),
    sizes: new Map(Object.entries(sizes)),
  });
}

/** The net of that name, or the first one. */
export function netOf({ program }: Compilation, name: string | undefined): CheckedNet | undefined {
  return program.nets.find((net) => net.name === name) ?? program.nets[0];
}

function shownNet(net: CheckedNet, compilation: Compilation, wish: Wish): ShownNet {
  const { source } = compilation;
  const place = placesIn(source);
  const lineOf = (start: number) => source.position(start).line;
  const { columns, rows } = tableOf(net);
  return {
    name: net.name,
    complete: net.complete,
    summary: net.complete ? summaryOf(net) : `at least ${counted(net.totals.weights, "weight")}`,
    columns: columns.map(({ title, align }) => ({ title, align })),
    rows: net.nodes.map(({ id, span, scopes }, i) => ({
      id,
      at: place(span),
      line: lineOf(span.start),
      lines: [span, ...scopes.map((scope) => scope.span)]
        .filter(({ start }) => source.fileAt(start) === source)
        .map(({ start }) => lineOf(start)),
      cells: rows[i]!,
    })),
    claims: net.claims.map((claim): ShownClaim => {
      const state = !claim.holds ? "fails" : claim.but === undefined ? "holds" : "erratum";
      const text = claimLine(claim, source, PLAIN).replace(/^. /, "");
      return { state, at: place(claim.span), line: lineOf(claim.span.start), text };
    }),
    sizes: sizesOf(net, compilation, wish),
    conditions: conditions(net, source).map(({ text, strong }) => ({ text, strong })),
    view: wish.drawing.view ?? viewFor(net),
    views: VIEWS.map((name) => ({ name, shows: views[name].shows, refusal: refusalOf(views[name], net) })),
    blocks: [...blocksOf(net)],
    levels: Math.max(
      0,
      ...net.nodes.map((node) => node.scopes.filter(({ kind }) => kind !== "repeat").length),
    ),
    picture: pictureOf(net, compilation, wish),
  };
}

function counted(count: number, what: string): string {
  return `${digits(count)} ${what}${count === 1 ? "" : "s"}`;
}

function pictureOf(net: CheckedNet, compilation: Compilation, { drawing }: Wish): Picture {
  const scene = sceneOf(net, compilation, drawing);
  if ("refusal" in scene) return scene;
  const { width, height, description } = scene;
  return { svg: toSvg(scene, themeOf(drawing)), width, height, description };
}

/** Sizes that a net leaves open. What works is known where they are open, so where some are set it is asked again. */
function sizesOf(net: CheckedNet, compilation: Compilation, wish: Wish): ShownSize[] {
  if (compilation.symbols.length === 0) return [];
  const set = Object.keys(wish.sizes).some((name) => compilation.symbols.includes(name));
  const open = set ? openSizesOf(net.name, wish) : (net.openSizes ?? []);
  return open.map(({ name, value, works }) => {
    const now = wish.sizes[name] ?? net.openSizes?.find((size) => size.name === name)?.value ?? value;
    return { name, value: now, choices: choicesOf(works, value, now) };
  });
}

/** Kept, since dragging a slider asks again and again about the same text. */
let kept: { readonly key: string; readonly sizes: readonly OpenSize[] } | undefined;

function openSizesOf(name: string, { files, main }: Wish): readonly OpenSize[] {
  const key = JSON.stringify([name, main, files]);
  if (kept?.key !== key) {
    const text = files.find((file) => file.name === main)?.text ?? "";
    const settings = { host: projectHost(files, main), only: name, advice: false };
    const { program } = compile(new SourceFile(main, text), settings);
    kept = { key, sizes: program.nets.find((net) => net.name === name)?.openSizes ?? [] };
  }
  return kept.sizes;
}
