import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { BrowserJournal } from '../src/annotator/journal/browserJournal.js';
import { Buckets } from '../src/annotator/journal/buckets.js';
import { DatabaseStore } from '../src/annotator/journal/databaseStore.js';
import type { JournalItem } from '../src/annotator/journal/journal.js';
import { LocalStore } from '../src/annotator/journal/localStore.js';
import type { Pages } from '../src/annotator/journal/pages.js';
import { box } from './builders.js';

(globalThis as { IDBKeyRange?: unknown }).IDBKeyRange = IDBKeyRange;

/** localStorage with a limit; a snapshot of it is what a killed browser finds at its disk. */
class FakeLocalStorage {
  [key: string]: unknown;
  static of(entries: Record<string, string> = {}, limitChars = Infinity): Storage {
    return Object.assign(Object.create(new FakeLocalStorage(limitChars)), entries) as Storage;
  }

  constructor(limitChars: number) {
    const used = (target: object): number => Object.entries(target).reduce((sum, [key, text]) => sum + key.length + String(text).length, 0);
    Object.defineProperties(this, {
      getItem: { value(this: Record<string, string>, key: string) { return Object.hasOwn(this, key) ? this[key] : null; } },
      removeItem: { value(this: Record<string, string>, key: string) { delete this[key]; } },
      setItem: {
        value(this: Record<string, string>, key: string, text: string) {
          if (used(this) - String(this[key] ?? '').length + text.length > limitChars) {
            throw new Error('QuotaExceededError');
          }
          this[key] = text;
        },
      },
    });
  }
}

let factory: IDBFactory;
let storage: Storage;
let living: Set<string>;

beforeEach(() => {
  factory = new IDBFactory();
  storage = FakeLocalStorage.of();
  living = new Set();
});

function openPage(name: string, local: Storage | null = storage, database: IDBFactory | null = factory): BrowserJournal {
  living.add(name);
  const pages: Pages = { own: name, lives: page => Promise.resolve(living.has(page)), claim: () => Promise.resolve(() => undefined), leave: () => void living.delete(name) };
  return new BrowserJournal({ stores: { local: new LocalStore(local), database: new DatabaseStore(database as globalThis.IDBFactory | null) }, pages }, 'kim', 'shapes', () => undefined);
}

function item(id: string, x = 1, extra: Partial<JournalItem> = {}): JournalItem {
  return { id, base: null, mine: box(id, x), sent: [], ...extra };
}

/** What the next page finds, as id to x. */
async function found(scope = 'asset', local: Storage | null = storage, database: IDBFactory | null = factory): Promise<Record<string, number>> {
  const orphans = await openPage(`reader${Math.random()}`, local, database).orphans(scope);
  return Object.fromEntries(orphans.flatMap(orphan => orphan.items).map(({ id, mine }) => [id, (mine?.geometry as { x: number }).x]));
}

/** Until IndexedDB has committed what was asked of it. */
async function written(): Promise<void> {
  for (let i = 0; i < 12; i++) {
    await new Promise<void>(resolve => setImmediate(resolve));
  }
}

test('Write_TabKilledInTheNextInstant_IsFoundInLocalStorage', async () => {
  const journal = openPage('p1');
  journal.write('asset', [item('a', 5)], []);
  living.delete('p1');
  assert.deepEqual(await found('asset', storage, new IDBFactory()), { a: 5 });
});

test('Write_BrowserKilledBeforeLocalStorageReachedTheDisk_IsFoundInIndexedDb', async () => {
  const journal = openPage('p1');
  journal.write('asset', [item('a', 5), item('b', 6)], []);
  journal.write('asset', [item('a', 7)], []);
  await written();
  living.delete('p1');
  assert.deepEqual(await found('asset', FakeLocalStorage.of()), { a: 7, b: 6 });
});

test('Write_LocalStorageAtAnOlderState_TheNewerCopyCounts', async () => {
  const journal = openPage('p1');
  journal.write('asset', [item('a', 5)], []);
  const atTheDisk = FakeLocalStorage.of({ ...storage } as unknown as Record<string, string>);
  journal.write('asset', [item('a', 7)], []);
  await written();
  living.delete('p1');
  assert.deepEqual(await found('asset', atTheDisk), { a: 7 });
});

test('Settled_LocalStorageAtAnOlderState_IsNotReplayed', async () => {
  const journal = openPage('p1');
  journal.write('asset', [item('a', 5)], []);
  const atTheDisk = FakeLocalStorage.of({ ...storage } as unknown as Record<string, string>);
  journal.write('asset', [], ['a']);
  await written();
  living.delete('p1');
  assert.deepEqual(await found('asset', atTheDisk), {});
});

test('Settled_IndexedDbStillBehind_IsNotReplayed', async () => {
  const journal = openPage('p1');
  journal.write('asset', [item('a', 5)], []);
  await written();
  journal.write('asset', [], ['a']);
  living.delete('p1');
  assert.deepEqual(await found(), {});
});

test('Settled_Everything_LeavesNothingInLocalStorage', async () => {
  const journal = openPage('p1');
  journal.write('asset', [item('a', 5), item('b')], []);
  journal.write('asset', [], ['a', 'b']);
  await written();
  assert.deepEqual(Object.keys(storage), []);
  assert.equal(journal.safety, 'kept');
});

test('Orphans_OfAPageThatLives_AreLeftAlone', async () => {
  openPage('p1').write('asset', [item('a', 5)], []);
  assert.deepEqual(await found(), {});
  assert.deepEqual(await openPage('p2').orphanedScopes(), []);
});

test('Orphans_OfAnotherPersonAndKind_AreNotSeen', async () => {
  const pages: Pages = { own: 'dead', lives: () => Promise.resolve(false), claim: () => Promise.resolve(() => undefined), leave: () => undefined };
  const stores = { local: new LocalStore(storage), database: new DatabaseStore(null) };
  new BrowserJournal({ stores, pages }, 'lee', 'shapes', () => undefined).write('asset', [item('a')], []);
  new BrowserJournal({ stores, pages }, 'kim', 'requests', () => undefined).write('asset', [item('b')], []);
  assert.deepEqual(await found(), {});
});

test('Orphans_Discarded_AreGoneFromBothStores', async () => {
  openPage('p1').write('asset', [item('a', 5)], []);
  await written();
  living.delete('p1');
  const [orphan] = await openPage('p2').orphans('asset');
  orphan?.discard();
  await written();
  living.delete('p2');
  assert.deepEqual(await found(), {});
  assert.deepEqual(Object.keys(storage), []);
});

test('OrphanedScopes_NameEveryImageOnce', async () => {
  const journal = openPage('p1');
  journal.write('one', [item('a')], []);
  journal.write('two', [item('b')], []);
  await written();
  living.delete('p1');
  assert.deepEqual((await openPage('p2').orphanedScopes()).sort(), ['one', 'two']);
});

test('LocalStorageFull_IndexedDbHoldsAll_AndIsSaidToBeSafeOnceWritten', async () => {
  storage = FakeLocalStorage.of({}, 2000);
  const journal = openPage('p1');
  journal.write('asset', [item('small')], []);
  journal.write('asset', Array.from({ length: 50 }, (_, i) => item(`n${i}`, i)), []);
  assert.equal(journal.safety, 'writing');
  await written();
  assert.equal(journal.safety, 'kept');
  assert.deepEqual(Object.keys(storage), [], 'a copy that is behind is not kept');
  living.delete('p1');
  assert.equal(Object.keys(await found()).length, 51);
});

test('LocalStorageFull_ThenRoomAgain_HoldsEverythingAgain', async () => {
  storage = FakeLocalStorage.of({}, 4000);
  const journal = openPage('p1');
  const many = Array.from({ length: 50 }, (_, i) => item(`n${i}`, i));
  journal.write('asset', [item('a', 1), ...many], []);
  await written();
  journal.write('asset', [item('b', 2)], many.map(each => each.id));
  living.delete('p1');
  assert.deepEqual(await found('asset', storage, new IDBFactory()), { a: 1, b: 2 });
});

test('NoStorageAtAll_SaysThatNothingIsSafe', async () => {
  const journal = openPage('p1', null, null);
  assert.equal(journal.safety, 'kept');
  journal.write('asset', [item('a')], []);
  await written();
  assert.equal(journal.safety, 'failed');
  journal.write('asset', [], ['a']);
  assert.equal(journal.safety, 'kept');
});

test('BrokenText_LosesOnlyItself', async () => {
  const journal = openPage('p1', storage, null);
  journal.write('asset', Array.from({ length: 65 }, (_, i) => item(`n${i}`, i)), []);
  const key = Object.keys(storage).find(each => each.endsWith(':1'))!;
  storage.setItem(key, '[{"id":');
  living.delete('p1');
  assert.deepEqual(await found('asset', storage, null), { n64: 64 });
});

test('Edit_WithThousandsUnsaved_WritesOnePortion', () => {
  const buckets = new Buckets<JournalItem>();
  for (let i = 0; i < 5000; i++) {
    buckets.put(item(`n${i}`, i));
  }
  buckets.takeChanges();
  buckets.put(item('n1234', 7));
  const changes = buckets.takeChanges();
  assert.equal(changes.size, 1);
  const [text] = [...changes.values()];
  assert.ok((JSON.parse(text!) as JournalItem[]).length <= 64);
  assert.ok(text!.length < 64 * 1024);
});

test('LargeShape_HasAPortionOfItsOwn', () => {
  const buckets = new Buckets<JournalItem>();
  const large = item('large', 1, { mine: { ...box('large'), type: 'polygon', geometry: { rings: [Array.from({ length: 20_000 }, (_, i) => i)] } } });
  buckets.put(item('a'));
  buckets.put(large);
  buckets.put(item('b'));
  assert.equal(buckets.takeChanges().size, 3);
  buckets.put(item('b', 9));
  assert.ok([...buckets.takeChanges().values()].every(text => text!.length < 1000));
});

test('Portions_PutAndDeletedAtRandom_HoldExactlyWhatIsUnsaved', () => {
  const buckets = new Buckets<JournalItem>();
  const stored = new Map<number, string>();
  const expected = new Map<string, number>();
  let state = 7;
  const next = (): number => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296;
  for (let step = 0; step < 3000; step++) {
    const id = `n${Math.floor(next() * 300)}`;
    if (next() < 0.6) {
      expected.set(id, step);
      buckets.put(item(id, step));
    } else {
      expected.delete(id);
      buckets.delete(id);
    }
    buckets.takeChanges().forEach((text, bucket) => (text === null ? stored.delete(bucket) : stored.set(bucket, text)));
  }
  const held = [...stored.values()].flatMap(text => JSON.parse(text) as JournalItem[]);
  assert.deepEqual(Object.fromEntries(held.map(({ id, mine }) => [id, (mine!.geometry as { x: number }).x])), Object.fromEntries(expected));
  assert.equal(held.length, expected.size);
  assert.equal(buckets.isEmpty, expected.size === 0);
});
