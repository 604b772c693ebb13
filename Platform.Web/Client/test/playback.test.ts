import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FrameSource } from '../src/annotator/video/frameSource.js';
import { Player } from '../src/annotator/video/player.js';
import { timeText } from '../src/annotator/video/timeline.js';
import { settle } from './builders.js';

const MegabytesOfAFrame = 8;

/** A server whose answers a test gives one by one. */
class Network {
  now = 0;
  readonly asked: number[] = [];
  readonly aborted: number[] = [];
  readonly arrivals: [number, boolean][] = [];
  closed = 0;
  private readonly open = new Map<number, (bitmap: ImageBitmap | null) => void>();
  readonly source: FrameSource;

  constructor(frameCount = 200, megabytes = MegabytesOfAFrame) {
    this.source = new FrameSource({
      frameCount, frameBytes: megabytes << 20, now: () => this.now,
      fetchFrame: (frame, signal) => new Promise(resolve => {
        this.asked.push(frame);
        this.open.set(frame, resolve);
        signal.addEventListener('abort', () => {
          this.aborted.push(frame);
          this.open.delete(frame);
          resolve(null);
        });
      }),
      arrived: (frame, ok) => this.arrivals.push([frame, ok]),
    });
  }

  get waiting(): number[] { return [...this.open.keys()]; }

  async answer(frame: number, ok = true): Promise<void> {
    const resolve = this.open.get(frame)!;
    this.open.delete(frame);
    resolve(ok ? { close: () => void this.closed++ } as unknown as ImageBitmap : null);
    await settle();
  }

  async answerAll(rounds = 200): Promise<void> {
    for (let i = 0; i < rounds && this.open.size > 0; i++) {
      await this.answer(this.waiting[0]!);
    }
  }
}

describe('frames fetched ahead', () => {
  test('the frame asked for comes first, then those where the steps lead, with a few behind', () => {
    const network = new Network();
    network.source.goTo(50, 1);
    assert.deepEqual(network.asked, [50, 51, 49, 52]);
    const back = new Network();
    back.source.goTo(50, -1);
    assert.deepEqual(back.asked, [50, 49, 51, 48]);
  });

  test('scrubbing on drops what nobody wants any more', async () => {
    const network = new Network();
    network.source.goTo(50, 1);
    network.source.goTo(150, 1);
    assert.deepEqual(network.aborted, [50, 51, 49, 52]);
    assert.deepEqual(network.waiting, [150, 151, 149, 152]);
    await network.answer(150);
    assert.ok(network.source.get(150));
    assert.deepEqual(network.arrivals, [[150, true]]);
  });

  test('a step to the neighbour keeps what is on its way', () => {
    const network = new Network();
    network.source.goTo(50, 1);
    network.source.goTo(51, 1);
    assert.deepEqual(network.aborted, []);
  });

  test('memory is bounded: the farthest go, the one on the screen stays, and what goes is closed', async () => {
    const network = new Network();
    network.source.goTo(20, 1);
    await network.answerAll();
    const { capacity } = network.source;
    assert.equal(capacity, 24);
    network.source.shown = 20;
    network.source.goTo(150, 1);
    await network.answerAll();
    const kept = Array.from({ length: 200 }, (_, frame) => frame).filter(frame => network.source.get(frame));
    assert.equal(kept.length, capacity);
    assert.ok(network.source.get(20) && network.source.get(150));
    assert.ok(network.closed > 0);
  });

  test('small videos are not fetched beyond their ends', async () => {
    const network = new Network(3);
    network.source.goTo(2, 1);
    await network.answerAll();
    assert.deepEqual([...network.asked].sort(), [0, 1, 2]);
  });

  test('a frame that fails is told once and asked for again by the next wish', async () => {
    const network = new Network();
    network.source.goTo(50, 1);
    await network.answer(50, false);
    assert.deepEqual(network.arrivals, [[50, false]]);
    assert.ok(!network.waiting.includes(50));
    network.source.goTo(50, 1);
    await network.answer(network.waiting[0]!);
    assert.ok(network.waiting.includes(50));
  });

  test('disposing ends all requests and closes all frames', async () => {
    const network = new Network();
    network.source.goTo(0, 1);
    await network.answer(0);
    network.source.dispose();
    assert.equal(network.waiting.length, 0);
    assert.equal(network.closed, 1);
  });
});

describe('playback', () => {
  /** A video of 10 frames a second whose frames are at hand up to some frame, or each third only. */
  function started(isReady: (frame: number) => boolean, frameMs = 0) {
    const shown: number[] = [0];
    const asked: [number, number][] = [];
    const player = new Player({
      fps: 10, frameCount: 50,
      frames: {
        frameMs,
        newest: (from, to) => {
          for (let frame = to; frame >= from; frame--) {
            if (isReady(frame)) {
              return frame;
            }
          }
          return undefined;
        },
        playFrom: (frame, _, stride) => asked.push([frame, stride]),
      },
      shown: () => shown.at(-1)!,
      show: frame => shown.push(frame),
      changed: () => undefined,
    });
    return { player, shown, asked, run: (from: number, to: number) => {
      for (let now = from; now <= to; now += 20) {
        player.tick(now);
      }
    } };
  }

  test('shows every frame in its time where all are at hand, and stops at the last', () => {
    const { player, shown, run } = started(() => true);
    player.play(0);
    run(0, 1000);
    assert.deepEqual(shown, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    run(1000, 6000);
    assert.equal(shown.at(-1), 49);
    assert.equal(player.playing, false);
  });

  test('begins anew from the last frame', () => {
    const { player, shown } = started(() => true);
    shown.push(49);
    player.play(0);
    assert.equal(shown.at(-1), 0);
  });

  test('waits at the start for the next frame instead of skipping it', () => {
    let ready = false;
    const { player, shown, run } = started(() => ready);
    player.play(0);
    run(0, 700);
    assert.deepEqual(shown, [0]);
    assert.equal(player.slow, true);
    ready = true;
    run(720, 800);
    assert.equal(shown[1] === 1 || shown[1] === 2, true);
  });

  test('keeps to the time of the video by leaving out frames that do not come, and says so', () => {
    const { player, shown, asked, run } = started(frame => frame % 3 === 0, 280);
    player.play(0);
    run(0, 3000);
    assert.deepEqual(shown.slice(1).filter(frame => frame % 3 !== 0), []);
    assert.ok(shown.at(-1)! >= 30, `${shown.at(-1)} after three seconds`);
    assert.ok(player.slow && player.rate <= 5, `${player.rate} a second`);
    assert.ok(asked.every(([, stride]) => stride === 3), 'only frames that can come in time are asked for');
  });

  test('holds the clock where nothing comes at all, and goes on where it was', () => {
    let until = 5;
    const { player, shown, run } = started(frame => frame <= until);
    player.play(0);
    run(0, 4000);
    assert.equal(shown.at(-1), 5);
    until = 50;
    run(4020, 4200);
    assert.ok(shown.at(-1)! < 12, `${shown.at(-1)}`);
  });

  test('another speed goes on from the frame shown', () => {
    const { player, shown, run } = started(() => true);
    player.play(0);
    run(0, 500);
    player.setSpeed(4, 500);
    const at = shown.at(-1)!;
    run(520, 1000);
    assert.equal(shown.at(-1), at + 20);
  });

  test('pausing stays on the frame shown', () => {
    const { player, shown, run } = started(() => true);
    player.play(0);
    run(0, 500);
    player.pause();
    const at = shown.at(-1);
    run(520, 2000);
    assert.equal(shown.at(-1), at);
  });
});

test('the clock shows minutes, seconds and milliseconds of the average rate', () => {
  const facts = { frameCount: 1800, fps: 30, durationMs: 60_000 };
  assert.equal(timeText({ facts }, 0), '0:00.000');
  assert.equal(timeText({ facts }, 97), '0:03.233');
  assert.equal(timeText({ facts }, 1800), '1:00.000');
});
