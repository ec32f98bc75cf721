/** Whether the parts of a training share examples or patients, and what is to be said of it. */

import type { Finding } from "../../diagnostics/finding.ts";
import { FoundError } from "../../diagnostics/found-error.ts";
import type { Training } from "../../ir/program.ts";
import { digits, rank } from "../../shape/shape.ts";
import type { Dataset, Split } from "../dataset.ts";
import { plural } from "../wants.ts";
import { fingerprint, type Hashed, hashed, joinedHashes, keyOf } from "./fingerprint.ts";
import { groupsOf } from "./groups.ts";
import { PARTS, PURPOSE } from "./part-names.ts";
import { namesPatients, sharedTexts } from "./patients.ts";
import { countTwins, type Member, type PartSet, sharedImages, type TwinCounts } from "./twins.ts";

/** What was found out about the parts of a training, as `run.json` keeps it. */
export interface Checked {
  /** Hash of every number of every example and label, those of `test on` included. */
  readonly hash: string;
  /** The part of each example of the data, two bits each, in base64: 0 to train on, 1 for validation, 2 for the test. */
  readonly places: string;
  /** How many examples are identical to one that was trained on; of the test also to one for validation. */
  readonly repeated: { readonly validation: number; readonly test: number };
  /** What was kept together, and how many of these are in each part. */
  readonly groups?: {
    readonly by: string;
    readonly train: number;
    readonly validation: number;
    readonly test: number;
  };
}

interface Asked {
  readonly training: Training;
  readonly all: Dataset;
  readonly which: Split<Int32Array>;
  readonly groups: readonly string[] | undefined;
  /** Data of their own for the test. */
  readonly test: Dataset | undefined;
}

/**
 * @throws FoundError where two parts share an image, signal or volume, the test's data are those to train on, or a patient is in
 * both
 */
export function checkParts(asked: Asked): {
  readonly checked: Checked;
  readonly warnings: readonly Finding[];
} {
  const { training, all, which, groups, test } = asked;
  const ours = hashed(all);
  const others = test && hashed(test);
  const parts = PARTS.map((part): PartSet => {
    if (part === "test" && others) return { part, of: others, which: everyOne(others.dataset.size) };
    return { part, of: ours, which: which[part] };
  });
  const twins = countTwins(parts);
  if (others) demandNoCopy(ours, others, twins, which, training);
  demandNoSharedImage(parts, training);
  const counts = groups && groupCounts(groups, asked);
  const { validation, test: ofTest } = twins;
  const checked: Checked = {
    hash: fingerprint(others ? [ours, others] : [ours]),
    places: placesOf(which, all.size),
    repeated: { validation, test: ofTest },
    ...(counts ? { groups: counts } : {}),
  };
  return { checked, warnings: [...repeatedRows(parts, twins, training), ...patientsApart(asked, parts)] };
}

const everyOne = (size: number) => Int32Array.from({ length: size }, (_, i) => i);

/** So many of several are named. */
const MOST_NAMED = 5;

const THINGS = ["row", "signal", "image", "volume"];

function demandNoSharedImage(parts: readonly PartSet[], training: Training): void {
  const found = sharedImages(parts);
  if (found.length === 0) return;
  const thing = (input: number) => THINGS[rank(parts[0]!.of.dataset.inputs[input]!.shape)] ?? "example";
  const told = found.slice(0, MOST_NAMED).map(({ input, pair: [first, second] }) => {
    const [a, b] = [nameOf(first, parts, training), nameOf(second, parts, training)];
    return `${a} (${PURPOSE[first.part]}) and ${b} (${PURPOSE[second.part]}) are the same ${thing(input)}`;
  });
  const more = found.length - told.length;
  throw new FoundError(
    "data_repeated",
    `${told.join("; ")}${more > 0 ? `; and so are ${digits(more)} more pairs` : ""}.`,
    {
      file: training.data,
      help: training.test
        ? `Take them out of \`${training.test}\`, or out of \`${training.data}\`.`
        : "Take the copies out; or keep what belongs together in one part: `split 70/15/15 by` the column, or the part of the files' names, that says so.",
    },
  );
}

function nameOf({ part, example }: Member, parts: readonly PartSet[], { data, test }: Training): string {
  const { dataset } = parts.find((each) => each.part === part)!.of;
  const name = `\`${dataset.names?.[example] ?? `example ${example + 1}`}\``;
  return test === undefined ? name : `${name} of \`${part === "test" ? test : data}\``;
}

/** Rows can be alike by chance. All of them are not, and in the same number, or where those of the training are all different. */
function demandNoCopy(
  ours: Hashed,
  others: Hashed,
  twins: TwinCounts,
  { train }: Split<Int32Array>,
  { data, test = data }: Training,
): void {
  const { size } = others.dataset;
  const chance = twins.train / train.length;
  const contained = twins.test === size && size > 1 && chance < 0.5;
  if (!contained && !sameRows(ours, others)) return;
  throw new FoundError(
    "data_repeated",
    `Each of the ${plural(size, "example")} of \`${test}\` is in \`${data}\` too, which the net is trained on: a test on them can't show what it makes of others.`,
    {
      file: test,
      help: "Test on other data, or leave `test on` out and set a part aside: `split 70/15/15`.",
    },
  );
}

/** Whether two data sets hold the same examples, in any order. */
function sameRows(ours: Hashed, others: Hashed): boolean {
  if (ours.dataset.size !== others.dataset.size) return false;
  const keys = (of: Hashed) => {
    const hashes = joinedHashes([...of.inputs, ...of.labels], of.dataset.size);
    return Array.from({ length: of.dataset.size }, (_, i) => keyOf(hashes, i)).sort();
  };
  const known = keys(others);
  return keys(ours).every((key, i) => key === known[i]);
}

/** How many groups are in each part. @throws FoundError where data of their own for the test share one, or don't tell theirs */
function groupCounts(groups: readonly string[], { training, which, test }: Asked): Checked["groups"] {
  const by = training.groups!;
  const [train, validation] = [which.train, which.validation].map(
    (indices) => new Set(Array.from(indices, (i) => groups[i]!)),
  ) as [Set<string>, Set<string>];
  const tested = new Set(
    test ? groupsOf(test, by, training.test!) : Array.from(which.test, (i) => groups[i]!),
  );
  const shared = sharedTexts(tested, [...train, ...validation]);
  if (shared.length > 0) {
    throw new FoundError(
      "data_groups",
      `${shared.slice(0, MOST_NAMED).join(", ")}${shared.length > MOST_NAMED ? ` and ${digits(shared.length - MOST_NAMED)} more` : ""}: \`${by.column}\` has these in \`${training.data}\`, which the net is trained on, and in \`${training.test}\`.`,
      {
        file: training.test!,
        help: "Take them out of one of the two; if they are others of the same name, give them names of their own.",
      },
    );
  }
  return { by: by.column, train: train.size, validation: validation.size, test: tested.size };
}

/** Two bits for each example, the first one's in the lowest of the first byte. */
function placesOf(which: Split<Int32Array>, size: number): string {
  const bytes = new Uint8Array(Math.ceil(size / 4));
  for (const [part, name] of PARTS.entries())
    for (const example of which[name]) bytes[example >> 2]! |= part << (2 * (example & 3));
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** The part of each of so many examples, out of `Checked.places`. */
export function partsIn(places: string, size: number): readonly (typeof PARTS)[number][] {
  const bytes = atob(places);
  return Array.from({ length: size }, (_, i) => PARTS[(bytes.charCodeAt(i >> 2) >> (2 * (i & 3))) & 3]!);
}

function warning(code: Finding["code"], file: string, message: string, help: string): Finding {
  return { code, severity: "warning", place: { file }, message, labels: [], notes: [], help };
}

/** Rows that are alike by chance, or because they were written twice: a person has to decide. */
function repeatedRows(parts: readonly PartSet[], twins: TwinCounts, { data }: Training): readonly Finding[] {
  const told = (["validation", "test"] as const).flatMap((part) => {
    const size = parts.find((each) => each.part === part)!.which.length;
    return twins[part] > 0 ? [`${digits(twins[part])} of the ${digits(size)} examples ${PURPOSE[part]}`] : [];
  });
  if (told.length === 0) return [];
  const all = twins.validation + twins.test;
  return [
    warning(
      "data_repeated",
      data,
      `${told.join(" and ")} ${all === 1 ? "has" : "have"} the same numbers as an example of an earlier part.`,
      "That can be chance where measurements are few or coarse; if rows were written twice, take the copies out.",
    ),
  ];
}

/** A column that looks as if it named patients, some of whom are in two parts. */
function patientsApart({ training, all, test }: Asked, parts: readonly PartSet[]): readonly Finding[] {
  if (training.groups) return [];
  for (const [column, texts] of all.columns ?? []) {
    if (!namesPatients(column)) continue;
    const ofTest = test ? test.columns?.get(column) : texts;
    const [train, ...later] = parts.map(({ part, which }) => {
      const own = part === "test" ? ofTest : texts;
      return own ? Array.from(which, (example) => own[example]!) : [];
    });
    const shared = new Set(later.flatMap((others) => sharedTexts(others, train!)));
    if (shared.size === 0) continue;
    const named = [...shared].slice(0, 3).join(", ");
    return [
      warning(
        "data_groups",
        training.data,
        `\`${column}\` looks as if it named the patients, and ${digits(shared.size)} of them (${named}${shared.size > 3 ? ", …" : ""}) are in two parts: the net may come to know them instead of what it is to find.`,
        test && sharedTexts(parts[1]!.which.length > 0 ? later[0]! : [], train!).length === 0
          ? `Take them out of \`${training.test}\`, if they are the same people.`
          : `Keep each one's examples together: \`split 70/15/15 by ${/^[A-Za-z_]\w*$/.test(column) ? column : JSON.stringify(column)}\`.`,
      ),
    ];
  }
  return [];
}
