import type { ImagePoint, Rect } from '../geometry/math.js';
import type { Path } from '../geometry/path.js';
import type { Matrix, MirrorAxis } from '../geometry/transform.js';
import type { Annotation, Geometry, KeypointTemplate, Size } from '../model.js';

/** How a canvas context looks at an image: already transformed, so that paths are drawn in image pixels. */
export interface DrawStyle {
  readonly color: string;
  /** 0 to 1. */
  readonly fillOpacity: number;
  /** Of the outline, 0 to 1; absent is 1. */
  readonly lineOpacity?: number;
  /** Image pixels, so that it comes out constant on the screen. */
  readonly lineWidth: number;
  readonly dash: readonly number[];
  /** The skeleton of the class, where it has one. */
  readonly template?: KeypointTemplate | null | undefined;
}

/** A point of a shape that can be dragged. `insert` grips lie on an edge and become a new vertex when dragged. */
export interface Grip {
  readonly id: string;
  /** Image pixels. */
  readonly at: ImagePoint;
  readonly kind: 'corner' | 'side' | 'vertex' | 'insert' | 'point';
  readonly cursor: string;
  /** Only on the first vertex of an outline: the angle on the screen, in radians, at which the outline goes on. */
  readonly heading?: number;
}

/** What of the image is on the screen: a shape of ten thousand vertices offers only the grips that can be seen and told apart. */
export interface GripView {
  /** Screen pixels per image pixel. */
  readonly scale: number;
  /** Image pixels. */
  readonly visible: Rect;
}

/** What the canvas knows about one type of geometry. All coordinates are image pixels; geometries are immutable. */
export interface Shape<G extends Geometry = Geometry> {
  bounds(geometry: G): Rect;
  /** Exact test; the caller has already tested the bounds. Edges of a skeleton are hit where its template is given. */
  hit(geometry: G, point: ImagePoint, tolerance: number, template?: KeypointTemplate | null): boolean;
  /** Of several shapes under the pointer the smallest is meant. */
  area(geometry: G): number;
  draw(context: CanvasRenderingContext2D, geometry: G, style: DrawStyle): void;
  /** Translates; the caller has limited the step so that the bounds stay inside the image. */
  move?(geometry: G, dx: number, dy: number, image: Size): G;
  /** What of the shape another image has room for, with empty bounds where that is nothing; absent: it is moved in as it is. */
  fit?(geometry: G, image: Size): G;
  /** Points to drag while the shape is the only one selected; first come, first grabbed. */
  grips?(geometry: G, view: GripView): readonly Grip[];
  dragGrip?(geometry: G, gripId: string, to: ImagePoint, image: Size): G;
  /** Lines that drawing beside this shape can snap to and follow. */
  outline?(geometry: G): readonly Path[];
  /** The same kind of shape with other lines in the place of its outline; only where the outline is all there is to it. */
  withOutline?(geometry: G, lines: readonly (readonly number[])[]): G;
  /** Fewer points a line are not a shape of this kind. */
  readonly leastPoints?: number;
  /** Scales and rotates; undefined where this kind of shape cannot be turned so. */
  transform?(geometry: G, matrix: Matrix): G | undefined;
  /** Mirrored at the upright (`h`) or level (`v`) line through a point; left and right of a skeleton then change their names. */
  mirror?(geometry: G, axis: MirrorAxis, about: ImagePoint, template?: KeypointTemplate | null): G;
  /** The pieces that a line of flat `x, y` pairs cuts the shape into, the largest first; one piece where it does not go right through. */
  slice?(geometry: G, line: readonly number[], image: Size): readonly G[];
  /** One shape out of several of this kind; undefined where they do not touch. */
  join?(geometries: readonly G[], image: Size): G | undefined;
}

export type AnnotationShape = Shape<Annotation['geometry']>;
