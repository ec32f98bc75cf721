/**
 * Finds code that asks which kind of layer it has: `kind === "conv"`, `case "conv":`.
 *
 *     npx tsx scripts/lint-kinds.ts [ROOT]
 *
 * Outside src/layers and src/targets, what differs between kinds is read off the layer's definition: a kind that is
 * named elsewhere is a place that the next layer will miss. A `kind` of something else, such as a task, has a type that
 * says so.
 */
import { join, relative, sep } from "node:path";
import ts from "typescript";
import { vocabulary } from "../src/layers/registry.ts";

const root = process.argv[2] ?? ".";
const kinds: ReadonlySet<string> = new Set(Object.keys(vocabulary));

const files = ts.sys
  .readDirectory(root, [".ts", ".tsx"], ["**/node_modules/**"], ["src/**/*", "web/**/*"])
  .filter((file) => !/^src\/(layers|targets)\//.test(relative(root, file).split(sep).join("/")));
const config = ts.readConfigFile(join(import.meta.dirname, "../tsconfig.json"), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, join(import.meta.dirname, ".."));
const program = ts.createProgram(files, options);
const types = program.getTypeChecker();

/** Whether a value may be any layer's kind: its type is `string`, or a union of nothing but layer kinds. */
function mayBeLayerKind(node: ts.Expression): boolean {
  const name = ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : "";
  if (!/kind$/i.test(name)) return false;
  const type = types.getNonNullableType(types.getTypeAtLocation(node));
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((part) => (part.isStringLiteral() ? kinds.has(part.value) : true));
}

const isKindName = (node: ts.Expression) => ts.isStringLiteralLike(node) && kinds.has(node.text);

const EQUALITY: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

function namesKind(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node) && EQUALITY.has(node.operatorToken.kind)) {
    const { left, right } = node;
    return (isKindName(right) && mayBeLayerKind(left)) || (isKindName(left) && mayBeLayerKind(right));
  }
  if (ts.isCaseClause(node))
    return isKindName(node.expression) && mayBeLayerKind(node.parent.parent.expression);
  // ["conv", "dense"].includes(node.kind)
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const [argument] = node.arguments;
    const list = node.expression.expression;
    return (
      node.expression.name.text === "includes" &&
      argument !== undefined &&
      ts.isArrayLiteralExpression(list) &&
      list.elements.some(isKindName) &&
      mayBeLayerKind(argument)
    );
  }
  return false;
}

for (const file of files) {
  const source = program.getSourceFile(file)!;
  const visit = (node: ts.Node): void => {
    if (namesKind(node)) {
      const { line, character } = source.getLineAndCharacterOfPosition(node.getStart());
      console.error(
        `${relative(root, file)}:${line + 1}:${character + 1}: \`${node.getText().split("\n")[0]}\` names a layer; ask its definition`,
      );
      process.exitCode = 1;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}
