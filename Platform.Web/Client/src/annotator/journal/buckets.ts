import type { Kept } from './journal.js';

const MaxItems = 64;
const MaxChars = 64 * 1024;

/**
 * Unsaved items in portions, as texts: an edit rewrites the one portion that it touches, so that its cost has a bound however much
 * else waits. An item larger than a portion has one of its own.
 */
export class Buckets<T extends Kept> {
  private readonly texts = new Map<string, string>();
  private readonly homes = new Map<string, number>();
  private readonly members = new Map<number, Set<string>>();
  private readonly changed = new Set<number>();
  private newest = 0;
  private newestChars = 0;
  private totalChars = 0;

  /** Characters of all portions together. */
  get chars(): number {
    return this.totalChars;
  }

  get isEmpty(): boolean {
    return this.texts.size === 0;
  }

  put(item: T): void {
    const text = JSON.stringify(item);
    this.totalChars += text.length - (this.texts.get(item.id)?.length ?? 0);
    this.texts.set(item.id, text);
    const home = this.homes.get(item.id) ?? this.settle(item.id, text.length);
    this.changed.add(home);
  }

  delete(id: string): void {
    const home = this.homes.get(id);
    if (home !== undefined) {
      this.totalChars -= this.texts.get(id)!.length;
      this.texts.delete(id);
      this.homes.delete(id);
      this.members.get(home)!.delete(id);
      this.changed.add(home);
    }
  }

  /** The portions that changed since the last call; null for one that is empty now. */
  takeChanges(): Map<number, string | null> {
    const changes = new Map([...this.changed].map(bucket => [bucket, this.textOf(bucket)]));
    this.changed.clear();
    return changes;
  }

  all(): Map<number, string> {
    return new Map([...this.members.keys()].map(bucket => [bucket, this.textOf(bucket)] as const).filter((entry): entry is [number, string] => entry[1] !== null));
  }

  private settle(id: string, chars: number): number {
    const members = this.members.get(this.newest);
    if (!members || members.size >= MaxItems || this.newestChars + chars > MaxChars) {
      this.newest++;
      this.newestChars = 0;
      this.members.set(this.newest, new Set());
    }
    this.newestChars += chars;
    this.members.get(this.newest)!.add(id);
    this.homes.set(id, this.newest);
    return this.newest;
  }

  private textOf(bucket: number): string | null {
    const ids = this.members.get(bucket);
    if (!ids || ids.size === 0) {
      this.members.delete(bucket);
      return null;
    }
    return `[${[...ids].map(id => this.texts.get(id)!).join(',')}]`;
  }
}
