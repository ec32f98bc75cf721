import { signal, useSignalEffect } from "@preact/signals";

/** Part of the page's width that writing takes, in percent. */
const share = signal(42);
const LEAST = 20;
const MOST = 75;

const set = (percent: number) => {
  share.value = Math.round(Math.min(MOST, Math.max(LEAST, percent)) * 10) / 10;
};

/** The edge between both sides; it is dragged, or moved by the arrow keys. */
export function Splitter() {
  useSignalEffect(() => {
    document.documentElement.style.setProperty("--write-share", `${share.value}%`);
  });
  return (
    <div
      class="splitter"
      role="separator"
      tabIndex={0}
      aria-label="Width of the text"
      aria-orientation="vertical"
      aria-valuenow={Math.round(share.value)}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={({ currentTarget, pointerId, clientX }) => {
        if (currentTarget.hasPointerCapture(pointerId)) set((100 * clientX) / innerWidth);
      }}
      onKeyDown={({ key }) => {
        if (key === "ArrowLeft") set(share.value - 2);
        if (key === "ArrowRight") set(share.value + 2);
      }}
    />
  );
}
