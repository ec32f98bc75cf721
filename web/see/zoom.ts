import { select, type ZoomBehavior, zoom, zoomIdentity, zoomTransform } from "d3";

/** Free space around a picture that fits, in px. */
const MARGIN = 8;
/** By how much an arrow key moves, in px. */
const STEP = 48;

const ARROWS: { readonly [key: string]: readonly [number, number] } = {
  ArrowLeft: [STEP, 0],
  ArrowRight: [-STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
};

/** A picture that is moved and zoomed by mouse, touch and keys. Until someone does, it fits its pane. */
export class Zoom {
  private readonly behaviour: ZoomBehavior<SVGSVGElement, unknown>;
  private readonly stage: SVGSVGElement;
  private pane = { width: 1, height: 1 };
  private size = { width: 1, height: 1 };
  private touched = false;

  constructor(stage: SVGSVGElement, scene: SVGGElement) {
    this.stage = stage;
    this.behaviour = zoom<SVGSVGElement, unknown>()
      .scaleExtent([0.02, 16])
      // The wheel alone scrolls the page.
      .filter((event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button))
      .on("zoom", ({ transform, sourceEvent }) => {
        if (sourceEvent) this.touched = true;
        select(scene).attr("transform", String(transform));
      });
    select(stage).call(this.behaviour).on("dblclick.zoom", null);
  }

  /** The picture has this size in px. */
  show(width: number, height: number): void {
    const same = this.size.width === width && this.size.height === height;
    this.size = { width, height };
    if (!this.touched && !same) this.fit();
  }

  /** Its pane has this size in px. */
  resize(width: number, height: number): void {
    this.pane = { width, height };
    this.behaviour.extent([
      [0, 0],
      [width, height],
    ]);
    if (!this.touched) this.fit();
  }

  fit(): void {
    const { pane, size } = this;
    const scale = Math.min(
      (pane.width - 2 * MARGIN) / size.width,
      (pane.height - 2 * MARGIN) / size.height,
      1.25,
    );
    if (!(scale > 0)) return;
    const x = (pane.width - size.width * scale) / 2;
    const y = (pane.height - size.height * scale) / 2;
    select(this.stage).call(this.behaviour.transform, zoomIdentity.translate(x, y).scale(scale));
    this.touched = false;
  }

  by(factor: number): void {
    this.touched = true;
    select(this.stage).call(this.behaviour.scaleBy, factor);
  }

  /** Does what a key stands for; false where it stands for nothing. */
  key(key: string, far: boolean): boolean {
    if (key === "+" || key === "=") this.by(1.25);
    else if (key === "-") this.by(0.8);
    else if (key === "0") this.fit();
    else if (key in ARROWS) {
      const [x, y] = ARROWS[key]!;
      const scale = (far ? 4 : 1) / zoomTransform(this.stage).k;
      this.touched = true;
      select(this.stage).call(this.behaviour.translateBy, x * scale, y * scale);
    } else return false;
    return true;
  }
}
