import { clipToImage, subtract } from '../geometry/clip.js';
import { clipLine } from '../geometry/clipLine.js';
import { converted } from '../geometry/convert.js';
import { boundsOf, type ImagePoint } from '../geometry/math.js';
import { flat } from '../geometry/path.js';
import { weightsOf } from '../geometry/simplify.js';
import type { Annotation, AnnotatorClass, Geometry, PolygonGeometry, Size } from '../model.js';
import { pieceOf } from '../newAnnotation.js';
import type { TextKey } from '../texts.js';
import type { ToolHost } from './tool.js';

export type PathType = 'polygon' | 'polyline';

export type FinishedPath =
  | { readonly kind: 'drawn'; readonly annotations: readonly Annotation[] }
  | { readonly kind: 'refused'; readonly text: TextKey };

/** A polygon thinner than this is a line, in pixels. */
const LeastWidthPx = 0.5;

/** What a drawn line becomes: cut to the image and, where that is wanted, by its neighbours. More than one piece makes more than one shape; the largest takes the id of a redrawn one. */
export function finishedPath(host: ToolHost, type: PathType, points: readonly ImagePoint[], lineClass: AnnotatorClass): FinishedPath {
  const pieces = type === 'polygon' ? polygonPieces(host, flat(points)) : clipLine(flat(points), host.image).map(line => ({ points: line }));
  if (typeof pieces === 'string') {
    return { kind: 'refused', text: pieces };
  }
  if (pieces.length === 0) {
    return { kind: 'refused', text: 'outsideImage' };
  }
  return { kind: 'drawn', annotations: pieces.map((geometry, i) => annotationOf(host, type, geometry, lineClass.id, i)) };
}

/** Visible shapes with an area that lie under a polygon. */
export function neighboursOf(host: ToolHost, polygon: PolygonGeometry, exceptIds: readonly string[] = []): PolygonGeometry[] {
  return host.shapesIn(boundsOf(polygon.rings[0] ?? [])).filter(annotation => !exceptIds.includes(annotation.id)).flatMap(annotation => areaOf(annotation, host.image));
}

function polygonPieces(host: ToolHost, ring: readonly number[]): readonly PolygonGeometry[] | TextKey {
  const drawn = { rings: [ring] };
  if (!weightsOf(ring, true).some(weight => weight >= LeastWidthPx && weight < Infinity)) {
    return 'noAreaYet';
  }
  const inside = clipToImage(drawn, host.image);
  if (!host.drawSettings.cropNeighbours || inside.length === 0) {
    return inside;
  }
  const left = inside.flatMap(piece => subtract(piece, neighboursOf(host, piece, host.redraw.of ? [host.redraw.of.id] : [])));
  return left.length === 0 ? 'nothingLeft' : left;
}

function areaOf({ type, geometry }: Annotation, image: Size): readonly PolygonGeometry[] {
  switch (type) {
    case 'polygon': return [geometry as PolygonGeometry];
    case 'bbox': case 'mask': return (converted(type, geometry, 'polygon', image) ?? []) as readonly PolygonGeometry[];
    default: return [];
  }
}

function annotationOf(host: ToolHost, type: PathType, geometry: Geometry, classId: string, piece: number): Annotation {
  const annotation = host.newAnnotation(type, geometry, classId);
  return piece === 0 ? annotation : pieceOf(annotation, geometry);
}
