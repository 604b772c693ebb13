import type { ShownComment } from '../review/comments.js';
import { el } from './dom.js';
import type { ViewContext } from './view.js';

/** Who said it and when, and whether the server has it. */
export function commentMeta({ texts }: ViewContext, comment: ShownComment): HTMLElement {
  const when = new Date(comment.createdAt).toLocaleString(document.documentElement.lang || undefined, { dateStyle: 'medium', timeStyle: 'short' });
  const note = comment.refused !== undefined ? texts.get('commentRefused', comment.refused)
    : comment.pending ? texts.get('commentPending')
      : comment.resolvedBy ? texts.get('resolvedBy', comment.resolvedBy.name) : '';
  return el('div', { class: 'an-comment-meta' },
    el('strong', {}, comment.author.name || texts.get('you')), el('time', { datetime: comment.createdAt }, when),
    ...(note === '' ? [] : [el('span', { class: comment.refused === undefined ? 'an-count' : 'an-kept-reason' }, note)]));
}

export function commentActions({ texts, review }: ViewContext, comment: ShownComment): HTMLElement {
  const button = (text: 'resolve' | 'reopen' | 'deleteComment', kind: 'resolve' | 'reopen' | 'remove'): HTMLButtonElement =>
    el('button', { type: 'button', class: 'an-link', 'data-action': text, onclick: () => review.settle(comment, kind) }, texts.get(text));
  return el('div', { class: 'an-comment-actions' },
    ...(comment.mine ? [button('deleteComment', 'remove')] : []),
    ...(comment.refused === undefined ? [comment.open ? button('resolve', 'resolve') : button('reopen', 'reopen')] : []));
}
