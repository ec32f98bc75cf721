import { DOMParser } from "@xmldom/xmldom";
import { expect, test } from "vitest";
import { toSvg, type View, type ViewName, views } from "../../../src/diagram/index.ts";
import { netNamed } from "../nets.ts";

const net = netNamed("</text>");
const drawable = (Object.keys(views) as ViewName[]).filter((name) => {
  const view: View = views[name];
  return !Object.values(view.needs).includes("always") && view.refusal?.(net) === undefined;
});

test("the views that need a net alone draw one with hostile names", () => {
  expect(drawable).toEqual(["maps", "graph", "neurons", "arithmetic"]);
});

test.each(drawable)("%s: names that try to break out of the markup come out as text", (name) => {
  const svg = toSvg((views[name] as View).draw(net));
  const problems: string[] = [];
  const document = new DOMParser({ onError: (_, message) => problems.push(message) }).parseFromString(
    svg,
    "image/svg+xml",
  );
  expect(problems).toEqual([]);
  expect(document.getElementsByTagName("script")).toHaveLength(0);
  expect(document.getElementsByTagName("b")).toHaveLength(0);
  expect(document.documentElement!.textContent).toContain('</text><script>alert("1")</script>');
  expect(svg).not.toContain("\u0007");
});
