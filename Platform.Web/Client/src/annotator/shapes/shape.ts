import type { ImagePoint, Rect } from '../geometry/math.js';
import type { Annotation, Geometry, Size } from '../model.js';

/** How a canvas context looks at an image: already transformed, so that paths are drawn in image pixels. */
export interface DrawStyle {
  readonly color: string;
  /** 0 to 1. */
  readonly fillOpacity: number;
  /** Image pixels, so that it comes out constant on the screen. */
  readonly lineWidth: number;
  readonly dash: readonly number[];
}

/** A point of a shape that can be dragged. `insert` grips lie on an edge and become a new vertex when dragged. */
export interface Grip {
  readonly id: string;
  /** Image pixels. */
  readonly at: ImagePoint;
  readonly kind: 'corner' | 'side' | 'vertex' | 'insert';
  readonly cursor: string;
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
  /** Exact test; the caller has already tested the bounds. */
  hit(geometry: G, point: ImagePoint, tolerance: number): boolean;
  /** Of several shapes under the pointer the smallest is meant. */
  area(geometry: G): number;
  draw(context: CanvasRenderingContext2D, geometry: G, style: DrawStyle): void;
  /** Translates; the caller has limited the step so that the bounds stay inside the image. */
  move?(geometry: G, dx: number, dy: number, image: Size): G;
  /** Points to drag while the shape is the only one selected; first come, first grabbed. */
  grips?(geometry: G, view: GripView): readonly Grip[];
  dragGrip?(geometry: G, gripId: string, to: ImagePoint, image: Size): G;
}

export type AnnotationShape = Shape<Annotation['geometry']>;
