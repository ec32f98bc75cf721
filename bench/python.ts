import { spawnSync } from "node:child_process";

/** A Python that has these modules; `npm run python` makes one. */
export function pythonWith(modules: string): string | undefined {
  const candidates = [process.env.PYTHON, ".venv/bin/python", "python3"].filter((each) => each !== undefined);
  return candidates.find(
    (each) => spawnSync(each, ["-c", `import ${modules}`], { stdio: "ignore" }).status === 0,
  );
}
