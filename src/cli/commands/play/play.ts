import { readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { cleaned } from "../../../diagnostics/shown.ts";
import { shippedFolder } from "../../../host/shipped.ts";
import { EXIT } from "../../terminal/failure.ts";
import { print, printError } from "../../terminal/terminal.ts";
import { Project } from "./project.ts";
import { startServer } from "./server.ts";

export interface PlayOptions {
  readonly port: number;
}

/**
 * `cnnc play [FILE]`: serves the page on this machine, for a spec, the specs of a folder, or none, until Ctrl-C; returns the
 * exit code.
 */
export async function play(path: string | undefined, { port }: PlayOptions): Promise<number> {
  const project = path === undefined ? undefined : new Project(path);
  const interruption = new Promise<void>((interrupt) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupt());
  });
  const server = await startServer(port, { files: filesOfPage(), project });
  print(server.address);
  printError(
    path === undefined
      ? "  open this address; Ctrl-C ends it"
      : `  open this address: it shows ${cleaned(path)}, and saves what you ask it to; Ctrl-C ends it`,
  );
  await interruption;
  await server.close();
  return EXIT.ok;
}

/** The built page, by the paths under which it is served: nothing else is. */
function filesOfPage(): Map<string, string> {
  const folder = shippedFolder("web");
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    found.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [file.slice(folder.length).split(sep).join("/"), file];
    }),
  );
}
