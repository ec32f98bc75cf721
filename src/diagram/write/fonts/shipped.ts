import { createRequire } from "node:module";
import { type Face, facesIn } from "./character-map.ts";

const FACES = { regular: "400Regular/Arimo_400Regular.ttf", bold: "700Bold/Arimo_700Bold.ttf" } as const;

/** Paths of the shipped faces, which every machine gets the same picture with. Node only. */
export function fontFiles(): { readonly [F in keyof typeof FACES]: string } {
  const { resolve } = createRequire(import.meta.url);
  const file = (face: string) => resolve(`@expo-google-fonts/arimo/${face}`);
  return { regular: file(FACES.regular), bold: file(FACES.bold) };
}

let faces: { readonly [file: string]: Face } | undefined;

/** The shipped faces by their paths, with the characters that they have. Node only. */
export function shippedFaces(): { readonly [file: string]: Face } {
  faces ??= Object.fromEntries(Object.values(fontFiles()).map((file) => [file, facesIn(file)[0]!]));
  return faces;
}
