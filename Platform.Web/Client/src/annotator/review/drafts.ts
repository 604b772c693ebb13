import type { ImagePoint } from '../geometry/math.js';

export interface CommentDraft {
  readonly at: ImagePoint;
  readonly text: string;
}

/** The part of the browser's `Storage` that is used here. */
export interface DraftStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Comments that somebody began to write, by image: turning the page and reloading lose no word. */
export class CommentDrafts {
  constructor(private readonly storage: DraftStorage, private readonly userKey: string) {}

  get(assetId: string): CommentDraft | null {
    try {
      const draft = JSON.parse(this.storage.getItem(this.keyOf(assetId)) ?? 'null') as CommentDraft | null;
      return typeof draft?.text === 'string' && typeof draft.at?.x === 'number' && typeof draft.at.y === 'number' ? draft : null;
    } catch {
      return null;
    }
  }

  set(assetId: string, draft: CommentDraft | null): void {
    try {
      if (draft && draft.text.trim() !== '') {
        this.storage.setItem(this.keyOf(assetId), JSON.stringify(draft));
      } else {
        this.storage.removeItem(this.keyOf(assetId));
      }
    } catch {
      // Storage full or forbidden: the words live as long as the page.
    }
  }

  private keyOf(assetId: string): string {
    return `annotator.comment.${this.userKey}.${assetId}`;
  }
}
