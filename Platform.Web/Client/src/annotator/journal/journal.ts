import type { Annotation } from '../model.js';

/** One unsaved shape: what it was at the server, what it is here (null = deleted), and what was sent without an answer. */
export interface JournalItem {
  readonly id: string;
  readonly base: Annotation | null;
  readonly mine: Annotation | null;
  readonly sent: readonly (Annotation | null)[];
}

export interface Kept {
  readonly id: string;
}

/** What a page that no longer lives left unsaved. */
export interface Orphan<T extends Kept> {
  readonly items: readonly T[];
  /** To be called once the items are in another journal or at the server. */
  discard(): void;
  /** Leaves them where they are, for another time. */
  release(): void;
}

/** `kept` = all of it outlives this page, `writing` = not yet, `failed` = the browser takes no more: it lives in this page alone. */
export type Safety = 'kept' | 'writing' | 'failed';

/** Where unsaved work survives the page; by scope, which is an image. */
export interface Journal<T extends Kept = JournalItem> {
  readonly safety: Safety;
  /** Takes what changed in place of items of the same ids, and forgets what is settled. */
  write(scope: string, changed: Iterable<T>, settled: Iterable<string>): void;
  /** Scopes in which dead pages left something. */
  orphanedScopes(): Promise<string[]>;
  orphans(scope: string): Promise<Orphan<T>[]>;
}
