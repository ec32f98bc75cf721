import { explanations as all } from "../../diagnostics/explanations.ts";
import { guess } from "../../diagnostics/suggest.ts";
import { EXIT, Failure } from "../terminal/failure.ts";
import { paint, print } from "../terminal/terminal.ts";

/** `cnnc explain CODE`: the long form of a message; without a code, the titles of all. */
export function explain(code: string | undefined): number {
  if (code === undefined) {
    const width = Math.max(...Object.keys(all).map((each) => each.length));
    for (const [each, { title }] of Object.entries(all)) print(`${paint.bold(each.padEnd(width))}  ${title}`);
    return EXIT.ok;
  }
  if (!Object.hasOwn(all, code)) {
    throw new Failure(`there is no message code \`${code}\``, {
      help: guess(code, Object.keys(all)) ?? `codes: ${Object.keys(all).join(", ")}`,
    });
  }
  const { title, explanation } = all[code as keyof typeof all];
  print(`${paint.bold(code)}: ${title}\n\n${explanation}`);
  return EXIT.ok;
}
