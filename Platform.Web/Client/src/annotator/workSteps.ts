import type { History } from './history.js';
import type { AnnotationStore } from './store.js';

/** The steps of one piece of work, edited under its `workKey`: to be closed as one step, or to be dropped. */
export class WorkSteps {
  constructor(private readonly session: () => { readonly history: History; readonly store: AnnotationStore } | null) {}

  join(key: string): void {
    this.session()?.history.join(key);
  }

  /** Takes back what was done since the work began; answers whether there was anything. */
  takeBack(key: string): boolean {
    const session = this.session();
    const edits = session?.history.undoAll(key) ?? [];
    session?.store.apply(edits, 'history');
    return edits.length > 0;
  }
}
