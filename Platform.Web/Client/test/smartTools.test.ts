import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AnnotatorClass, PolygonGeometry } from '../src/annotator/model.js';
import { ScissorsTool } from '../src/annotator/tools/scissors.js';
import { SmartBoxTool } from '../src/annotator/tools/smartBox.js';
import { SmartFloodTool } from '../src/annotator/tools/smartFlood.js';
import type { Tool } from '../src/annotator/tools/tool.js';
import { at, click, drag, FakeHost } from './fakeHost.js';

const cell: AnnotatorClass = { id: 'cell', key: 'cell', name: 'Cell', color: '#ff0000', index: 0, shapeType: 'polygon' };

function withTool<T extends Tool>(make: (host: FakeHost) => T): { host: FakeHost; tool: T } {
  const host = new FakeHost();
  host.classes = [cell];
  return { host, tool: make(host) };
}

const away = { kind: 'failed', message: null } as const;

function ring(host: FakeHost, edit = 0): readonly number[] {
  return (host.edits[edit]![0]!.after!.geometry as PolygonGeometry).rings[0]!;
}

describe('smart box', () => {
  const setUp = () => withTool(host => new SmartBoxTool(host));

  test('a dragged box is proposed first and stored on Enter', async () => {
    const { host, tool } = setUp();
    drag(tool, [10, 10], [40, 30]);
    assert.deepEqual(host.smart.questions[0]!.asked, { box: { x: 10, y: 10, width: 30, height: 20 }, strokes: [], output: 'polygon' });
    await host.smart.questions[0]!.answer();
    assert.equal(host.draft!.shapes.length, 1);
    assert.equal(host.edits.length, 0);
    assert.ok(tool.finish());
    assert.deepEqual(ring(host), [10, 10, 40, 10, 40, 30, 10, 30]);
    assert.equal(host.draft, null);
    assert.equal(tool.drawing, false);
    assert.equal(host.selection.size, 1);
  });

  test('taken up, or in the hand when another image opens, it lets the server read the picture ahead', () => {
    for (const make of [(host: FakeHost) => new SmartBoxTool(host), (host: FakeHost) => new SmartFloodTool(host), (host: FakeHost) => new ScissorsTool(host)]) {
      const { host, tool } = withTool<Tool>(make);
      tool.resume?.();
      assert.equal(host.smart.prepared, 1);
      assert.equal(host.smart.open, 0);
    }
  });

  test('a class of masks asks for a mask', () => {
    const { host, tool } = setUp();
    host.classes = [{ ...cell, shapeType: 'mask' }];
    drag(tool, [10, 10], [40, 30]);
    assert.equal(host.smart.questions[0]!.asked['output'], 'mask');
  });

  test('strokes add, with Alt they take away, and each can be taken back and brought back', async () => {
    const { host, tool } = setUp();
    drag(tool, [10, 10], [40, 30]);
    await host.smart.questions[0]!.answer();
    drag(tool, [15, 15], [20, 20]);
    await host.smart.questions[0]!.answer();
    drag(tool, [30, 25], [35, 25], { alt: true });
    const kinds = (n: number): boolean[] => (host.smart.questions[n]!.asked['strokes'] as { foreground: boolean }[]).map(({ foreground }) => foreground);
    assert.deepEqual(kinds(0), [true, false]);
    await host.smart.questions[0]!.answer();
    assert.ok(tool.stepBack());
    assert.deepEqual(kinds(0), [true]);
    await host.smart.questions[0]!.answer();
    assert.ok(tool.stepForward());
    assert.deepEqual(kinds(0), [true, false]);
    await host.smart.questions[0]!.answer();
    tool.finish();
    assert.equal(ring(host)[5], 32, 'the answer to the latest strokes is stored');
  });

  test('of two answers the one to the latest question counts, in whatever order they come', async () => {
    const { host, tool } = setUp();
    drag(tool, [10, 10], [40, 30]);
    await host.smart.questions[0]!.answer();
    drag(tool, [15, 15], [20, 20]);
    drag(tool, [25, 15], [28, 20]);
    const [first, second] = [...host.smart.questions];
    await second!.answer();
    await first!.answer();
    tool.finish();
    assert.equal(ring(host)[5], 32);
  });

  test('while an answer is awaited Enter stores nothing', async () => {
    const { host, tool } = setUp();
    drag(tool, [10, 10], [40, 30]);
    assert.equal(tool.finish(), false);
    assert.ok(tool.options().some(({ id }) => id === 'busy'));
    await host.smart.questions[0]!.answer();
    assert.ok(!tool.options().some(({ id }) => id === 'busy'));
    assert.equal(host.edits.length, 0);
  });

  test('Escape drops the proposal without a trace, and a late answer with it', async () => {
    const { host, tool } = setUp();
    drag(tool, [10, 10], [40, 30]);
    const [question] = host.smart.questions;
    assert.ok(tool.cancel());
    await question!.answer();
    assert.equal(host.draft, null);
    assert.equal(tool.cancel(), false);
    assert.equal(host.edits.length, 0);
  });

  test('a box elsewhere accepts the object and looks for the next', async () => {
    const { host, tool } = setUp();
    drag(tool, [10, 10], [40, 30]);
    await host.smart.questions[0]!.answer();
    drag(tool, [60, 50], [90, 70]);
    assert.equal(host.edits.length, 1);
    await host.smart.questions[0]!.answer();
    tool.park();
    assert.equal(host.edits.length, 2, 'leaving the tool keeps what was found');
  });

  test('a server that is away is told, and nothing is left half drawn', async () => {
    const { host, tool } = setUp();
    drag(tool, [10, 10], [40, 30]);
    await host.smart.questions[0]!.answer(away);
    assert.deepEqual(host.notices, ['smartAway']);
    assert.equal(tool.drawing, false);
  });

  test('a stroke that fails leaves the object that was found', async () => {
    const { host, tool } = setUp();
    drag(tool, [10, 10], [40, 30]);
    await host.smart.questions[0]!.answer();
    drag(tool, [15, 15], [20, 20]);
    await host.smart.questions[0]!.answer({ kind: 'failed', message: 'too many' });
    assert.deepEqual(host.notices, ['smartRefused']);
    assert.ok(tool.finish());
    assert.equal(host.edits.length, 1);
  });

  test('a click, a sliver and a box without a class ask nothing', () => {
    const { host, tool } = setUp();
    click(tool, 10, 10);
    drag(tool, [10, 10], [40, 12]);
    host.classes = [];
    drag(tool, [10, 10], [40, 30]);
    host.readOnly = true;
    drag(tool, [10, 10], [40, 30]);
    assert.equal(host.smart.open, 0);
    assert.deepEqual(host.notices, ['pickClass', 'readOnly']);
  });
});

describe('flood select', () => {
  const setUp = () => withTool(host => new SmartFloodTool(host));

  test('a click proposes, the tolerance asks again, Enter stores', async () => {
    const { host, tool } = setUp();
    click(tool, 50, 40);
    await host.smart.questions[0]!.answer();
    assert.ok(tool.run('smartTolerance:more'));
    assert.deepEqual(host.smart.questions[0]!.asked, { x: 50, y: 40, tolerance: 28, contiguous: true, output: 'polygon' });
    await host.smart.questions[0]!.answer();
    assert.ok(tool.finish());
    assert.deepEqual(ring(host), [45, 35, 55, 35, 55, 45, 45, 45]);
  });

  test('another click starts over, and Escape drops', async () => {
    const { host, tool } = setUp();
    click(tool, 50, 40);
    click(tool, 20, 20);
    const [first, second] = [...host.smart.questions];
    await second!.answer();
    await first!.answer();
    assert.equal((host.draft!.shapes[0]!.geometry as PolygonGeometry).rings[0]![0], 15);
    assert.ok(tool.cancel());
    assert.equal(host.draft, null);
    assert.equal(host.edits.length, 0);
  });

  test('the tolerance stays within bounds and is kept for the next click', () => {
    const { host, tool } = setUp();
    for (let i = 0; i < 20; i++) {
      tool.run('smartTolerance:less');
    }
    click(tool, 50, 40);
    assert.equal(host.smart.questions[0]!.asked['tolerance'], 0);
  });
});

describe('scissors', () => {
  const setUp = () => withTool(host => new ScissorsTool(host));

  async function answerAll(host: FakeHost): Promise<void> {
    while (host.smart.open > 0) {
      await host.smart.questions[0]!.answer();
    }
  }

  test('clicks join along edges and the first point closes the outline', async () => {
    const { host, tool } = setUp();
    click(tool, 10, 10);
    click(tool, 50, 10);
    click(tool, 50, 50);
    await answerAll(host);
    click(tool, 12, 12);
    assert.deepEqual(host.smart.questions[0]!.asked, { from: { x: 50, y: 50 }, to: { x: 10, y: 10 } });
    await answerAll(host);
    assert.deepEqual(ring(host), [10, 10, 31, 11, 50, 10, 51, 31, 50, 50, 31, 31]);
    assert.equal(tool.drawing, false);
  });

  test('the loose end asks one question at a time, for the newest place', async () => {
    const { host, tool } = setUp();
    click(tool, 10, 10);
    tool.move(at(20, 10));
    tool.move(at(30, 10));
    tool.move(at(40, 10));
    assert.equal(host.smart.open, 1);
    await host.smart.questions[0]!.answer();
    assert.deepEqual(host.smart.questions.map(({ asked }) => asked['to']), [{ x: 40, y: 10 }]);
  });

  test('an anchor whose path cannot be had stays, joined straight', async () => {
    const { host, tool } = setUp();
    click(tool, 10, 10);
    click(tool, 50, 10);
    await host.smart.questions[0]!.answer(away);
    assert.deepEqual(host.notices, ['smartAway']);
    click(tool, 50, 50);
    await answerAll(host);
    assert.ok(tool.finish());
    await answerAll(host);
    assert.deepEqual(ring(host).slice(0, 4), [10, 10, 50, 10]);
  });

  test('an outline that cannot be closed stays open', async () => {
    const { host, tool } = setUp();
    click(tool, 10, 10);
    click(tool, 50, 10);
    click(tool, 50, 50);
    await answerAll(host);
    tool.finish();
    await host.smart.questions[0]!.answer(away);
    assert.equal(host.edits.length, 0);
    assert.ok(tool.drawing);
    tool.finish();
    await answerAll(host);
    assert.equal(host.edits.length, 1);
  });

  test('points are taken back one by one, the first ends it; Escape drops all', async () => {
    const { host, tool } = setUp();
    click(tool, 10, 10);
    click(tool, 50, 10);
    tool.stepBack();
    assert.ok(tool.drawing);
    tool.stepBack();
    assert.equal(tool.drawing, false);
    click(tool, 10, 10);
    click(tool, 50, 10);
    assert.ok(tool.cancel());
    await answerAll(host);
    assert.equal(host.edits.length, 0);
    assert.deepEqual(host.notices, []);
  });

  test('two points are no outline yet', () => {
    const { host, tool } = setUp();
    click(tool, 10, 10);
    click(tool, 50, 10);
    tool.finish();
    assert.equal(host.smart.open, 1, 'only the path between them was asked for');
    assert.ok(tool.drawing);
  });
});
