import fc from "fast-check";
import { describe, test } from "vitest";
import { createService } from "../../../src/language/index.ts";
import { specText } from "../generate.ts";
import { babble, changed, mutated, spliced, truncated } from "../mutate.ts";
import { openText, soundText } from "../sound.ts";
import { specs } from "../verified.ts";
import { answersHold } from "./answers.ts";

/** How many times as many texts as usual; `LANGUAGE_TEXTS=100 npx vitest run tests/language/service` looks longer. */
const TIMES = Number(process.env.LANGUAGE_TEXTS ?? 1);

describe("whatever stands in a file, every query answers, and its ranges lie in the text", () => {
  const kinds = [
    ["specs and cases with a few changes", mutated, 60],
    ["generated nets", specText, 10],
    ["generated nets with one word changed", changed, 20],
    ["specs and cases cut anywhere", truncated, 30],
    ["two cases put together", spliced, 15],
    ["words and noise", babble, 30],
    ["nets that fit", soundText, 10],
    ["nets with open sizes", openText, 10],
    ["any characters", fc.string({ unit: "binary", maxLength: 60 }), 30],
  ] as const;
  test.each(kinds)("%s", (_, texts, numRuns) => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(4000), { minLength: 1, maxLength: 4 }), (text, places) => {
        const service = createService();
        service.open("a.cnn", text);
        answersHold(
          service,
          "a.cnn",
          places.map((place) => place % (text.length + 1)),
        );
      }),
      { seed: 31, numRuns: numRuns * TIMES },
    );
  });

  test("a spec while it is typed, at each offset", () => {
    const text = specs()
      .find(({ file }) => file.includes("nought"))!
      .text.slice(0, 600);
    const service = createService();
    service.open("a.cnn", "");
    for (let end = 0; end < text.length; end++) {
      service.change("a.cnn", [{ start: end, end, text: text[end]! }]);
      if (end % 4 === 0) answersHold(service, "a.cnn", [end + 1]);
    }
  });
});
