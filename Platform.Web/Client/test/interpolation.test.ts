import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { Geometry, ShapeType } from '../src/annotator/model.js';
import { stateAt, type Keyframe } from '../src/annotator/video/tracks.js';
import { box } from './builders.js';

interface Golden {
  readonly name: string;
  readonly type: ShapeType;
  readonly keyframes: readonly { readonly frame: number; readonly outside?: boolean; readonly geometry: Geometry }[];
  readonly expected: readonly { readonly frame: number; readonly geometry: Geometry | null }[];
}

/** The same golden values as the server's tests (TrackTests.cs). */
const golden = JSON.parse(readFileSync(new URL('../../../test/golden/tracks.json', import.meta.url), 'utf8')) as readonly Golden[];

describe('a track between its keyframes', () => {
  for (const { name, type, keyframes, expected } of golden) {
    test(name, () => {
      const rows = keyframes
        .map(({ frame, outside, geometry }) => ({ ...box(`k${frame}`), type, geometry, frame, trackId: 't', attributes: outside ? { outside } : null }) as Keyframe)
        .sort((a, b) => a.frame - b.frame);
      for (const { frame, geometry } of expected) {
        const state = stateAt(rows, frame);
        assert.deepEqual(state && !state.outside ? state.geometry : null, geometry, `frame ${frame}`);
      }
    });
  }
});
