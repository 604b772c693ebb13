import type { Person } from '../model.js';
import type { Errand } from './errands.js';

/** A remark on an image, pinned to a place or about the whole. As the server sends it. */
export interface Comment {
  readonly id: string;
  readonly assetId: string;
  readonly author: Person;
  readonly x: number | null;
  readonly y: number | null;
  readonly frame: number | null;
  readonly text: string;
  readonly createdAt: string;
  readonly resolvedAt: string | null;
  readonly resolvedBy: Person | null;
  /** Written by the person of this page. */
  readonly mine: boolean;
}

export interface ShownComment extends Comment {
  /** Counted from 1 in the order of their age; on the pin and in the list. */
  readonly number: number;
  readonly open: boolean;
  /** Not at the server yet. */
  readonly pending: boolean;
  /** Why the server does not take it. */
  readonly refused?: string;
}

/** The server's comments with what is on its way to it: a person sees at once what they did. */
export function commentsWith(comments: readonly Comment[], errands: readonly Errand[], me: Person): ShownComment[] {
  const known = new Set(comments.map(comment => comment.id));
  const mine = errands.map(commentOf).filter(comment => comment !== undefined && !known.has(comment.id)) as (Comment & { refused?: string })[];
  const last = new Map<string, Errand['kind']>(errands.flatMap(errand => ('commentId' in errand ? [[errand.commentId, errand.kind]] : [])));
  return [...comments, ...mine]
    .filter(comment => last.get(comment.id) !== 'remove')
    .map((comment, i) => {
      const settling = last.get(comment.id);
      return {
        ...comment,
        number: i + 1,
        open: settling === undefined ? comment.resolvedAt === null : settling === 'reopen',
        pending: settling !== undefined || !known.has(comment.id),
      };
    });

  function commentOf(errand: Errand): (Comment & { refused?: string }) | undefined {
    const comment = errand.kind === 'comment' || errand.kind === 'state' ? errand.comment : undefined;
    return comment && {
      id: comment.id ?? errand.id, assetId: errand.assetId, author: me, x: comment.x ?? null, y: comment.y ?? null, frame: comment.frame ?? null, text: comment.text,
      createdAt: new Date(errand.at).toISOString(), resolvedAt: null, resolvedBy: null, mine: true, ...(errand.refused === undefined ? {} : { refused: errand.refused }),
    };
  }
}

/** The open comment after (or before) this one, around the end; undefined where there is none. */
export function neighbourOf(comments: readonly ShownComment[], currentId: string | null, step: 1 | -1): ShownComment | undefined {
  const open = comments.filter(comment => comment.open);
  const current = open.findIndex(comment => comment.id === currentId);
  const from = current < 0 && step < 0 ? 0 : current;
  return open[(from + step + open.length) % open.length];
}
