import type { Http, HttpAnswer } from '../http.js';
import type { BoxGeometry, MaskGeometry, PolygonGeometry } from '../model.js';
import type { ImagePoint } from '../geometry/math.js';

export interface SmartStroke {
  /** Flat `x, y, …` in image pixels. */
  readonly points: readonly number[];
  readonly radiusPx: number;
  readonly foreground: boolean;
}

export type SmartOutput = 'polygon' | 'mask';
export type SmartShape = PolygonGeometry | MaskGeometry;

/** `failed` without a message: the server could not be asked; with one: it says why there is no answer. */
export type SmartAnswer<T> = { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'failed'; readonly message: string | null };

/** Where the tools look: an image, or one frame of a video. */
export interface SmartPlace {
  readonly assetId: string | null;
  readonly frame: number | null;
}

/** What the server finds in a picture without a model. Nothing is stored there by asking. */
export interface SmartApi {
  /** Lets the server read the picture that is shown ahead of the first question. */
  prepare(): void;
  box(box: BoxGeometry, strokes: readonly SmartStroke[], output: SmartOutput): Promise<SmartAnswer<SmartShape>>;
  flood(point: ImagePoint, tolerance: number, contiguous: boolean, output: SmartOutput): Promise<SmartAnswer<SmartShape>>;
  /** Flat points along edges, both ends included. */
  path(from: ImagePoint, to: ImagePoint): Promise<SmartAnswer<readonly number[]>>;
}

interface Selection {
  readonly polygons?: readonly { readonly rings: readonly (readonly number[])[] }[] | null;
  readonly mask?: MaskGeometry | null;
}

export class HttpSmartApi implements SmartApi {
  constructor(private readonly http: Http, private readonly place: () => SmartPlace) {}

  prepare(): void {
    const { assetId, frame } = this.place();
    if (assetId !== null) {
      void this.send(assetId, frame, 'prepare', {});
    }
  }

  box(box: BoxGeometry, strokes: readonly SmartStroke[], output: SmartOutput): Promise<SmartAnswer<SmartShape>> {
    return this.ask('box', { box, strokes, output }, shapeOf);
  }

  flood({ x, y }: ImagePoint, tolerance: number, contiguous: boolean, output: SmartOutput): Promise<SmartAnswer<SmartShape>> {
    return this.ask('flood', { point: [x, y], tolerance, contiguous, output }, shapeOf);
  }

  path(from: ImagePoint, to: ImagePoint): Promise<SmartAnswer<readonly number[]>> {
    return this.ask('scissors', { from: [from.x, from.y], to: [[to.x, to.y]] }, body => (body as { paths?: readonly (readonly number[])[] }).paths?.[0]);
  }

  private async ask<T>(tool: string, request: object, read: (body: unknown) => T | undefined): Promise<SmartAnswer<T>> {
    const { assetId, frame } = this.place();
    const answer = await this.send(assetId ?? '', frame, tool, request);
    if (answer.kind !== 'ok') {
      return { kind: 'failed', message: answer.kind === 'refused' ? answer.message : null };
    }
    // An answer cut off on the way is none.
    const value = answer.body ? read(answer.body) : undefined;
    return value === undefined ? { kind: 'failed', message: null } : { kind: 'ok', value };
  }

  private send(assetId: string, frame: number | null, tool: string, request: object): Promise<HttpAnswer> {
    return this.http.send(`assets/${encodeURIComponent(assetId)}/smart/${tool}`, { method: 'POST', body: { ...request, ...(frame === null ? {} : { frame }) } });
  }
}

/** The largest part is the object; what lies apart from it is left to a mask. */
function shapeOf(body: unknown): SmartShape | undefined {
  const { polygons, mask } = body as Selection;
  return mask ?? (polygons?.[0] ? { rings: polygons[0].rings } : undefined);
}
