import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelDescription } from '../src/detector/description.js';
import { readDetections } from '../src/detector/detections.js';
import { fit, toPlanes, toSource } from '../src/detector/letterbox.js';

const description: ModelDescription = {
  task: 'det',
  classKeys: ['cell', 'other'],
  classNames: ['Cell', 'Other'],
  input: { width: 64, height: 64, pad: 114, mean: [0.5, 0.4, 0.3], std: [0.25, 0.5, 1] },
  scoreThreshold: 0.25,
  iouThreshold: 0.5,
  maxDetections: 3,
};

test('Fit_AWideImage_IsCentredBetweenTheSameMarginsAsOnTheServer', () => {
  assert.deepEqual(fit(128, 64, description.input), { sourceWidth: 128, sourceHeight: 64, width: 64, height: 32, left: 0, top: 16 });
  assert.deepEqual(fit(30, 101, description.input), { sourceWidth: 30, sourceHeight: 101, width: 19, height: 64, left: 22, top: 0 });
  assert.equal(fit(4000, 3, description.input).height, 1, 'a side never vanishes');
});

test('Planes_OfAnImage_AreNormalisedByChannelAndPaddedWithGrey', () => {
  const box = fit(2, 1, { width: 4, height: 4 });
  const input = { ...description.input, width: 4, height: 4 };
  const rgba = new Uint8ClampedArray(4 * box.width * box.height).fill(255);
  rgba.set([51, 102, 153, 255], 4 * (box.width + 1));
  const planes = toPlanes(rgba, box, input);

  assert.deepEqual({ ...box }, { sourceWidth: 2, sourceHeight: 1, width: 4, height: 2, left: 0, top: 1 });
  const at = (channel: number, x: number, y: number) => Math.round(1e4 * planes[16 * channel + 4 * y + x]!) / 1e4;
  assert.deepEqual([at(0, 0, 0), at(1, 3, 3)], [Math.round(1e4 * (114 / 255 - 0.5) / 0.25) / 1e4, Math.round(1e4 * (114 / 255 - 0.4) / 0.5) / 1e4]);
  assert.deepEqual([at(0, 1, 2), at(1, 1, 2), at(2, 1, 2)], [(0.2 - 0.5) / 0.25, 0, 0.3].map(value => Math.round(1e4 * value) / 1e4));
  assert.deepEqual([at(0, 0, 1), at(2, 3, 2)], [2, 0.7]);
});

test('Detections_OfRawOutputs_AreSuppressedByClassAndScaledBackToTheImage', () => {
  const box = fit(128, 64, description.input);
  const boxes = Float32Array.of(10, 20, 30, 40, 11, 20, 31, 40, 40, 10, 70, 30, 0, 0, 1, 1);
  const scores = Float32Array.of(0.9, 0.1, 0.8, 0.6, 0.3, 0, 0.25, 0);

  const found = readDetections(boxes, scores, description, box, description.scoreThreshold);

  assert.deepEqual(found.map(one => [one.label, Math.round(100 * one.score) / 100]), [[0, 0.9], [1, 0.6], [0, 0.3]], 'the second of a class was dropped, a score on the threshold is not above it');
  assert.deepEqual([found[0]!.x, found[0]!.y, found[0]!.width, found[0]!.height], [20, 8, 40, 40]);
  assert.deepEqual([found[2]!.x, found[2]!.y, found[2]!.width, found[2]!.height], [80, 0, 48, 28], 'cut off where the image ends');
  assert.deepEqual(toSource(64, 48, box), [128, 64]);
  assert.equal(readDetections(boxes, scores, { ...description, maxDetections: 1 }, box, 0).length, 1);
});

test('Detections_ForAHigherScore_AreThePartAboveIt', () => {
  const box = fit(64, 64, description.input);
  const random = Array.from({ length: 400 }, (_, i) => Math.abs(Math.sin(12.9898 * i) * 43758.5453) % 1);
  const boxes = Float32Array.from({ length: 200 }, (_, i) => (i % 4 < 2 ? 40 * random[i]! : 40 * random[i - 2]! + 8 + 12 * random[i]!));
  const scores = Float32Array.from({ length: 100 }, (_, i) => random[200 + i]!);
  const many = { ...description, maxDetections: 300 };

  const all = readDetections(boxes, scores, many, box, 0.01);

  assert.ok(all.length > 10);
  assert.deepEqual(readDetections(boxes, scores, many, box, 0.6), all.filter(found => found.score > 0.6));
});
