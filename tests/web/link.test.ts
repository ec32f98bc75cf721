// Links of the page: what is shared comes back, and whatever else stands in a fragment is refused in words.

import fc from "fast-check";
import { deflateSync } from "fflate";
import { expect, test } from "vitest";
import { BadLink, fragmentOf, type Shared, sharedIn } from "../../web/share/link.ts";

const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
const shared: fc.Arbitrary<Shared> = fc
  .record(
    {
      files: fc.uniqueArray(fc.record({ name, text: fc.string({ unit: "binary", maxLength: 400 }) }), {
        minLength: 1,
        maxLength: 5,
        selector: (file) => file.name,
      }),
      net: name,
      view: fc.constantFrom("maps", "graph", "arithmetic"),
      depth: fc.oneof(fc.nat(9), fc.constant("all" as const)),
      expand: fc.array(name, { maxLength: 4 }),
      sizes: fc.dictionary(
        name.filter((key) => key !== "__proto__"),
        fc.nat(5000),
        { maxKeys: 3, noNullPrototype: true },
      ),
      embed: fc.constant(true),
    },
    { requiredKeys: ["files"] },
  )
  .map((found) => ({ ...found, main: found.files.at(-1)!.name }))
  // Half of a pair is no text.
  .filter(({ files }) => files.every(({ text }) => !/\p{Cs}/u.test(text)));

test("what is shared comes back", () => {
  fc.assert(
    fc.property(shared, (given) => {
      expect(sharedIn(fragmentOf(given))).toEqual(given);
    }),
  );
});

test("a link that was changed anywhere is refused, or brings files", () => {
  const [link] = [
    fragmentOf({ files: [{ name: "a.cnn", text: "net a { input image 8x8x1, relu }" }], main: "a.cnn" }),
  ];
  fc.assert(
    fc.property(fc.nat(link!.length - 1), fc.string({ maxLength: 3 }), (at, put) => {
      const broken = link!.slice(0, at) + put + link!.slice(at + 1);
      try {
        expect(sharedIn(broken)).toHaveProperty("files");
      } catch (error) {
        expect(error).toBeInstanceOf(BadLink);
      }
    }),
  );
});

/** A fragment that holds any value. */
const holding = (value: unknown, size = 0) => {
  const text = JSON.stringify(value) ?? "";
  const bytes = deflateSync(new TextEncoder().encode(text + " ".repeat(size)));
  return `#spec1=${Buffer.from(bytes).toString("base64url")}`;
};

test("whatever a link holds is refused unless it is files; what else is wrong in it is left out", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (json) => {
      expect(() => sharedIn(holding(JSON.parse(json)))).toThrow(BadLink);
    }),
  );
  const files = [{ name: "a.cnn", text: "" }];
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom("net", "view", "depth", "expand", "sizes", "embed"),
      (value, key) => {
        const found = sharedIn(holding({ files, main: 3, [key]: value }));
        expect(found.files).toEqual(files);
        expect(found.main).toBe("a.cnn");
        for (const size of Object.values(found.sizes ?? {})) expect(Number.isSafeInteger(size)).toBe(true);
      },
    ),
  );
});

test("a link that would fill the memory is given up early", () => {
  expect(() => sharedIn(holding({ files: [] }, 20_000_000))).toThrow(/too large/);
});
