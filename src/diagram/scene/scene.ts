import type { Colour, ColourName } from "./theme.ts";

/** A point in px; x runs to the right and y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An upright rectangle in px: its top left corner and its size. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** How a mark is painted. What is absent is not painted: no fill, no outline. */
export interface Paint {
  readonly fill?: Colour;
  readonly stroke?: Colour;
  /** Width of the outline in px, 1 where absent. */
  readonly strokeWidth?: number;
  readonly opacity?: number;
  /** For restyling, and for tests that look for a kind of mark. */
  readonly className?: string;
}

export interface RectMark extends Box, Paint {
  readonly type: "rect";
  /** Radius of the corners in px. */
  readonly radius?: number;
}

export interface CircleMark extends Point, Paint {
  readonly type: "circle";
  readonly r: number;
}

/** Straight pieces from point to point, with corners rounded by `corner` px. */
export interface PathMark extends Paint {
  readonly type: "path";
  readonly points: readonly Point[];
  readonly closed?: boolean;
  /** Areas inside a closed one that are not part of it. */
  readonly holes?: readonly (readonly Point[])[];
  readonly corner?: number;
  /** A curve that is level at every point, in place of straight pieces. */
  readonly smooth?: boolean;
}

/** A picture of square or oblong cells, each of one colour. */
export interface ImageMark extends Box {
  readonly type: "image";
  readonly columns: number;
  readonly rows: number;
  /** From 0 to 1, row by row: the way from one colour to the other; without them, red, green and blue of each cell. */
  readonly values: ArrayLike<number>;
  readonly between?: readonly [ColourName, ColourName];
  readonly className?: string;
}

/** One line of text. `x`, `y` is its anchor on the baseline, `box` what it covers by the font's metrics. */
export interface TextMark extends Point {
  readonly type: "text";
  readonly text: string;
  readonly size: number;
  readonly bold: boolean;
  readonly anchor: "start" | "middle" | "end";
  readonly fill: Colour;
  readonly box: Box;
  readonly className?: string;
}

/** Marks that belong together, such as all that shows one layer. */
export interface GroupMark {
  readonly type: "group";
  readonly id?: string;
  readonly className: string;
  /** What a pointer that rests on the group is told. */
  readonly title?: string;
  readonly data?: { readonly [name: string]: string };
  readonly children: readonly Mark[];
}

export type Mark = RectMark | CircleMark | PathMark | ImageMark | TextMark | GroupMark;

/** A drawing as plain data, painted in order; sizes in px. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Size in mm, where it is drawn for paper or a slide; else a px of it is one of CSS. */
  readonly print?: { readonly width: number; readonly height: number };
  readonly title: string;
  /** What the picture shows, for readers who can't see it. */
  readonly description: string;
  readonly marks: readonly Mark[];
}

/** Marks without their groups, in the order in which they are painted. */
export function flatMarks(marks: readonly Mark[]): Exclude<Mark, GroupMark>[] {
  return marks.flatMap((mark) => (mark.type === "group" ? flatMarks(mark.children) : [mark]));
}

/** How far marks reach to the right and down, in px. */
export function extentOf(marks: readonly Mark[]): Point {
  const corner = { x: 0, y: 0 };
  stretch(corner, marks);
  return corner;
}

/** Moves a corner so far that it holds all marks; one object for all of them, since a large net has many. */
function stretch(corner: { x: number; y: number }, marks: readonly Mark[]): void {
  for (const mark of marks) {
    switch (mark.type) {
      case "group":
        stretch(corner, mark.children);
        break;
      case "path":
        for (const { x, y } of mark.points) reach(corner, x, y);
        break;
      case "circle":
        reach(corner, mark.x + mark.r, mark.y + mark.r);
        break;
      case "text":
        reach(corner, mark.box.x + mark.box.width, mark.box.y + mark.box.height);
        break;
      default:
        reach(corner, mark.x + mark.width, mark.y + mark.height);
    }
  }
}

function reach(corner: { x: number; y: number }, x: number, y: number): void {
  if (x > corner.x) corner.x = x;
  if (y > corner.y) corner.y = y;
}

/** The same marks, moved by `dx`, `dy` px. */
export function moved(marks: readonly Mark[], dx: number, dy: number): Mark[] {
  const at = (point: Point) => ({ x: point.x + dx, y: point.y + dy });
  return marks.map((mark) => {
    switch (mark.type) {
      case "group":
        return { ...mark, children: moved(mark.children, dx, dy) };
      case "path":
        return {
          ...mark,
          points: mark.points.map(at),
          ...(mark.holes ? { holes: mark.holes.map((hole) => hole.map(at)) } : {}),
        };
      case "text":
        return { ...mark, ...at(mark), box: { ...mark.box, ...at(mark.box) } };
      default:
        return { ...mark, x: mark.x + dx, y: mark.y + dy };
    }
  });
}
