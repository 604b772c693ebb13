/** Time as the save queue sees it; tests drive their own. */
export interface Scheduler {
  now(): number;
  /** Runs once after a delay; the answer cancels. */
  after(delayMs: number, action: () => void): () => void;
}

export const browserScheduler: Scheduler = {
  now: () => Date.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
