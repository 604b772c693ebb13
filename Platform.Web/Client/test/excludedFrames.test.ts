import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ExcludedFrames } from '../src/annotator/video/excludedFrames.js';
import { Player } from '../src/annotator/video/player.js';

describe('frames that are left out', () => {
  test('DeleteFrame_Stepping_CountsOnlyFramesThatAreSeen', () => {
    const frames = new ExcludedFrames([3, 4, 9], 9);
    assert.equal(frames.step(2, 1), 5);
    assert.equal(frames.step(5, -1), 2);
    assert.equal(frames.step(0, 4), 6);
    assert.equal(frames.step(7, 5), 8, 'the last one is left out');
    assert.equal(frames.nearest(4, 1), 5);
    assert.equal(frames.nearest(9, 1), 8, 'nothing behind: the nearest before');
    frames.shown = true;
    assert.equal(frames.step(2, 1), 3, 'shown on request');
  });

  test('DeleteFrame_NotAnsweredYet_StandsAsAsked_AndRefusedAsBefore', () => {
    const frames = new ExcludedFrames([3], 9);
    frames.ask(5, true);
    frames.ask(3, false);
    assert.deepEqual(frames.all(), [5]);
    frames.answered(5);
    frames.answered(3);
    assert.deepEqual(frames.all(), [3]);
  });

  test('DeleteFrame_Playing_ShowsNoneOfThem_AndEndsOnTheLastThatIsSeen', () => {
    const frames = new ExcludedFrames([2, 3, 4, 5, 6, 7, 8, 19], 19);
    const shown: number[] = [];
    let at = 0;
    const player = new Player({
      fps: 10, frameCount: 20, shown: () => at, changed: () => undefined,
      passesOver: frame => frames.passesOver(frame),
      frames: { frameMs: 10, newest: (from, to) => (from <= to ? to : undefined), playFrom: () => undefined },
      show: frame => {
        at = frame;
        shown.push(frame);
      },
    });
    player.play(0);
    for (let now = 0; now <= 4000; now += 20) {
      player.tick(now);
    }
    assert.deepEqual(shown.filter(frame => frames.has(frame)), []);
    assert.ok(shown.includes(1) && shown.includes(9));
    assert.equal(at, 18);
    assert.equal(player.playing, false);
  });
});
