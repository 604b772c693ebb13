import { sameContent, type Annotation } from '../model.js';

export interface Refusal {
  readonly id: string;
  /** What the server says, in the person's language. */
  readonly message: string;
}

/** Shapes that the server will not take as they are. They wait for a person, in the journal; an edit of one is a new try. */
export class Refusals {
  private readonly entries = new Map<string, { readonly version: Annotation | undefined; readonly message: string }>();

  get all(): Refusal[] {
    return [...this.entries].map(([id, { message }]) => ({ id, message }));
  }

  get first(): string | null {
    return this.entries.values().next().value?.message ?? null;
  }

  note(versions: ReadonlyMap<string, Annotation | undefined>, message: string): void {
    versions.forEach((version, id) => this.entries.set(id, { version, message }));
  }

  holds(id: string, version: Annotation | undefined): boolean {
    const entry = this.entries.get(id);
    return entry !== undefined && sameContent(entry.version, version);
  }

  /** Forgets those that no longer are what was refused. */
  review(stillRefused: (id: string) => boolean): void {
    for (const id of [...this.entries.keys()]) {
      if (!stillRefused(id)) {
        this.entries.delete(id);
      }
    }
  }

  clear(): void {
    this.entries.clear();
  }
}
