import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { select } from "d3";
import { useEffect, useRef } from "preact/hooks";
import { room, toggleBlock } from "../state/drawing.ts";
import { choose, chosen, pointAt, pointed } from "../state/pointing.ts";
import { seen } from "../state/seen.ts";
import type { Picture } from "../worker/messages.ts";
import { Zoom } from "./zoom.ts";

/** Steps in which the picture follows the width of its pane, in px. */
const STEP = 80;
/** Narrower than this, rows of layers would break too often. */
const NARROWEST = 480;

type Drawn = Extract<Picture, { svg: string }>;

/** The net, drawn: to be looked at, pointed at, moved and zoomed. */
export function PictureView() {
  const frame = useRef<HTMLDivElement>(null);
  const stage = useRef<SVGSVGElement>(null);
  const scene = useRef<SVGGElement>(null);
  const zoom = useSignal<Zoom | undefined>(undefined);
  const picture = useComputed(() => seen.value?.net?.picture);
  const drawn = useComputed<Drawn | undefined>(() => {
    const now = picture.value;
    return now && "svg" in now ? now : undefined;
  });
  const svg = useComputed(() => drawn.value?.svg ?? "");

  useEffect(() => {
    const made = new Zoom(stage.current!, scene.current!);
    zoom.value = made;
    const measure = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      room.value = Math.max(NARROWEST, Math.floor(width / STEP) * STEP);
      made.resize(width, height);
    });
    measure.observe(frame.current!);
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey && made.scroll(event.deltaY)) event.preventDefault();
    };
    // A listener that may stop the page from scrolling has to say so.
    stage.current!.addEventListener("wheel", wheel, { passive: false });
    return () => measure.disconnect();
  }, []);

  useSignalEffect(() => {
    if (drawn.value) zoom.value?.show(drawn.value.width, drawn.value.height);
  });
  // After the picture is there.
  const under = pointed.value;
  const picked = chosen.value;
  useEffect(() => mark(scene.current!, under, picked));
  const ids = (target: EventTarget | null) =>
    (target as Element | null)?.closest?.("[data-nodes]")?.getAttribute("data-nodes")?.split(" ") ?? [];
  const refusal = picture.value && "refusal" in picture.value ? picture.value.refusal : undefined;
  return (
    <section class="picture" aria-label="Picture" ref={frame}>
      <svg
        ref={stage}
        class="stage-area"
        tabindex={0}
        role="group"
        aria-label={drawn.value?.description ?? "No picture"}
        aria-keyshortcuts="+ - 0 ArrowLeft ArrowRight ArrowUp ArrowDown"
        onMouseMove={({ target }) => pointAt(ids(target))}
        onMouseLeave={() => pointAt([])}
        onClick={({ target }) => {
          const clicked = ids(target);
          if (clicked.length > 0) choose(clicked);
        }}
        onDblClick={({ target }) => {
          const name = blockAt(target as Element);
          if (name !== undefined) toggleBlock(name);
        }}
        onKeyDown={(event) => {
          if (zoom.value?.key(event.key, event.shiftKey)) event.preventDefault();
        }}
      >
        <g ref={scene} dangerouslySetInnerHTML={{ __html: svg.value }} />
      </svg>
      {refusal !== undefined && <p class="no-picture">This view can't draw the net: {refusal}.</p>}
      <div class="zoom-buttons" role="group" aria-label="Zoom">
        <button type="button" aria-label="Smaller" onClick={() => zoom.value?.by(1 / 1.3)}>
          −
        </button>
        <button type="button" aria-label="The whole picture" onClick={() => zoom.value?.whole()}>
          whole
        </button>
        <button type="button" aria-label="Larger" onClick={() => zoom.value?.by(1.3)}>
          +
        </button>
      </div>
    </section>
  );
}

/** Name of the closed block that was meant. */
function blockAt(target: Element): string | undefined {
  const blocks = seen.peek()?.net?.blocks ?? [];
  const texts = [...(target.closest("[data-nodes]")?.querySelectorAll("text") ?? [])];
  return texts.map(({ textContent }) => textContent ?? "").find((text) => blocks.includes(text));
}

/** Marks the layers that are pointed at and chosen. */
function mark(scene: SVGGElement, under: readonly string[], picked: readonly string[]): void {
  const has = (all: ReadonlySet<string>) =>
    function (this: Element) {
      return (this.getAttribute("data-nodes") ?? "").split(" ").some((id) => all.has(id));
    };
  select(scene)
    .selectAll<Element, unknown>("[data-nodes]")
    .classed("is-pointed", has(new Set(under)))
    .classed("is-chosen", has(new Set(picked)));
}
