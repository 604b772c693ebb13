import type { Annotation, Geometry, Size } from '../model.js';
import type { Handle } from '../geometry/box.js';
import type { ImagePoint, Rect } from '../geometry/math.js';

/** How a canvas context looks at an image: already transformed, so that paths are drawn in image pixels. */
export interface DrawStyle {
  readonly color: string;
  /** 0 to 1. */
  readonly fillOpacity: number;
  /** Image pixels, so that it comes out constant on the screen. */
  readonly lineWidth: number;
  readonly dash: readonly number[];
}

/** What the canvas knows about one type of geometry. A type without `move` and `resize` is shown but not edited. */
export interface Shape<G extends Geometry = Geometry> {
  bounds(geometry: G): Rect;
  /** Exact test, in image pixels; the caller has already tested the bounds. */
  hit(geometry: G, point: ImagePoint, tolerance: number): boolean;
  /** Area in square image pixels; of several shapes under the pointer the smallest is meant. */
  area(geometry: G): number;
  draw(context: CanvasRenderingContext2D, geometry: G, style: DrawStyle): void;
  move?(geometry: G, dx: number, dy: number, image: Size): G;
  resize?(geometry: G, handle: Handle, to: ImagePoint, image: Size): G;
}

export type AnnotationShape = Shape<Annotation['geometry']>;
