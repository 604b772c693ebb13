import { afterTask } from './render/afterTask.js';

/** While only the view moves, panels and .NET hear of it this often: bringing their new texts to the screen costs as much as the movement itself. */
const MovedEveryMs = 100;

/** Tells panels, data attributes and .NET of changes, together and after the frame that shows them on the picture, which they would only hold up. */
export class Announcements {
  private changed = true;
  private moved = false;
  private hoverSeen: string | null = null;
  private announcedAtMs = -Infinity;
  private timer = 0;
  private dueAtMs = Infinity;

  constructor(private readonly hovered: () => string | null, private readonly announce: () => void) {}

  noteChange(): void {
    this.changed = true;
  }

  noteMove(): void {
    this.moved = true;
  }

  /** To be called at the end of each frame. */
  afterFrame(): void {
    const now = performance.now();
    if (this.changed || this.hoverSeen !== this.hovered()) {
      this.announceAt(now, now);
    } else if (this.moved) {
      this.announceAt(Math.max(now, this.announcedAtMs + MovedEveryMs), now);
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.dueAtMs = -Infinity;
  }

  private announceAt(atMs: number, nowMs: number): void {
    if (atMs < this.dueAtMs) {
      this.dueAtMs = atMs;
      clearTimeout(this.timer);
      // A timer of its own: input that waits goes first.
      afterTask(() => {
        if (this.dueAtMs === atMs) {
          this.timer = window.setTimeout(() => this.run(), atMs - nowMs);
        }
      });
    }
  }

  private run(): void {
    this.dueAtMs = Infinity;
    this.changed = false;
    this.moved = false;
    this.hoverSeen = this.hovered();
    this.announcedAtMs = performance.now();
    this.announce();
  }
}
