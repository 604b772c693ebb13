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
