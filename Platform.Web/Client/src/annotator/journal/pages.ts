const Prefix = 'platform-annotator';
const LockWaitMs = 500;
const AnswerWaitMs = 400;

/** Which canvases live (on this page, in other tabs): a journal of one that does not is an orphan. */
export interface Pages {
  /** This canvas' name, new every time one is put on a page. */
  readonly own: string;
  lives(page: string): Promise<boolean>;
  /** Takes a journal for oneself while it is replayed; answers how to give it back, or null where another page has it. */
  claim(journal: string): Promise<(() => void) | null>;
  /** From now on what this canvas left unsaved is an orphan. */
  leave(): void;
}

export async function openPages(): Promise<Pages> {
  const own = Array.from(crypto.getRandomValues(new Uint32Array(2)), part => part.toString(36)).join('-');
  const before = replaceRemembered(own);
  return navigator.locks ? await LockedPages.open(own, before) : new AskedPages(own);
}

/** Answers the name of the canvas that stood in this tab before. */
function replaceRemembered(own: string): string | null {
  try {
    const before = sessionStorage.getItem(`${Prefix}:page`);
    sessionStorage.setItem(`${Prefix}:page`, own);
    return before;
  } catch {
    return null;
  }
}

/** A canvas holds a lock of its name for as long as it lives; the browser takes it from a page that dies. */
class LockedPages implements Pages {
  private constructor(readonly own: string, private readonly before: string | null, readonly leave: () => void) {}

  static async open(own: string, before: string | null): Promise<LockedPages> {
    const leave = await new Promise<() => void>((resolve, reject) => {
      navigator.locks.request(`${Prefix}:${own}`, () => new Promise<void>(release => resolve(release))).catch(reject);
    });
    return new LockedPages(own, before, leave);
  }

  async lives(page: string): Promise<boolean> {
    // A reloaded page may begin before the one it replaces has ended. (In a duplicated tab the one before lives on, and the wait is in vain.)
    const patience = page === this.before ? { signal: AbortSignal.timeout(LockWaitMs) } : { ifAvailable: true };
    return navigator.locks.request(`${Prefix}:${page}`, patience, lock => lock === null).catch(() => true);
  }

  claim(journal: string): Promise<(() => void) | null> {
    return new Promise((resolve, reject) => {
      navigator.locks
        .request(`${journal}:claim`, { ifAvailable: true }, lock => {
          if (!lock) {
            resolve(null);
            return;
          }
          return new Promise<void>(release => resolve(release));
        })
        .catch(reject);
    });
  }
}

/** Without the Web Locks API (plain HTTP) pages are asked. A frozen one does not answer; its edits are then sent by two pages, which the server recognises. */
class AskedPages implements Pages {
  private readonly channel = new BroadcastChannel(Prefix);

  constructor(readonly own: string) {
    this.channel.addEventListener('message', ({ data }: MessageEvent<{ ask?: string }>) => data.ask === own && this.channel.postMessage({ here: own }));
  }

  lives(page: string): Promise<boolean> {
    return new Promise(resolve => {
      const answered = ({ data }: MessageEvent<{ here?: string }>): void => {
        if (data.here === page) {
          finish(true);
        }
      };
      const finish = (lives: boolean): void => {
        this.channel.removeEventListener('message', answered);
        clearTimeout(timer);
        resolve(lives);
      };
      const timer = setTimeout(() => finish(false), AnswerWaitMs);
      this.channel.addEventListener('message', answered);
      this.channel.postMessage({ ask: page });
    });
  }

  claim(): Promise<() => void> {
    return Promise.resolve(() => undefined);
  }

  leave(): void {
    this.channel.close();
  }
}
