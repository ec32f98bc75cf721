import { createRequire } from "node:module";

const FACES = { regular: "400Regular/Arimo_400Regular.ttf", bold: "700Bold/Arimo_700Bold.ttf" } as const;

/** Paths of the shipped faces, which every machine gets the same picture with. Node only. */
export function fontFiles(): { readonly [F in keyof typeof FACES]: string } {
  const { resolve } = createRequire(import.meta.url);
  const file = (face: string) => resolve(`@expo-google-fonts/arimo/${face}`);
  return { regular: file(FACES.regular), bold: file(FACES.bold) };
}
