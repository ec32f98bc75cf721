import { cleaned } from "../diagnostics/shown.ts";
import type { Table } from "./check-table.ts";

/** A picture of a net, beside the page. */
export interface GalleryPicture {
  /** The view that it is. */
  readonly view: string;
  /** Name of the file, as it is on the disk. */
  readonly file: string;
  /** What it shows, for readers who can't see it. */
  readonly alt: string;
  /** In px. */
  readonly width: number;
  readonly height: number;
}

export interface GalleryNet {
  /** Unique on the page, and without white space. */
  readonly id: string;
  readonly name: string;
  /** Its totals. */
  readonly summary: string;
  /** The one that is shown first. */
  readonly pictures: readonly GalleryPicture[];
  readonly table: Table;
  readonly claims: readonly { readonly holds: boolean; readonly text: string }[];
}

export interface GallerySpec {
  readonly file: string;
  /** What its first comment says. */
  readonly about: string;
  readonly nets: readonly GalleryNet[];
  /** What `cnnc check` says of it, where it says anything. */
  readonly messages: string;
}

/** Colours of the page, as CSS writes them. */
export interface GalleryColours {
  readonly paper: string;
  readonly ink: string;
  readonly secondary: string;
  readonly grid: string;
  readonly fault: string;
}

/** A page with every net's picture, table and claims, as HTML without scripts. */
export function galleryPage(specs: readonly GallerySpec[], colours: GalleryColours): string {
  const nets = specs.flatMap((spec) => spec.nets);
  const claims = nets.flatMap((net) => net.claims);
  const held = claims.filter(({ holds }) => holds).length;
  const counts = [
    many(specs.length, "spec"),
    many(nets.length, "net"),
    `${held} of ${many(claims.length, "claim")} proved`,
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="script-src 'none'; object-src 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Networks</title>
<style>${styleOf(colours)}</style>
</head>
<body>
<header>
<h1>Networks</h1>
<p>${counts.join(" · ")}</p>
<nav><ul>
${nets.map(({ id, name, summary }) => `<li><a href="#${address(id)}">${text(name)}</a> <span>${text(summary.split(/ [·(]/, 1)[0]!)}</span></li>`).join("\n")}
</ul></nav>
</header>
<main>
${specs.map(specHtml).join("\n")}
</main>
</body>
</html>
`;
}

function many(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}

function specHtml({ file, about, nets, messages }: GallerySpec): string {
  return [
    "<article>",
    `<h2>${text(file)}</h2>`,
    about ? `<p class="about">${text(about)}</p>` : "",
    messages ? `<pre class="messages">${text(messages)}</pre>` : "",
    ...nets.map(netHtml),
    "</article>",
  ]
    .filter(Boolean)
    .join("\n");
}

function netHtml({ id, name, summary, pictures, table, claims }: GalleryNet): string {
  const [shown, ...others] = pictures;
  const links = others.map(({ view, file }) => `<a href="${address(file)}">${text(view)}</a>`);
  return [
    `<section id="${text(id)}">`,
    `<h3>${text(name)}</h3>`,
    `<p class="summary">${text(summary)}</p>`,
    shown ? pictureHtml(shown) : "",
    links.length > 0 ? `<p class="views">Also as ${links.join(", ")}</p>` : "",
    claims.length > 0 ? `<ul class="claims">${claims.map(claimHtml).join("")}</ul>` : "",
    `<details><summary>${many(table.rows.length, "layer")}</summary><div class="table">${tableHtml(table)}</div></details>`,
    "</section>",
  ]
    .filter(Boolean)
    .join("\n");
}

function pictureHtml({ file, alt, width, height }: GalleryPicture): string {
  const size = `width="${Math.round(width)}" height="${Math.round(height)}"`;
  return `<a href="${address(file)}"><img src="${address(file)}" alt="${text(alt)}" ${size} loading="lazy"></a>`;
}

function claimHtml({ holds, text: line }: GalleryNet["claims"][number]): string {
  return `<li class="${holds ? "holds" : "fails"}">${text(line)}</li>`;
}

function tableHtml({ columns, rows }: Table): string {
  const cells = (row: readonly string[], name: "td" | "th") =>
    row.map((cell, i) => `<${name} class="${columns[i]!.align}">${text(cell)}</${name}>`).join("");
  const titles = columns.map(({ title }) => title);
  return `<table><thead><tr>${cells(titles, "th")}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells(row, "td")}</tr>`)
    .join("")}</tbody></table>`;
}

/** A name as an address has it: a file beside the page, or the end of a link within it, and never a scheme. */
function address(name: string): string {
  return text(encodeURIComponent(name));
}

/** Text as HTML has it, in elements and in attributes; line by line, without control characters. */
function text(content: string): string {
  return content
    .split("\n")
    .map(cleaned)
    .join("\n")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function styleOf({ paper, ink, secondary, grid, fault }: GalleryColours): string {
  return `
body { margin: 0 auto; padding: 2rem; max-width: 84rem; background: ${paper}; color: ${ink};
  font: 1rem/1.5 Arimo, Helvetica, Arial, sans-serif; }
a { color: inherit; }
h1, h2, h3 { line-height: 1.2; }
h2 { margin-top: 3rem; border-top: 1px solid ${grid}; padding-top: 1.5rem; font-size: 1.1rem; }
nav ul { columns: 18rem; padding: 0; list-style: none; }
nav span, .summary, .about, .views { color: ${secondary}; }
.about { max-width: 50rem; }
img { display: block; max-width: 100%; height: auto; }
.claims { padding: 0; list-style: none; }
.fails, .messages { color: ${fault}; }
.messages, .table { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .8rem; border-bottom: 1px solid ${grid}; white-space: nowrap; }
.left { text-align: left; }
.right { text-align: right; }
summary { cursor: pointer; }
`;
}
