/** What the server and the canvas say to each other about one image. Coordinates are pixels of the upright image. */

export type ShapeType = 'bbox' | 'polygon' | 'polyline' | 'mask' | 'keypoints';

export interface BoxGeometry {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Rings are flat `x, y, x, y, …`; the first is the outline, the others are holes. */
export interface PolygonGeometry {
  readonly rings: readonly (readonly number[])[];
}

export interface PolylineGeometry {
  readonly points: readonly number[];
}

/** `x, y, visibility` triples; visibility 0 = absent, 1 = occluded, 2 = visible. */
export interface KeypointsGeometry {
  readonly points: readonly number[];
}

/** COCO compressed run lengths, column-major, `size` = [height, width]. */
export interface MaskGeometry {
  readonly size: readonly [number, number];
  readonly counts: string;
}

/** What a class is drawn as; a tag marks the whole image. */
export type ClassShape = ShapeType | 'tag';

/** The skeleton of a keypoints class: names in order, edges and left/right pairs by index; positions in shares of the template's frame. */
export interface KeypointTemplate {
  readonly names: readonly string[];
  readonly edges: readonly (readonly number[])[];
  readonly pairs: readonly (readonly number[])[];
  readonly positions?: readonly (readonly number[])[] | null;
}

export interface AttributeSpec {
  readonly name: string;
  readonly type: 'select' | 'checkbox' | 'number' | 'text';
  readonly values?: readonly string[] | null;
  readonly default?: unknown;
  readonly min?: number | null;
  readonly max?: number | null;
  readonly step?: number | null;
  /** May differ from keyframe to keyframe of a track. */
  readonly mutable?: boolean;
}

export type Geometry = BoxGeometry | PolygonGeometry | PolylineGeometry | KeypointsGeometry | MaskGeometry;

export type AnnotationSource = 'human' | 'model';
export type ReviewState = 'pending' | 'accepted' | 'rejected';

/** Immutable: every edit makes a new object, so identity tells change. Fields the canvas does not know travel along untouched. */
export interface Annotation {
  readonly id: string;
  readonly classId: string;
  /** Null for a tag of the whole image. */
  readonly type: ShapeType | null;
  readonly geometry: Geometry;
  readonly source: AnnotationSource;
  readonly confidence: number | null;
  readonly modelVersionId: string | null;
  readonly annotator: string | null;
  readonly reviewState: ReviewState;
  readonly attributes?: unknown;
  /** Frame of a video; absent or null on images. */
  readonly frame?: number | null;
  /** Joins the keyframes of one object of a video. */
  readonly trackId?: string | null;
  /** Of a video's objects as they are shown, never stored: computed between keyframes, not fixed on this frame. */
  readonly interpolated?: boolean;
  /** Higher lies on top; absent is 0. */
  readonly zOrder?: number;
  readonly revision: number;
}

export interface BoxAnnotation extends Annotation {
  readonly type: 'bbox';
  readonly geometry: BoxGeometry;
}

export type WorkState = 'unlabelled' | 'in_progress' | 'done' | 'accepted' | 'rejected';

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** Where the labelling of an image stands. */
export interface Work {
  readonly workState: WorkState;
  readonly assignee: Person | null;
}

export interface VideoFacts {
  readonly frameCount: number;
  readonly fps: number;
  readonly durationMs: number;
  /** Left out of labelling and training. */
  readonly excludedFrames?: readonly number[];
}

export interface AnnotationDocument {
  readonly assetId: string;
  readonly revision: number;
  readonly width: number;
  readonly height: number;
  readonly readOnly: boolean;
  /** The picture comes in tiles: it is too large to be decoded whole. */
  readonly tiled?: boolean;
  readonly video?: VideoFacts | null;
  readonly workState?: WorkState;
  readonly assignee?: Person | null;
  /** This person may accept and reject. */
  readonly mayReview?: boolean;
  readonly annotations: readonly Annotation[];
}

export interface ChangeRequest {
  readonly baseRevision: number;
  readonly upserts: readonly Annotation[];
  readonly deletes: readonly string[];
}

export interface AnnotatorClass {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  /** `#rrggbb`. */
  readonly color: string;
  /** Position in the ontology; the first nine answer to the number keys. */
  readonly index: number;
  /** Absent or null: the class accepts any shape the canvas can draw. */
  readonly shapeType?: ClassShape | null;
  readonly keypoints?: KeypointTemplate | null;
  readonly attributes?: readonly AttributeSpec[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export function isBox(annotation: Annotation): annotation is BoxAnnotation {
  return annotation.type === 'bbox';
}

/** What a model drew, or said of a shape that a person drew, and nobody vouched for yet. */
export function isPending(annotation: Annotation): boolean {
  return annotation.reviewState === 'pending';
}

/** The same shape after a person touched it: the model stays its source, the person's word stands. */
export function vouched<T extends Annotation>(annotation: T): T {
  return isPending(annotation) ? { ...annotation, reviewState: 'accepted' } : annotation;
}

/** What a person drew or took over as their own; such a shape never carries a model's score. */
export function asHuman<T extends Annotation>(annotation: T): T {
  return { ...annotation, source: 'human', confidence: null, modelVersionId: null, annotator: null, reviewState: 'accepted', revision: 0 };
}

/** Rejected shapes stay on record, so that the model's misses are known and a rejection can be undone; they are neither drawn nor counted. */
export function isLive(annotation: Annotation): boolean {
  return annotation.reviewState !== 'rejected';
}

// The server may round coordinates; nobody means a hundredth of a pixel as an edit.
const CoordinateTolerancePx = 0.011;

/** Equal in everything a person can edit; source, annotator and revision are the server's to say. */
export function sameContent(a: Annotation | undefined, b: Annotation | undefined): boolean {
  if (a === b) {
    return true;
  }
  return a !== undefined && b !== undefined
    && a.classId === b.classId && a.type === b.type && a.reviewState === b.reviewState
    && (a.frame ?? null) === (b.frame ?? null) && (a.trackId ?? null) === (b.trackId ?? null) && (a.zOrder ?? 0) === (b.zOrder ?? 0)
    && sameValue(a.geometry, b.geometry) && sameValue(a.attributes ?? null, b.attributes ?? null);
}

export function sameGeometry(a: Geometry, b: Geometry): boolean {
  return sameValue(a, b);
}

function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return Math.abs(a - b) < CoordinateTolerancePx;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, i) => sameValue(value, b[i]));
  }
  if (isRecord(a) && isRecord(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every(key => key in b && sameValue(a[key], b[key]));
  }
  return a === b;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
