import { transferEdits } from './edits.js';
import { newId } from './ids.js';
import type { Annotation } from './model.js';
import { StoredObjects } from './objects.js';
import type { Sessions } from './sessions.js';

/** Neighbours of an image in the queue, the nearest first. */
export interface Around {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface PropagationReport {
  /** Copies written, and on how many images. */
  readonly copies: number;
  readonly images: number;
  /** Copies left out because the same object stood there already. */
  readonly present: number;
  /** Images that cannot be changed, and such as could not be opened. */
  readonly readOnly: number;
  readonly failed: number;
}

/**
 * Copies objects to other images, one after the other, each through its own session: saved, merged with what others do meanwhile, kept in the
 * journal and undone there like any edit. Nothing that is there is changed. `goOn` is asked before each image.
 */
export async function propagate(originals: readonly Annotation[], assetIds: readonly string[], sessions: Sessions, goOn: (done: number) => boolean): Promise<PropagationReport> {
  let report: PropagationReport = { copies: 0, images: 0, present: 0, readOnly: 0, failed: 0 };
  for (const [i, assetId] of assetIds.entries()) {
    if (!goOn(i)) {
      break;
    }
    const opened = await sessions.openBeside(assetId);
    if (opened.kind === 'failed') {
      report = { ...report, failed: report.failed + 1 };
      continue;
    }
    const { store, history, document } = opened.session;
    if (document.readOnly) {
      report = { ...report, readOnly: report.readOnly + 1 };
      continue;
    }
    const edits = transferEdits(originals, store.all(), document, newId);
    history.push(store.apply(new StoredObjects(store).toStored(edits), 'local'), performance.now());
    report = {
      ...report,
      copies: report.copies + edits.length,
      images: report.images + Number(edits.length > 0),
      present: report.present + originals.length - edits.length,
    };
  }
  return report;
}
