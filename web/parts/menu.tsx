import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface MenuProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A button with a list behind it, which closes when something of it was chosen, or on Escape. */
export function Menu({ label, children }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const close = () => details.current?.removeAttribute("open");
  useEffect(() => {
    const outside = ({ target }: Event) => {
      if (!details.current?.contains(target as Node)) close();
    };
    addEventListener("pointerdown", outside);
    return () => removeEventListener("pointerdown", outside);
  }, []);
  return (
    <details
      class="menu"
      ref={details}
      onKeyDown={({ key }) => {
        if (key !== "Escape") return;
        close();
        details.current?.querySelector("summary")?.focus();
      }}
    >
      <summary>{label}</summary>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a chosen button clicks by keys too */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is clicked are the buttons in it */}
      <div
        class="menu-list"
        onClick={({ target }) => {
          if ((target as Element).closest("button")) close();
        }}
      >
        {children}
      </div>
    </details>
  );
}
