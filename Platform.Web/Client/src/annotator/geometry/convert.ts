import type { BoxGeometry, Geometry, MaskGeometry, PolygonGeometry, PolylineGeometry, ShapeType, Size } from '../model.js';
import { isEmptyMask, maskBounds } from './mask.js';
import { boxToMask, maskToPolygons, polygonToMask } from './maskConvert.js';
import { boundsOf, round } from './math.js';
import { countOf } from './path.js';

/** The same object as another kind of shape; several where one cannot hold it, none where nothing would be left. */
type Conversion<G extends Geometry = Geometry> = (geometry: G, image: Size) => readonly Geometry[];

/** A traced mask may stray this far from the borders of its pixels: without it every pixel of a slope would be a vertex. */
const TracingTolerancePx = 0.75;

const conversions: Readonly<Partial<Record<ShapeType, Partial<Record<ShapeType, Conversion>>>>> = {
  bbox: {
    polygon: ((box: BoxGeometry) => [boxToPolygon(box)]) as Conversion,
    mask: ((box: BoxGeometry, image) => filled(boxToMask(box, image))) as Conversion,
  },
  polygon: {
    bbox: ((polygon: PolygonGeometry) => [polygonToBox(polygon)]) as Conversion,
    mask: ((polygon: PolygonGeometry, image) => filled(polygonToMask(polygon.rings, image))) as Conversion,
  },
  mask: {
    bbox: ((mask: MaskGeometry) => filled(mask).map(maskBounds)) as Conversion,
    // A polygon has one outline, so each part of the mask becomes one.
    polygon: ((mask: MaskGeometry) => maskToPolygons(mask, TracingTolerancePx)) as Conversion,
  },
  polyline: { polygon: ((line: PolylineGeometry) => (countOf(line.points) < 3 ? [] : [{ rings: [line.points] }])) as Conversion },
};

/** What shapes of a kind can become. */
export function conversionsOf(from: ShapeType): readonly ShapeType[] {
  return Object.keys(conversions[from] ?? {}) as ShapeType[];
}

/** Undefined where there is no way from one kind to the other. */
export function converted(from: ShapeType, geometry: Geometry, to: ShapeType, image: Size): readonly Geometry[] | undefined {
  return conversions[from]?.[to]?.(geometry, image);
}

function filled(mask: MaskGeometry): MaskGeometry[] {
  return isEmptyMask(mask) ? [] : [mask];
}

/** Clockwise from the upper left corner. */
export function boxToPolygon({ x, y, width, height }: BoxGeometry): PolygonGeometry {
  return { rings: [[x, y, x + width, y, x + width, y + height, x, y + height].map(round)] };
}

export function polygonToBox({ rings }: PolygonGeometry): BoxGeometry {
  const { x, y, width, height } = boundsOf(rings[0] ?? []);
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}
