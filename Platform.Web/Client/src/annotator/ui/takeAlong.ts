import type { JournalItem } from '../journal/journal.js';

/** Unsaved edits as a person takes them along: each shape as it is here (null = deleted) and as it was at the server. */
export function editsAsJson(assetId: string, items: readonly JournalItem[]): string {
  return JSON.stringify({ assetId, edits: items.map(({ id, mine, base }) => ({ id, mine, before: base })) }, null, 2);
}

/** To the clipboard; into a file where the browser has none to offer (plain HTTP). Answers which it was. */
export async function takeAlong(name: string, json: string): Promise<'copied' | 'file'> {
  try {
    await navigator.clipboard.writeText(json);
    return 'copied';
  } catch {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
    link.download = `${name}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return 'file';
  }
}
