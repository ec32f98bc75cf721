import { netName, sizes } from "../state/drawing.ts";
import { shownPlace } from "../state/pointing.ts";
import { activeName } from "../state/project.ts";
import { seen } from "../state/seen.ts";
import type { Range, ShownClaim, ShownSize } from "../worker/messages.ts";

/** The nets of the file, of which one is shown. */
export function Nets() {
  const now = seen.value;
  if (!now || now.nets.length < 2) return null;
  return (
    <nav class="nets" aria-label="Nets of this file">
      {now.nets.map(({ name, at }) => (
        <button
          key={name}
          type="button"
          aria-current={name === now.net?.name ? "true" : undefined}
          onClick={() => {
            netName.value = name;
            goTo(at);
          }}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}

/** The net's name, its totals, the claims about it and the sizes that it leaves open. */
export function About() {
  const net = seen.value?.net;
  if (!net)
    return (
      <header class="about">
        <h2 class="nothing">No net yet</h2>
        <p class="summary">
          Begin with <code>net name {"{ input image 28x28x1 }"}</code>
        </p>
      </header>
    );
  return (
    <header class="about">
      <h2>{net.name}</h2>
      <p class="summary" role="status">
        {net.summary}
      </p>
      {net.sizes.length > 0 && (
        <div class="sizes">
          {net.sizes.map((size) => (
            <SizeSlider key={size.name} size={size} />
          ))}
        </div>
      )}
      {net.conditions.length > 0 && (
        <ul class="conditions">
          {net.conditions.map(({ text, strong }) => (
            <li key={text}>{strong ? <strong>{text}</strong> : text}</li>
          ))}
        </ul>
      )}
    </header>
  );
}

function SizeSlider({ size: { name, value, choices } }: { readonly size: ShownSize }) {
  const set = (place: number) => {
    sizes.value = { ...sizes.peek(), [name]: choices[place]! };
  };
  return (
    <label class="size">
      <span>{name}</span>
      <input
        type="range"
        min={0}
        max={choices.length - 1}
        value={choices.indexOf(value)}
        aria-valuetext={String(value)}
        onInput={({ currentTarget }) => set(currentTarget.valueAsNumber)}
      />
      <output>{value}</output>
    </label>
  );
}

const SIGNS = { holds: "✓", fails: "✗", erratum: "≠" } as const;
const WORDS = { holds: "true", fails: "false", erratum: "known erratum" } as const;

/** What the source claims, proved or refuted. */
export function Claims() {
  const claims = seen.value?.net?.claims ?? [];
  if (claims.length === 0) return null;
  return (
    <section class="claims" aria-label="Claims">
      <ul>
        {claims.map((claim) => (
          <ClaimLine key={`${claim.line} ${claim.text}`} claim={claim} />
        ))}
      </ul>
    </section>
  );
}

function ClaimLine({ claim: { state, text, at } }: { readonly claim: ShownClaim }) {
  return (
    <li class={state}>
      <button type="button" onClick={() => goTo(at)}>
        <span class="sign" role="img" aria-label={WORDS[state]}>
          {SIGNS[state]}
        </span>
        <span>{text}</span>
      </button>
    </li>
  );
}

function goTo(at: Range): void {
  if (at.file === activeName.peek()) shownPlace.value = { from: at.from };
}
