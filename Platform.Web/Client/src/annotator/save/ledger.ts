import type { JournalItem } from '../journal/journal.js';
import { merge, type MergeResult } from '../merge.js';
import { sameContent, type Annotation, type AnnotationDocument } from '../model.js';
import type { AnnotationStore } from '../store.js';

/**
 * What the server is known to hold, what was sent without an answer, and hence what it still has to hear of the store. Nothing here
 * walks over all shapes except a merge, which only somebody else's save brings about.
 */
export class Ledger {
  revision = 0;
  private base = new Map<string, Annotation>();
  /** Versions sent whose fate is unknown. */
  private readonly sent = new Map<string, (Annotation | undefined)[]>();
  private readonly dirty = new Set<string>();

  constructor(private readonly store: AnnotationStore, document: AnnotationDocument) {
    this.accept(document);
  }

  get dirtyCount(): number {
    return this.dirty.size;
  }

  dirtyIds(): string[] {
    return [...this.dirty];
  }

  isDirty(id: string): boolean {
    return this.dirty.has(id);
  }

  baseOf(id: string): Annotation | undefined {
    return this.base.get(id);
  }

  /** Looks anew at shapes that may have changed. */
  look(ids: Iterable<string>): void {
    for (const id of ids) {
      if (this.sent.has(id) || !sameContent(this.base.get(id), this.store.get(id))) {
        this.dirty.add(id);
      } else {
        this.dirty.delete(id);
      }
    }
  }

  itemOf(id: string): JournalItem {
    return {
      id,
      base: this.base.get(id) ?? null,
      mine: this.store.get(id) ?? null,
      sent: (this.sent.get(id) ?? []).map(version => version ?? null),
    };
  }

  /** Notes what is about to be sent; answers the versions. */
  sending(ids: Iterable<string>): Map<string, Annotation | undefined> {
    const batch = new Map([...ids].map(id => [id, this.store.get(id)]));
    for (const [id, version] of batch) {
      const versions = this.sent.get(id) ?? [];
      if (versions.length === 0 || !sameContent(versions.at(-1), version)) {
        this.sent.set(id, [...versions, version]);
      }
    }
    return batch;
  }

  /** The server holds these versions. `behind`: others saved too, and their changes are not here yet. */
  saved(batch: ReadonlyMap<string, Annotation | undefined>, revision: number): { readonly settled: readonly string[]; readonly behind: boolean } {
    const behind = revision > this.revision + 1;
    batch.forEach((version, id) => put(this.base, id, version && { ...version, revision }));
    // The base stays at its revision until everything up to the new one is here.
    this.revision = behind ? this.revision : revision;
    const settled = behind ? [...batch.keys()] : [...new Set([...batch.keys(), ...this.sent.keys()])];
    // The server takes a revision once: whatever older request still wanders about will be refused.
    settled.forEach(id => this.sent.delete(id));
    this.look(settled);
    return { settled, behind };
  }

  /** The server did not take these. */
  refused(ids: Iterable<string>): void {
    for (const id of ids) {
      this.sent.delete(id);
    }
  }

  /** The store's shapes against another state of the server. The caller puts the answer into the store, then asks for `settleMerge`. */
  mergeWith(document: AnnotationDocument, newId: () => string): MergeResult {
    const before = this.base;
    this.accept(document);
    return merge({ base: before, mine: this.store.snapshot(), theirs: this.base, sent: this.sent, newId });
  }

  /** As above, for what a page that no longer lives left unsaved; here the store as it stands is the other side. */
  mergeItems(items: readonly JournalItem[], newId: () => string): MergeResult {
    const theirs = this.store.snapshot();
    const [base, mine] = [new Map(theirs), new Map(theirs)];
    for (const item of items) {
      put(base, item.id, item.base);
      put(mine, item.id, item.mine);
      if (item.sent.length > 0) {
        this.sent.set(item.id, [...(this.sent.get(item.id) ?? []), ...item.sent.map(version => version ?? undefined)]);
      }
    }
    return merge({ base, mine, theirs, sent: this.sent, newId });
  }

  /** Answers the shapes of which something may be different now. */
  settleMerge(changedIds: Iterable<string>): string[] {
    const affected = [...new Set([...this.dirty, ...this.sent.keys(), ...changedIds])];
    for (const id of [...this.sent.keys()]) {
      if (sameContent(this.store.get(id), this.base.get(id))) {
        this.sent.delete(id);
      }
    }
    this.look(affected);
    return affected;
  }

  private accept(document: AnnotationDocument): void {
    this.base = new Map(document.annotations.map(annotation => [annotation.id, annotation]));
    this.revision = document.revision;
  }
}

function put(map: Map<string, Annotation>, id: string, annotation: Annotation | null | undefined): void {
  if (annotation) {
    map.set(id, annotation);
  } else {
    map.delete(id);
  }
}
