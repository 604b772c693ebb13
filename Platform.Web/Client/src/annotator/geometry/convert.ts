import type { BoxGeometry, Geometry, PolygonGeometry, PolylineGeometry, ShapeType, Size } from '../model.js';
import { boundsOf, round } from './math.js';
import { countOf } from './path.js';

/** The same object as another kind of shape; several where one cannot hold it, none where nothing would be left. */
type Conversion<G extends Geometry = Geometry> = (geometry: G, image: Size) => readonly Geometry[];

const conversions: Readonly<Partial<Record<ShapeType, Partial<Record<ShapeType, Conversion>>>>> = {
  bbox: { polygon: ((box: BoxGeometry) => [boxToPolygon(box)]) as Conversion },
  polygon: { bbox: ((polygon: PolygonGeometry) => [polygonToBox(polygon)]) as Conversion },
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

/** Clockwise from the upper left corner. */
export function boxToPolygon({ x, y, width, height }: BoxGeometry): PolygonGeometry {
  return { rings: [[x, y, x + width, y, x + width, y + height, x, y + height].map(round)] };
}

export function polygonToBox({ rings }: PolygonGeometry): BoxGeometry {
  const { x, y, width, height } = boundsOf(rings[0] ?? []);
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}
