import { randomUUID } from 'node:crypto';
import type { Annotation, AnnotationDocument, AnnotatorClass, ChangeRequest, WorkState } from '../../src/annotator/model.js';
import { Failures, type Operation } from './failures.js';

/** An image as the fake server holds it. Fields of the document that it does not know are passed on as they are. */
export interface FakeAsset {
  readonly id: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  revision: number;
  readOnly: boolean;
  readonly annotations: Map<string, Annotation>;
  /** A picture file; without one the picture is generated. */
  readonly file?: string | undefined;
  /** Merged into the annotation document, such as `tiled` and `video`. */
  readonly documentExtras: Record<string, unknown>;
  /** Percent of the pyramid that stands; below 100 the server answers 202. */
  tilesReadyPercent: number;
  workState: string;
  assignee: FakePerson | null;
  comments: FakeComment[];
}

export interface FakeComment {
  readonly id: string;
  readonly assetId: string;
  readonly author: FakePerson;
  readonly x: number | null;
  readonly y: number | null;
  readonly frame: number | null;
  readonly text: string;
  readonly createdAt: string;
  resolvedAt: string | null;
  resolvedBy: FakePerson | null;
  readonly mine: boolean;
}

export interface FakePerson {
  readonly id: string;
  readonly name: string;
}

export interface AssetOptions {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly file?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly annotations?: readonly Annotation[] | undefined;
  readonly documentExtras?: Record<string, unknown> | undefined;
}

export interface RequestRecord {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export interface Person {
  readonly name: string;
  readonly color: string;
}

/** The platform in memory, with the real one's rules: one revision a save, a stale base is answered by the document as it stands. */
export class FakePlatform {
  readonly assets = new Map<string, FakeAsset>();
  readonly failures = new Failures();
  /** Every request so far, oldest first. */
  readonly requests: RequestRecord[] = [];
  /** Whoever is signed in. */
  me: FakePerson = { id: 'kim', name: 'Kim' };
  /** People besides the one at work, as `presence` reports them. */
  others: readonly Person[] = [];
  /** Rewrites answers of handlers that the harness does not have; return undefined to pass. Tests of new endpoints begin here. */
  extraHandler: ((record: RequestRecord) => { readonly status?: number; readonly json: unknown } | undefined) | null = null;

  constructor(readonly classes: readonly AnnotatorClass[]) {}

  add(options: AssetOptions = {}): FakeAsset {
    const asset: FakeAsset = {
      id: options.id ?? randomUUID(),
      name: options.name ?? `image-${this.assets.size + 1}.png`,
      width: options.width ?? 800,
      height: options.height ?? 600,
      file: options.file,
      revision: 1,
      readOnly: options.readOnly ?? false,
      annotations: new Map((options.annotations ?? []).map(annotation => [annotation.id, { ...annotation, revision: 1 }])),
      documentExtras: { ...options.documentExtras },
      tilesReadyPercent: 100,
      workState: 'unlabelled',
      assignee: null,
      comments: [],
    };
    this.assets.set(asset.id, asset);
    return asset;
  }

  document(asset: FakeAsset): AnnotationDocument {
    const { id, revision, width, height, readOnly, annotations } = asset;
    return {
      assetId: id, revision, width, height, readOnly, workState: asset.workState as WorkState, assignee: asset.assignee, annotations: [...annotations.values()], ...asset.documentExtras,
    };
  }

  /** A save of this or of another person: 200 with the revision, or 409 with the document. A repeated save changes nothing and is not stale. */
  save(asset: FakeAsset, { baseRevision, upserts, deletes }: ChangeRequest): { status: 200; body: { revision: number; workState?: string; assignee?: FakePerson | null } } | { status: 409; body: AnnotationDocument } {
    const changed = upserts.filter(upsert => !holds(asset.annotations.get(upsert.id), upsert));
    const doomed = deletes.filter(id => asset.annotations.has(id));
    if (changed.length === 0 && doomed.length === 0) {
      return { status: 200, body: { revision: asset.revision } };
    }
    if (baseRevision !== asset.revision) {
      return { status: 409, body: this.document(asset) };
    }
    asset.revision++;
    doomed.forEach(id => asset.annotations.delete(id));
    for (const upsert of changed) {
      const before = asset.annotations.get(upsert.id);
      const made = { source: 'human', confidence: null, modelVersionId: null, annotator: 'Kim', reviewState: 'accepted' } as const;
      asset.annotations.set(upsert.id, { ...made, ...before, ...upsert, revision: asset.revision });
    }
    asset.workState = asset.workState === 'rejected' ? 'rejected' : 'in_progress';
    asset.assignee ??= this.me;
    return { status: 200, body: { revision: asset.revision, workState: asset.workState, assignee: asset.assignee } };
  }
}

/** Whether a row already says all that an upsert says. */
function holds(row: Annotation | undefined, upsert: Annotation): boolean {
  return row !== undefined && Object.entries(upsert).every(([key, value]) => JSON.stringify(row[key as keyof Annotation]) === JSON.stringify(value));
}
