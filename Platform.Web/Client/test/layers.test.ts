import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Camera } from '../src/annotator/camera.js';
import { LayerFrame } from '../src/annotator/render/layerFrame.js';
import { Pace } from '../src/annotator/render/pace.js';

const frame = new LayerFrame({ width: 1000, height: 800 }, 1);
const everywhere = { x: 0, y: 0, width: 4000, height: 3000 };
const drawn: Camera = { scale: 1, x: -1000, y: -1000 };

test('Want_SameCamera_Nothing', () => assert.equal(frame.want(drawn, drawn, everywhere), 'nothing'));

test('Want_MovedByWholePixels_Nothing', () => assert.equal(frame.want(drawn, { ...drawn, x: -1040, y: -980 }, everywhere), 'nothing'));

test('Want_MovedByAFractionOfAPixel_SharpensAtRest', () => assert.equal(frame.want(drawn, { ...drawn, x: -1000.4 }, everywhere), 'atRest'));

test('Want_MovedByHalfAPixelOnAScreenOfTwoPerPixel_Nothing', () => {
  assert.equal(new LayerFrame({ width: 1000, height: 800 }, 2).want(drawn, { ...drawn, x: -1000.5 }, everywhere), 'nothing');
});

test('Want_NearTheEdgeOfTheDrawing_Now', () => assert.equal(frame.want(drawn, { ...drawn, x: -1100 }, everywhere), 'now'));

test('Want_NearTheEdgeWhereTheImageEndsAnyway_Nothing', () => {
  const atTheEnd: Camera = { scale: 1, x: -3000, y: -1000 };
  assert.equal(frame.want(atTheEnd, { ...atTheEnd, x: -3150 }, everywhere), 'nothing');
});

test('Want_ZoomedALittle_AtRest', () => assert.equal(frame.want(drawn, { scale: 1.2, x: -1300, y: -1300 }, everywhere), 'atRest'));

test('Want_ZoomedFar_Now', () => {
  assert.equal(frame.want(drawn, { scale: 2, x: -2500, y: -2400 }, everywhere), 'now');
  assert.equal(frame.want(drawn, { scale: 0.5, x: -250, y: -300 }, everywhere), 'now');
});

test('Pace_AfterManySlices_KnowsWhatFitsIntoATime', () => {
  const pace = new Pace();
  for (let i = 0; i < 20; i++) {
    pace.note(100, 25);
  }
  assert.ok(Math.abs(pace.msFor(100) - 25) < 2, String(pace.msFor(100)));
  assert.ok(Math.abs(pace.effortFor(5) - 20) < 2, String(pace.effortFor(5)));
});

test('Pace_OneDisturbedSlice_ShiftsTheEstimateByHalfAtMost', () => {
  const pace = new Pace();
  for (let i = 0; i < 20; i++) {
    pace.note(100, 2);
  }
  pace.note(100, 400);
  assert.ok(pace.msFor(100) < 3.2, String(pace.msFor(100)));
});

test('Pace_StepsShorterThanTheClockCanTell_AreNotTakenAsSlow', () => {
  const pace = new Pace();
  for (let i = 0; i < 50; i++) {
    pace.note(1, 0.5);
  }
  assert.ok(pace.msFor(1000) <= 10, String(pace.msFor(1000)));
});
