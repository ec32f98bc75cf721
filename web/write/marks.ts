import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutter } from "@codemirror/view";

/** What stands beside a line: a claim that holds, fails or is an erratum of its source. */
export type LineMark = {
  readonly line: number;
  readonly state: "holds" | "fails" | "erratum";
  readonly text: string;
};

export const setMarks = StateEffect.define<readonly LineMark[]>();

/** Lines, from 1, that something elsewhere on the page points at. */
export const setPointed = StateEffect.define<ReadonlySet<number>>();

const SIGNS = { holds: "✓", fails: "✗", erratum: "≠" } as const;

class Mark extends GutterMarker {
  readonly mark: LineMark;
  constructor(mark: LineMark) {
    super();
    this.mark = mark;
  }
  override eq(other: Mark): boolean {
    return other.mark.state === this.mark.state && other.mark.text === this.mark.text;
  }
  override toDOM(): Node {
    const sign = document.createElement("span");
    sign.className = `mark ${this.mark.state}`;
    sign.textContent = SIGNS[this.mark.state];
    sign.title = this.mark.text;
    return sign;
  }
}

const marks = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(old, transaction) {
    let now = old.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setMarks)) continue;
      const { doc } = transaction.state;
      const inside = effect.value.filter(({ line }) => line >= 1 && line <= doc.lines);
      now = RangeSet.of(
        inside.map((mark) => new Mark(mark).range(doc.line(mark.line).from)),
        true,
      );
    }
    return now;
  },
});

const pointedLine = Decoration.line({ class: "pointed" });

const pointed = StateField.define({
  create: () => Decoration.none,
  update(old, transaction) {
    let now = old.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setPointed)) continue;
      const { doc } = transaction.state;
      const lines = [...effect.value].filter((line) => line >= 1 && line <= doc.lines).sort((a, b) => a - b);
      now = Decoration.set(lines.map((line) => pointedLine.range(doc.line(line).from)));
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** A column for claims, and a shade behind lines that are pointed at. */
export const lineMarks = [
  marks,
  pointed,
  gutter({
    class: "claims",
    markers: (view) => view.state.field(marks),
    initialSpacer: () => new Mark({ line: 1, state: "holds", text: "" }),
  }),
];
