import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { About, Claims, Nets } from "../see/about.tsx";
import { LayerLine } from "../see/layer-line.tsx";
import { Options } from "../see/options.tsx";
import { PictureView } from "../see/picture.tsx";
import { LayerTable } from "../see/table.tsx";

/** In the frame of another page: what is seen, and the way to the whole. */
export function Embedded() {
  const whole = useSignal("");
  useEffect(() => {
    void import("../share/whole.ts").then(({ wholeLink }) => {
      whole.value = wholeLink();
    });
  }, []);
  return (
    <main class="embedded">
      <section class="see" aria-label="See">
        <Nets />
        <About />
        <Options />
        <PictureView />
        <LayerLine />
        <Claims />
        <LayerTable />
        <p class="whole">
          <a href={whole.value} target="_blank" rel="noopener">
            Open it in cnnc, to change it
          </a>
        </p>
      </section>
    </main>
  );
}
