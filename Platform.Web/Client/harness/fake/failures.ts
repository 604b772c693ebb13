import type { ServerResponse } from 'node:http';

/** What the server can be asked for; `*` stands for all. */
export type Operation = 'siblings' | 'excludedFrames' | 'thumbnail' | 'get' | 'put' | 'image' | 'tiles' | 'frames' | 'presence' | 'comments' | 'work' | 'smart' | 'me' | '*';

export type Failure =
  /** A domain rule says no, with the reason that the person reads. */
  | { readonly kind: 'refuse'; readonly status?: number; readonly detail?: string; readonly code?: string }
  /** Never answered; the connection stays open. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'unauthorized' }
  /** An expired sign-in as pages answer it: a redirect to the sign-in page. */
  | { readonly kind: 'redirect' }
  | { readonly kind: 'error'; readonly status?: number }
  /** The connection breaks before the server has done anything. */
  | { readonly kind: 'drop' }
  /** The server does what was asked; the connection breaks before the answer. */
  | { readonly kind: 'dropAnswer' }
  | { readonly kind: 'slow'; readonly delayMs: number };

interface Planned {
  readonly operation: Operation;
  readonly failure: Failure;
  left: number;
}

/** Failures to be played, in the order they were asked for. */
export class Failures {
  private planned: Planned[] = [];

  /** For the next `times` requests of this kind; without a number until `clear`. */
  play(operation: Operation, failure: Failure, times = Infinity): void {
    this.planned.push({ operation, failure, left: times });
  }

  clear(operation: Operation = '*'): void {
    this.planned = operation === '*' ? [] : this.planned.filter(candidate => candidate.operation !== operation);
  }

  next(operation: Operation): Failure | undefined {
    const found = this.planned.find(candidate => candidate.operation === operation || candidate.operation === '*');
    if (found && --found.left <= 0) {
      this.planned.splice(this.planned.indexOf(found), 1);
    }
    return found?.failure;
  }
}

/** Plays a failure that takes the place of the answer; answers whether the request is over with that. */
export async function playInstead(failure: Failure | undefined, response: ServerResponse): Promise<boolean> {
  switch (failure?.kind) {
    case 'refuse':
      response.writeHead(failure.status ?? 422, { 'Content-Type': 'application/problem+json' });
      response.end(JSON.stringify({ title: 'Refused', detail: failure.detail ?? 'The server refuses this.', code: failure.code ?? 'annotation.refused' }));
      return true;
    case 'hang':
      return true;
    case 'unauthorized':
      response.writeHead(401).end();
      return true;
    case 'redirect':
      response.writeHead(302, { Location: '/signin' }).end();
      return true;
    case 'error':
      response.writeHead(failure.status ?? 500).end('The server broke.');
      return true;
    case 'drop':
      response.destroy();
      return true;
    case 'slow':
      await new Promise(resolve => setTimeout(resolve, failure.delayMs));
      return false;
    default:
      return false;
  }
}
