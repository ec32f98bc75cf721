import { catalogue } from "../../diagnostics/catalogue.ts";
import { guess } from "../../diagnostics/suggest.ts";
import { EXIT, Failure } from "../terminal/failure.ts";
import { paint, print } from "../terminal/terminal.ts";

/** `cnnc explain CODE`: the long form of a message; without a code, the titles of all. */
export function explain(code: string | undefined): number {
  if (code === undefined) {
    const width = Math.max(...Object.keys(catalogue).map((each) => each.length));
    for (const [each, { title }] of Object.entries(catalogue))
      print(`${paint.bold(each.padEnd(width))}  ${title}`);
    return EXIT.ok;
  }
  if (!Object.hasOwn(catalogue, code)) {
    throw new Failure(`there is no message code \`${code}\``, {
      help: guess(code, Object.keys(catalogue)) ?? `codes: ${Object.keys(catalogue).join(", ")}`,
    });
  }
  const { title, explanation } = catalogue[code as keyof typeof catalogue];
  print(`${paint.bold(code)}: ${title}\n\n${explanation}`);
  return EXIT.ok;
}
