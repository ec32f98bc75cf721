import { select, type ZoomBehavior, zoom, zoomIdentity, zoomTransform } from "d3";

/** Free space around a picture that fits, in px. */
const MARGIN = 8;
/** A picture is not drawn larger than this by itself, nor smaller than its text can be read. */
const LARGEST = 1.25;
const LEGIBLE = 0.6;
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

  /** Shows the whole picture; one whose text would be too small then, its beginning in full width. */
  fit(): void {
    const { pane, size } = this;
    const wide = (pane.width - 2 * MARGIN) / size.width;
    const whole = Math.min(wide, (pane.height - 2 * MARGIN) / size.height, LARGEST);
    this.place(whole < LEGIBLE ? Math.min(wide, 1) : whole);
  }

  /** Shows the whole picture, however small it gets. */
  whole(): void {
    const { pane, size } = this;
    this.place(Math.min((pane.width - 2 * MARGIN) / size.width, (pane.height - 2 * MARGIN) / size.height));
  }

  private place(scale: number): void {
    if (!(scale > 0)) return;
    const { pane, size } = this;
    const x = (pane.width - size.width * scale) / 2;
    const y = Math.max(0, (pane.height - size.height * scale) / 2);
    select(this.stage).call(this.behaviour.transform, zoomIdentity.translate(x, y).scale(scale));
    this.touched = false;
  }

  /** Moves a picture that is higher than its pane; false where it shows its end already, and the page is to scroll. */
  scroll(by: number): boolean {
    const { y, k } = zoomTransform(this.stage);
    const hidden = by > 0 ? y + this.size.height * k - this.pane.height : -y;
    if (hidden < 1) return false;
    this.touched = true;
    const step = Math.sign(by) * Math.min(Math.abs(by), hidden);
    select(this.stage).call(this.behaviour.translateBy, 0, -step / k);
    return true;
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
