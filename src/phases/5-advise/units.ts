/** Units as UCUM or clinicians write them; each is known in other capitals as well. */
export const UNITS: readonly string[] = [
  "mL",
  "dL",
  "L",
  "kg",
  "g",
  "mg",
  "ng",
  "pg",
  "km",
  "m",
  "cm",
  "mm",
  "mol",
  "mmol",
  "nmol",
  "mmHg",
  "kPa",
  "Pa",
  "Hz",
  "kHz",
  "mV",
  "s",
  "ms",
  "min",
  "h",
  "years",
  "months",
  "days",
  "beats",
  "breaths",
];

const BY_SMALL = new Map(UNITS.map((unit) => [unit.toLowerCase(), unit]));

/** Words for units, and what they stand for. */
const WORDS = new Map([
  ["bpm", "beats/min"],
  ["mcg", "ug"],
  ["sec", "s"],
  ["secs", "s"],
  ["msec", "ms"],
  ["mins", "min"],
  ["hr", "h"],
  ["hrs", "h"],
  ["yr", "years"],
  ["yrs", "years"],
  ["year", "years"],
  ["month", "months"],
  ["day", "days"],
  ["cc", "mL"],
  ["kgs", "kg"],
  ["cms", "cm"],
  ["percent", "%"],
]);

/** Behind a `/` a unit is one of them: `beats/day`, `g/day`. */
const PER_ONE = new Set(["year", "month", "day"]);

/**
 * How a unit is usually written, or undefined where it is written so: `ml/min` is `mL/min`, `kg/m2` is `kg/m^2`. What is
 * unknown is left alone.
 */
export function usualUnit(written: string): string | undefined {
  const usual = written
    .split(/([/*^])/)
    .map((part, i, parts) => {
      if (parts[i - 1] === "/" && PER_ONE.has(part.toLowerCase())) return part.toLowerCase();
      return usualPart(part);
    })
    .join("");
  return usual === written ? undefined : usual;
}

function usualPart(part: string): string {
  const small = part.toLowerCase();
  const power = /^(m|cm|mm)([23])$/.exec(small);
  if (power) return `${power[1]}^${power[2]}`;
  return WORDS.get(small) ?? (isSlip(part) ? BY_SMALL.get(small) : undefined) ?? part;
}

/** Whether capitals alone may be wrong: `mM` and `Mg` are units of their own, and so are most single letters. */
function isSlip(part: string): boolean {
  if (part.length === 1) return part === "l";
  const isCapitalised = part.length > 2 && part.slice(1) === part.slice(1).toLowerCase();
  return part === part.toLowerCase() || part === part.toUpperCase() || isCapitalised;
}
