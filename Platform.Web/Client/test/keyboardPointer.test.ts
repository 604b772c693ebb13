import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Camera } from '../src/annotator/camera.js';
import { KeyboardPointer, type PointerGround } from '../src/annotator/keys/keyboardPointer.js';
import { createTools } from '../src/annotator/tools/registry.js';
import type { Tool } from '../src/annotator/tools/tool.js';
import { Viewport } from '../src/annotator/viewport.js';
import { box } from './builders.js';
import { FakeHost } from './fakeHost.js';

class Ground implements PointerGround {
  readonly host = new FakeHost();
  readonly stage = { size: { width: 100, height: 80 } };
  readonly viewport = new Viewport(() => this.stage.size, () => undefined);
  readonly tools = createTools(this.host);
  tool: Tool = this.tools.get('bbox')!;

  constructor() {
    this.viewport.image = this.host.image;
    this.viewport.set({ scale: 1, x: 0, y: 0 });
  }

  get image(): { width: number; height: number } { return this.viewport.image; }
  get camera(): Camera { return this.viewport.camera; }
  panBy(dx: number, dy: number): void { this.viewport.panBy(dx, dy); }
  pointerAt(screen: { x: number; y: number }, event: Parameters<PointerGround['pointerAt']>[1]): ReturnType<PointerGround['pointerAt']> {
    return this.viewport.pointerAt(screen, event, [screen]);
  }
  touch(): void { /* Nothing is shown. */ }
}

let ground: Ground;
let pointer: KeyboardPointer;

beforeEach(() => {
  ground = new Ground();
  pointer = new KeyboardPointer(ground);
});

describe('pointer led by keys', () => {
  test('Keyboard_TwoPresses_DrawABoxExactToThePixel', () => {
    pointer.start({ x: 20.4, y: 30.2 });
    pointer.press();
    pointer.step(10, 0);
    pointer.step(10, 0);
    pointer.step(0, 10);
    pointer.step(1, 1);
    assert.equal(ground.host.draft?.shapes.length, 1);
    pointer.press();
    assert.deepEqual(ground.host.get('new0')?.geometry, { x: 20, y: 30, width: 21, height: 11 });
  });

  test('Keyboard_HoldAndStep_MovesAShape', () => {
    ground.host.put(box('a', 40, 40, 10, 10));
    ground.tool = ground.tools.get('select')!;
    pointer.start({ x: 45, y: 45 });
    pointer.drag();
    pointer.step(-10, 0);
    pointer.step(0, 5);
    pointer.drag();
    assert.deepEqual(ground.host.get('a')?.geometry, { x: 30, y: 45, width: 10, height: 10 });
    assert.equal(ground.host.edits.length, 1);
  });

  test('Keyboard_AtTheImagesEdge_StaysInside', () => {
    pointer.start(null);
    pointer.step(1000, -1000);
    pointer.press();
    pointer.step(-30, 20);
    pointer.press();
    assert.deepEqual(ground.host.get('new0')?.geometry, { x: 70, y: 0, width: 30, height: 20 });
  });

  test('Keyboard_BeyondTheStage_TheViewMovesAlong', () => {
    ground.viewport.set({ scale: 4, x: 0, y: 0 });
    pointer.start({ x: 0, y: 0 });
    pointer.step(60, 60);
    const screen = pointer.screen!;
    assert.ok(screen.x > 0 && screen.x < 100 && screen.y > 0 && screen.y < 80);
  });

  test('Keyboard_ZoomedOut_AStepCanBeSeen', () => {
    ground.viewport.image = { width: 4000, height: 3200 };
    ground.viewport.set({ scale: 0.025, x: 0, y: 0 });
    pointer.start({ x: 50, y: 40 });
    const before = pointer.screen!;
    pointer.step(1, 0);
    assert.ok(Math.abs(pointer.screen!.x - before.x - 1) < 1e-6);
  });

  test('Keyboard_Stopped_LetsGoAndIsAway', () => {
    ground.host.put(box('a', 40, 40, 10, 10));
    ground.tool = ground.tools.get('select')!;
    pointer.start({ x: 45, y: 45 });
    pointer.drag();
    pointer.step(5, 0);
    pointer.stop();
    assert.ok(!pointer.active && pointer.screen === null);
    assert.deepEqual(ground.host.get('a')?.geometry, { x: 45, y: 40, width: 10, height: 10 });
    pointer.press();
    assert.equal(ground.host.edits.length, 1);
  });
});
