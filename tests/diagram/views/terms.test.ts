import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { draw } from "../../../src/cli/commands/draw/draw.ts";
import {
  type ViewName,
  type ViewOption,
  viewOptions,
  viewsTaking,
  viewTerms,
} from "../../../src/diagram/views/terms.ts";
import type { View } from "../../../src/diagram/views/views.ts";

const names = Object.keys(viewTerms) as ViewName[];
const options = Object.keys(viewOptions) as ViewOption[];
const given = {
  depth: 0,
  expand: ["unit"],
  width: "page",
  range: new Map([["age", [0, 1] as const]]),
  image: "seven.png",
} as const satisfies { readonly [O in ViewOption]: unknown };

const takes = (name: ViewName) => viewTerms[name].takes as View["takes"];
const refused = names.flatMap((view) =>
  options.filter((option) => !takes(view).includes(option)).map((option) => ({ view, option })),
);

test.each(refused)("$view refuses $option, and says which views take it", async ({ view, option }) => {
  const told = { view, [option]: given[option], type: "svg", theme: "light", scale: 2 };
  const drawing = draw("specs/figures/absolute.cnn", told, () => {
    throw new Error("nothing is loaded for what is refused");
  });
  const error = await drawing.then(
    () => undefined,
    (problem: Error) => problem,
  );
  expect(error?.message).toContain(`${viewOptions[option]} belongs to the view`);
  for (const name of viewsTaking(option)) expect(error?.message).toContain(`\`${name}\``);
});

test("every option is taken by a view", () => {
  for (const option of options) expect(viewsTaking(option)).not.toEqual([]);
});

test("the page of the commands has the same table", () => {
  const page = readFileSync("docs/commands.md", "utf8");
  const rows = [...page.matchAll(/^\| `(\w+)` \| ((?:`--\w+`(?:, )?)*) \| (.*)\|$/gm)].map(
    ([, name, flags, needs]) => ({
      name,
      flags: [...flags!.matchAll(/`(--\w+)`/g)].map(([, flag]) => flag),
      needs: needs!.trim() !== "",
    }),
  );
  expect(rows).toEqual(
    names.map((name) => ({
      name,
      flags: takes(name).map((option) => viewOptions[option]),
      needs: Object.keys(viewTerms[name].needs).length > 0,
    })),
  );
});
