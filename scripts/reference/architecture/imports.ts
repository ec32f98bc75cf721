/** Who imports whom, read off the code. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { posix } from "node:path";
import ts from "typescript";

/** A room of the table in scripts/rooms.cjs. */
export interface Room {
  /** What lives there, in a few words. */
  readonly holds: string;
  readonly may: readonly string[];
  readonly doors?: readonly string[];
}

export const { rooms } = createRequire(import.meta.url)("../../rooms.cjs") as {
  readonly rooms: { readonly [room: string]: Room };
};

/** That a room imports another one: values, or types alone. */
export interface Import {
  readonly from: string;
  readonly to: string;
  readonly kind: "values" | "types";
}

let known: readonly Import[] | undefined;

/** Every pair of rooms of which one imports the other, once; where it imports values, that is what it says. */
export function importsBetweenRooms(): readonly Import[] {
  known ??= readImports();
  return known;
}

function readImports(): readonly Import[] {
  const found = new Map<string, Import>();
  for (const file of sources()) {
    const from = roomOf(file);
    for (const { path, types } of importsOf(file)) {
      const to = roomOf(path);
      if (from === undefined || to === undefined || from === to) continue;
      const key = `${from} ${to}`;
      if (!types || !found.has(key)) found.set(key, { from, to, kind: types ? "types" : "values" });
    }
  }
  return [...found.values()].sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
}

const innermostFirst = Object.keys(rooms).sort((a, b) => b.length - a.length);

/** The innermost room that a file stands in; none for what is no part of the house. */
function roomOf(file: string): string | undefined {
  return innermostFirst.find((room) => file === room || file.startsWith(`${room}/`));
}

function sources(): readonly string[] {
  return ["src", "grammar"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => posix.join(folder, file.replaceAll("\\", "/")))
      .sort(compare),
  );
}

/** Files that a file imports, also those that it loads when they are asked for. */
function importsOf(file: string): readonly { readonly path: string; readonly types: boolean }[] {
  const found: { path: string; types: boolean }[] = [];
  const tree = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  const add = (name: ts.Node | undefined, types: boolean) => {
    if (name && ts.isStringLiteral(name) && name.text.startsWith("."))
      found.push({ path: posix.join(posix.dirname(file), name.text), types });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, bringsTypes(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function bringsTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const { name, namedBindings } = clause;
  if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.length > 0 && namedBindings.elements.every((each) => each.isTypeOnly);
}

/** The same order on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
