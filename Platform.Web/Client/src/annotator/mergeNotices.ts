import type { Engine } from './engine.js';
import type { ConflictKind, MergeResult } from './merge.js';
import type { TextKey } from './texts.js';

const told: readonly (readonly [ConflictKind, TextKey])[] = [['copied', 'conflictCopied'], ['recreated', 'conflictRecreated'], ['keptTheirs', 'conflictKept']];

/** What a person should hear after others' changes came in; silence where only this page had changed anything. */
export function noticesOf(result: MergeResult): readonly (readonly [TextKey, number])[] {
  const conflicts = told
    .map(([kind, key]) => [key, result.conflicts.filter(conflict => conflict.kind === kind).length] as const)
    .filter(([, count]) => count > 0);
  return conflicts.length === 0 && result.taken.size > 0 ? [['merged', result.taken.size]] : conflicts;
}

/** Others' changes are in the store: what this page has in hand follows. */
export function afterMerge(engine: Engine, result: MergeResult): void {
  // What is half drawn touches nobody's shapes; a drag of a shape that is another one now would write over it.
  if ([...result.taken, ...result.renamed.keys()].some(id => engine.isLifted(id))) {
    engine.tool.cancel();
  }
  noticesOf(result).forEach(([key, count]) => engine.notify(key, count));
  const selected = engine.selection.ids();
  if (selected.some(id => result.renamed.has(id))) {
    engine.selection.replace(selected.map(id => result.renamed.get(id) ?? id));
  }
}
