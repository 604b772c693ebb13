import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intersects } from '../src/annotator/geometry/math.js';
import { TileCache, type TileImage } from '../src/annotator/tiles/tileCache.js';
import { keyOf, levelFor, parentOf, rectOf, tilesIn, type TileAddress, type TileLayout } from '../src/annotator/tiles/tileLayout.js';
import { settle } from './builders.js';

const layout: TileLayout = {
  tileSize: 512, width: 40_000, height: 30_000,
  levels: Array.from({ length: 8 }, (_, level) => ({ width: Math.ceil(40_000 / 2 ** level), height: Math.ceil(30_000 / 2 ** level) })),
};

function tile(level: number, column: number, row: number): TileAddress {
  return { level, column, row };
}

test('LevelFor_AnyMagnification_IsTheSmallestThatIsNotCoarse', () => {
  assert.equal(levelFor(layout, 4), 0);
  assert.equal(levelFor(layout, 1), 0);
  assert.equal(levelFor(layout, 0.5), 1);
  assert.equal(levelFor(layout, 0.3), 1);
  assert.equal(levelFor(layout, 0.02), 5);
  assert.equal(levelFor(layout, 0.0001), 7);
});

test('TilesIn_APart_AreExactlyThoseThatTouchIt_NearestFirst', () => {
  const part = { x: 1000, y: 2000, width: 1500, height: 700 };
  const found = tilesIn(layout, 1, part);
  const every = Array.from({ length: 40 * 30 }, (_, i) => tile(1, i % 40, Math.floor(i / 40)));
  assert.deepEqual(found.map(keyOf).sort(), every.filter(candidate => intersects(rectOf(layout, candidate), part)).map(keyOf).sort());
  assert.ok(intersects(rectOf(layout, found[0]!), { x: 1750, y: 2350, width: 0, height: 0 }));
});

test('TilesIn_BeyondTheImage_StayInsideIt', () => {
  assert.deepEqual(tilesIn(layout, 7, { x: -5000, y: -5000, width: 90_000, height: 90_000 }), [tile(7, 0, 0)]);
  assert.deepEqual(tilesIn(layout, 0, { x: 50_000, y: 0, width: 10, height: 10 }), []);
  assert.deepEqual(tilesIn(layout, 0, { x: 39_990, y: 29_990, width: 500, height: 500 }), [tile(0, 78, 58)]);
});

test('RectOf_TheLastTile_EndsWithTheImage', () => {
  const { x, y, width, height } = rectOf(layout, tile(0, 78, 58));
  assert.deepEqual([x + width, y + height], [40_000, 30_000]);
});

test('ParentOf_ATile_CoversIt', () => {
  const inner = rectOf(layout, tile(2, 13, 7));
  const outer = rectOf(layout, parentOf(tile(2, 13, 7)));
  assert.ok(inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height);
});

class FakeTile implements TileImage {
  readonly width = 512;
  readonly height = 512;
  closed = false;
  close(): void { this.closed = true; }
}

/** A server that answers when the test says so. */
function deferred(): { fetchTile: (tile: TileAddress, signal: AbortSignal) => Promise<FakeTile | null>; answer: (key: string, image?: FakeTile | null) => Promise<void>; fail: (key: string) => Promise<void>; open: () => string[] } {
  const pending = new Map<string, { resolve: (image: FakeTile | null) => void; reject: (error: Error) => void }>();
  return {
    fetchTile: (address, signal) => new Promise((resolve, reject) => {
      pending.set(keyOf(address), { resolve, reject });
      signal.addEventListener('abort', () => {
        pending.delete(keyOf(address));
        reject(new Error('aborted'));
      });
    }),
    answer: async (key, image = new FakeTile()) => {
      pending.get(key)!.resolve(image);
      pending.delete(key);
      await settle();
    },
    fail: async key => {
      pending.get(key)!.reject(new Error('away'));
      pending.delete(key);
      await settle();
    },
    open: () => [...pending.keys()],
  };
}

const row = (from: number, count: number): TileAddress[] => Array.from({ length: count }, (_, i) => tile(0, from + i, 0));

test('Cache_ManyWanted_AsksForSixAtATimeInOrder', async () => {
  const server = deferred();
  const arrived: string[] = [];
  const cache = new TileCache(server.fetchTile, 100, address => arrived.push(keyOf(address)));
  cache.want(row(0, 10));
  assert.deepEqual(server.open(), row(0, 6).map(keyOf));
  await server.answer('0/2/0');
  assert.deepEqual(arrived, ['0/2/0']);
  assert.ok(server.open().includes('0/6/0'));
  assert.ok(cache.get(tile(0, 2, 0)));
  cache.close();
});

test('Cache_ViewMovedOn_DropsRequestsForWhatIsOutOfView', async () => {
  const server = deferred();
  const cache = new TileCache(server.fetchTile, 100, () => undefined);
  cache.want(row(0, 6));
  cache.want(row(4, 6));
  await settle();
  assert.deepEqual(server.open().sort(), row(4, 6).map(keyOf).sort());
  cache.close();
});

test('Cache_Full_ClosesTheTileUsedLongestAgo', async () => {
  const server = deferred();
  const cache = new TileCache(server.fetchTile, 2, () => undefined);
  const images = [new FakeTile(), new FakeTile(), new FakeTile()];
  cache.want(row(0, 3));
  await server.answer('0/0/0', images[0]);
  await server.answer('0/1/0', images[1]);
  cache.get(tile(0, 0, 0));
  await server.answer('0/2/0', images[2]);
  assert.deepEqual(images.map(image => image.closed), [false, true, false]);
  assert.equal(cache.size, 2);
  cache.close();
  assert.ok(images.every(image => image.closed));
});

test('Cache_TileThatDoesNotExist_IsNotAskedForAgain', async () => {
  const server = deferred();
  const cache = new TileCache(server.fetchTile, 10, () => undefined);
  cache.want(row(0, 1));
  await server.answer('0/0/0', null);
  cache.want(row(0, 1));
  assert.deepEqual(server.open(), []);
  assert.equal(cache.isWaiting, false);
});

test('Cache_ServerAway_WaitsBeforeItAsksAgain', async () => {
  const server = deferred();
  const cache = new TileCache(server.fetchTile, 10, () => undefined);
  cache.want(row(0, 8));
  await server.fail('0/0/0');
  assert.ok(!server.open().includes('0/6/0'));
  assert.ok(cache.isWaiting);
  cache.close();
});
