import { shownPlace } from "../state/pointing.ts";
import { activeName, applyEdits } from "../state/project.ts";
import { seen, stopped } from "../state/seen.ts";
import type { Found } from "../worker/messages.ts";
import { sentence } from "./problems.ts";

/** Nobody reads more. */
const MOST = 100;

/** What the compiler says of the spec, with what to do about it. */
export function Messages() {
  const found = seen.value?.found ?? [];
  const left = found.length - MOST;
  return (
    <section class="messages" aria-label="Messages">
      {stopped.value !== undefined && (
        <p class="stopped" role="alert">
          The compiler stopped: {stopped.value}. Your text is safe; a change of it starts the compiler anew.
        </p>
      )}
      <ul>
        {found.slice(0, MOST).map((each) => (
          <Message key={`${each.code} ${each.at.file} ${each.line} ${each.message}`} found={each} />
        ))}
      </ul>
      {left > 0 && <p class="more">and {left} more</p>}
    </section>
  );
}

function Message({ found }: { readonly found: Found }) {
  const { severity, at, line, message, notes, help, explanation, fix, code } = found;
  const here = at.file === activeName.value;
  const go = () => {
    if (here) shownPlace.value = { from: at.from };
    else activeName.value = at.file;
  };
  return (
    <li class={`message ${severity}`}>
      <button type="button" class="where" onClick={go}>
        {here ? "" : `${at.file} `}line {line}
      </button>
      <div>
        <p class="what">
          <Marked text={message} />
        </p>
        {notes.map((note) => (
          <p key={note} class="note">
            <Marked text={note} />
          </p>
        ))}
        {help !== undefined && (
          <p class="help">
            <Marked text={sentence(help)} />
          </p>
        )}
        <div class="ways">
          {fix && (
            <button type="button" onClick={() => applyEdits(fix.edits)}>
              <Marked text={sentence(fix.title)} />
            </button>
          )}
          {explanation !== "" && (
            <details>
              <summary>
                what does this mean?<span class="unseen"> {code}</span>
              </summary>
              <p>
                <Marked text={explanation} />
              </p>
            </details>
          )}
        </div>
      </div>
    </li>
  );
}

/** A text whose words in backquotes are code. */
export function Marked({ text }: { readonly text: string }) {
  return (
    <>{text.split("`").map((part, i) => (i % 2 === 1 ? <code key={`${i} ${part}`}>{part}</code> : part))}</>
  );
}
