import { Notices } from "../parts/notices.tsx";
import { About, Claims, Nets } from "../see/about.tsx";
import { LayerLine } from "../see/layer-line.tsx";
import { Options } from "../see/options.tsx";
import { PictureView } from "../see/picture.tsx";
import { LayerTable } from "../see/table.tsx";
import { embedded, side } from "../state/look.ts";
import { seen } from "../state/seen.ts";
import { Editor } from "../write/editor.tsx";
import { Messages } from "../write/messages.tsx";
import { Tabs } from "../write/tabs.tsx";
import { Embedded } from "./embedded.tsx";
import { Splitter } from "./splitter.tsx";
import { TopBar } from "./top-bar.tsx";

/** The whole page: a spec is written on the left and seen on the right. */
export function App() {
  if (embedded.value) return <Embedded />;
  return (
    <>
      <TopBar />
      <Notices />
      <main class={`panes shows-${side.value}`}>
        <section class="write" aria-label="Write">
          <Tabs />
          <Editor />
          <Messages />
        </section>
        <Splitter />
        <section class="see" aria-label="See" aria-busy={seen.value === undefined}>
          <Nets />
          <About />
          <Options />
          <PictureView />
          <LayerLine />
          <Claims />
          <LayerTable />
        </section>
      </main>
      <SideSwitch />
    </>
  );
}

/** On a narrow screen one of both sides is shown. */
function SideSwitch() {
  const errors = (seen.value?.found ?? []).filter(({ severity }) => severity === "error").length;
  return (
    <nav class="side-switch" aria-label="Sides">
      {(["write", "see"] as const).map((name) => (
        <button
          key={name}
          type="button"
          aria-current={side.value === name ? "true" : undefined}
          onClick={() => {
            side.value = name;
          }}
        >
          {name === "write" ? "Write" : "See"}
          {name === "write" && errors > 0 ? <span class="count">{errors}</span> : ""}
        </button>
      ))}
    </nav>
  );
}
