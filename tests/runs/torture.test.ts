// A short round of what `npm run torture` does a thousand times.
import { expect, test } from "vitest";
import { inFolder } from "../house/cnnc.ts";
import { torture } from "./torture.ts";

test("trainings that are started, killed and resumed at random moments lose nothing", async () => {
  await inFolder(async (folder) => {
    const ends = await torture(8, 5, folder);
    expect(ends.get("0")).toBeGreaterThanOrEqual(8);
  });
});
