import { type BackendName, backendNames } from "../../backends/backend-names.ts";
import { Failure } from "./failure.ts";

/** The backend of that name, or a Failure that lists those there are. */
export function backendChoice(name: string): BackendName | "auto" {
  const choices: readonly string[] = [...backendNames, "auto"];
  if (choices.includes(name)) return name as BackendName | "auto";
  throw new Failure(`there is no backend \`${name}\``, { help: `backends: ${choices.join(", ")}` });
}
