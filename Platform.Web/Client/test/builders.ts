import type { Journal, JournalItem, Orphan, Safety } from '../src/annotator/journal/journal.js';
import { sameContent, type Annotation, type AnnotationDocument, type BoxAnnotation, type ChangeRequest, type PolygonGeometry, type PolylineGeometry } from '../src/annotator/model.js';
import type { AnnotationApi, GetResult, PutResult } from '../src/annotator/protocol.js';
import type { Scheduler } from '../src/annotator/scheduler.js';
import { AssetSession } from '../src/annotator/session.js';

export function box(id: string, x = 10, y = 10, width = 20, height = 20, extra: Partial<Annotation> = {}): BoxAnnotation {
  return {
    id, classId: 'cell', source: 'human', confidence: null, modelVersionId: null, annotator: 'kim', reviewState: 'accepted', revision: 1,
    ...extra, type: 'bbox', geometry: { x, y, width, height },
  };
}

export function polygon(id: string, rings: readonly (readonly number[])[], extra: Partial<Annotation> = {}): Annotation & { geometry: PolygonGeometry } {
  return { ...box(id), ...extra, type: 'polygon', geometry: { rings } };
}

export function polyline(id: string, points: readonly number[], extra: Partial<Annotation> = {}): Annotation & { geometry: PolylineGeometry } {
  return { ...box(id), ...extra, type: 'polyline', geometry: { points } };
}

/** A ring around a centre that does not cross itself: every vertex in its own direction. Hundredths of a pixel, as all coordinates. */
export function star(next: () => number, centre: { readonly x: number; readonly y: number }, count: number, innerPx: number, outerPx: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const angle = ((i + 0.8 * next()) / count) * 2 * Math.PI;
    const radius = innerPx + (outerPx - innerPx) * next();
    return [centre.x + radius * Math.cos(angle), centre.y + radius * Math.sin(angle)];
  }).flat().map(value => Math.round(value * 100) / 100);
}

export function modelBox(id: string, confidence: number, x = 10): BoxAnnotation {
  return box(id, x, 10, 20, 20, { source: 'model', confidence, modelVersionId: 'm1', annotator: null, reviewState: 'pending' });
}

export function documentOf(annotations: readonly Annotation[], revision = 1): AnnotationDocument {
  return { assetId: 'asset', revision, width: 100, height: 80, readOnly: false, annotations };
}

export function mapOf(...annotations: readonly Annotation[]): Map<string, Annotation> {
  return new Map(annotations.map(annotation => [annotation.id, annotation]));
}

/** Numbers that look random and are the same in every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296;
}

/** Time that stands still until a test moves it. */
export class FakeScheduler implements Scheduler {
  private time = 0;
  private readonly timers: { at: number; action: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(delayMs: number, action: () => void): () => void {
    const timer = { at: this.time + delayMs, action };
    this.timers.push(timer);
    return () => {
      const index = this.timers.indexOf(timer);
      if (index >= 0) {
        this.timers.splice(index, 1);
      }
    };
  }

  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (;;) {
      const next = this.timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) {
        break;
      }
      this.timers.splice(this.timers.indexOf(next), 1);
      this.time = Math.max(this.time, next.at);
      next.action();
      await settle();
    }
    this.time = end;
    await settle();
  }
}

/** Lets every promise that is ready run. */
export function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

/** The browser's storage: what dead pages wrote there is found by the next. */
export class FakeStorage {
  readonly pages = new Map<FakeJournal, Map<string, Map<string, string>>>();

  openPage(): FakeJournal {
    const journal = new FakeJournal(this);
    this.pages.set(journal, new Map());
    return journal;
  }

  /** Unsaved shapes of an image, over all pages. */
  items(scope = 'asset'): JournalItem[] {
    return [...this.pages.values()].flatMap(scopes => [...(scopes.get(scope)?.values() ?? [])].map(text => JSON.parse(text) as JournalItem));
  }
}

export class FakeJournal implements Journal {
  readonly safety: Safety = 'kept';
  lives = true;
  writes = 0;

  constructor(private readonly storage: FakeStorage) {}

  /** As a closed tab: nothing of it runs any more, what it wrote stays. */
  kill(): void {
    this.lives = false;
  }

  write(scope: string, changed: Iterable<JournalItem>, settled: Iterable<string>): void {
    if (!this.lives) {
      return;
    }
    const scopes = this.storage.pages.get(this)!;
    const items = scopes.get(scope) ?? new Map<string, string>();
    scopes.set(scope, items);
    for (const id of settled) {
      items.delete(id);
    }
    for (const item of changed) {
      items.set(item.id, JSON.stringify(item));
      this.writes++;
    }
  }

  orphanedScopes(): Promise<string[]> {
    return Promise.resolve([...new Set(this.dead().flatMap(([, scopes]) => [...scopes.keys()]))]);
  }

  orphans(scope: string): Promise<Orphan<JournalItem>[]> {
    const found = this.dead().filter(([, scopes]) => (scopes.get(scope)?.size ?? 0) > 0);
    return Promise.resolve(found.map(([journal, scopes]) => ({
      items: [...scopes.get(scope)!.values()].map(text => JSON.parse(text) as JournalItem),
      discard: () => void this.storage.pages.get(journal)?.delete(scope),
      release: () => undefined,
    })));
  }

  private dead(): [FakeJournal, Map<string, Map<string, string>>][] {
    return [...this.storage.pages].filter(([journal]) => !journal.lives);
  }
}

/** The server's rules in memory: one revision an accepted save, a stale base is answered with the document. */
export class FakeServer implements AnnotationApi {
  records: Map<string, Annotation>;
  revision: number;
  down = false;
  /** So many accepted saves lose their answer. */
  lostAnswers = 0;
  refusal: string | null = null;
  /** Says no to saves that hold such a shape. */
  refuses: (annotation: Annotation) => boolean = () => false;
  refusesRequest: (request: ChangeRequest) => boolean = () => false;
  status = 422;
  /** Answers a save that changes nothing with the revision as it stands, however stale its base. */
  recogniseRepeats = false;
  readonly requests: ChangeRequest[] = [];
  /** Set to hold the next answer back until it is called. */
  gate: Promise<void> | null = null;

  constructor(annotations: readonly Annotation[] = []) {
    this.records = mapOf(...annotations);
    this.revision = 1;
  }

  get document(): AnnotationDocument {
    return documentOf([...this.records.values()], this.revision);
  }

  /** Another person's save. */
  change(edit: (records: Map<string, Annotation>) => void): void {
    this.revision++;
    edit(this.records);
  }

  get(): Promise<GetResult> {
    return Promise.resolve(this.down ? { kind: 'unreachable', signedOut: false } : { kind: 'loaded', document: this.document });
  }

  async put(_: string, request: ChangeRequest): Promise<PutResult> {
    this.requests.push(request);
    if (this.down) {
      return { kind: 'unreachable', signedOut: false };
    }
    if (this.refusal !== null) {
      return { kind: 'refused', message: this.refusal, status: this.status, code: 'dataset_version.frozen' };
    }
    await this.gate;
    if (this.refusesRequest(request) || request.upserts.some(this.refuses)) {
      return this.status === 500
        ? { kind: 'unreachable', signedOut: false, status: 500 }
        : { kind: 'refused', message: 'The class is gone.', status: this.status, code: 'annotation.class_unknown' };
    }
    if (this.recogniseRepeats && request.deletes.length === 0 && request.upserts.every(annotation => sameContent(annotation, this.records.get(annotation.id)))) {
      return { kind: 'saved', revision: this.revision };
    }
    if (request.baseRevision !== this.revision) {
      return { kind: 'conflict', document: this.document };
    }
    this.revision++;
    request.upserts.forEach(annotation => this.records.set(annotation.id, { ...annotation, revision: this.revision }));
    request.deletes.forEach(id => this.records.delete(id));
    if (this.lostAnswers > 0) {
      this.lostAnswers--;
      return { kind: 'unreachable', signedOut: false };
    }
    return { kind: 'saved', revision: this.revision };
  }
}

export async function openSession(api: AnnotationApi, journal: Journal, clock: Scheduler): Promise<AssetSession> {
  const opened = await AssetSession.open('asset', api, journal, clock);
  if (opened.kind !== 'opened') {
    throw new Error(`did not open: ${opened.message ?? 'unreachable'}`);
  }
  return opened.session;
}
