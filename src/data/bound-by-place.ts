import type { Reading } from "./reading.ts";
import type { WantedInput } from "./wants.ts";

/** What is to be told of columns that feed fields of other names: `years` feeds `age`; undefined where there are none. */
export function boundByPlace({ inputs }: Reading, wanted: readonly WantedInput[]): string | undefined {
  const pairs = inputs.flatMap(({ columns = [] }, i) =>
    wanted[i]!.fields.flatMap(({ name }, field) =>
      columns[field] === undefined || columns[field] === name
        ? []
        : [`column \`${columns[field]}\` feeds \`${name}\``],
    ),
  );
  return pairs.length > 0
    ? `Columns whose names the net doesn't know, by their places: ${pairs.join(", ")}`
    : undefined;
}
