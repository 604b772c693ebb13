import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { outlineCommands } from '../src/annotator/commands/outlines.js';
import type { CommandTable } from '../src/annotator/commands/table.js';
import type { Engine } from '../src/annotator/engine.js';
import { polygonArea } from '../src/annotator/geometry/clip.js';
import type { AnnotatorClass, ClassShape, PolygonGeometry, PolylineGeometry } from '../src/annotator/model.js';
import { box, modelBox, polygon, polyline } from './builders.js';
import { FakeHost } from './fakeHost.js';

const left = [10, 10, 30, 10, 30, 30, 10, 30];
const right = [30, 10, 50, 10, 50, 30, 30, 30];
const away = [70, 50, 90, 50, 90, 70];

let host: FakeHost;
let run: CommandTable;

beforeEach(() => {
  host = new FakeHost();
  // The commands ask for little of the engine; the rest of it needs a browser.
  const engine = Object.assign(host, {
    camera: { scale: 1, x: 0, y: 0 },
    palette: host.classSet.palette,
    selected: () => host.selection.ids().map(id => host.get(id)!),
    actions: { unlocked: () => host.selection.ids().map(id => host.get(id)!).filter(annotation => !host.marks.has('locked', annotation)) },
  });
  run = outlineCommands(engine as unknown as Engine);
});

function classes(...shapes: (ClassShape | null)[]): void {
  host.classes = shapes.map((shapeType, index): AnnotatorClass => ({ id: `c${index}`, key: `c${index}`, name: `C${index}`, color: '#ff0000', index, shapeType }));
  host.classSet.replace(host.classes);
}

const ringsOf = (id: string): readonly (readonly number[])[] => (host.get(id)!.geometry as PolygonGeometry).rings;

describe('join', () => {
  test('Case13_Join_TouchingPolygonsOfOneClass_BecomeOne', () => {
    host.put(polygon('a', [left]), polygon('b', [right]));
    host.selection.replace(['a', 'b']);
    run['join']!('');
    assert.equal(host.store.size, 1);
    assert.equal(polygonArea(host.get('a')!.geometry as PolygonGeometry), 800);
    assert.equal(host.edits.length, 1);
    assert.deepEqual(host.selection.ids(), ['a']);
  });

  test('Join_Disjoint_IsRefusedAndNothingChanges', () => {
    host.put(polygon('a', [left]), polygon('b', [away]));
    host.selection.replace(['a', 'b']);
    run['join']!('');
    assert.deepEqual(host.notices, ['joinMustTouch']);
    assert.equal(host.edits.length, 0);
  });

  test('Join_TwoClassesOrOnlyOneShape_IsRefused', () => {
    host.put(polygon('a', [left]), polygon('b', [right], { classId: 'other' }));
    host.selection.replace(['a', 'b']);
    run['join']!('');
    host.selection.replace(['a']);
    run['join']!('');
    host.selection.clear();
    run['join']!('');
    assert.deepEqual(host.notices, ['joinOneClass', 'joinOneClass', 'selectFirst']);
    assert.equal(host.edits.length, 0);
  });

  test('Join_LinesEndToEnd_InAnyDirection_BecomeOne', () => {
    host.put(polyline('a', [10, 10, 20, 10]), polyline('b', [40, 10, 30, 20, 20, 10]));
    host.selection.replace(['a', 'b']);
    run['join']!('');
    assert.deepEqual((host.get('a')!.geometry as PolylineGeometry).points, [10, 10, 20, 10, 30, 20, 40, 10]);
  });

  test('Join_LockedMember_IsLeftOut', () => {
    host.put(polygon('a', [left]), polygon('b', [right]));
    host.selection.replace(['a', 'b']);
    host.marks.set('locked', [{ id: 'b' }], true);
    run['join']!('');
    assert.deepEqual(host.notices, ['joinOneClass']);
    assert.equal(host.store.size, 2);
  });
});

describe('cut out', () => {
  test('CutOut_SmallInside_LeavesAHoleInTheLargest', () => {
    host.put(polygon('small', [[15, 15, 20, 15, 20, 20, 15, 20]]), polygon('a', [left]));
    host.selection.replace(['small', 'a']);
    run['cutOut']!('');
    assert.deepEqual([...host.store.all()].map(({ id }) => id), ['a']);
    assert.equal(ringsOf('a').length, 2);
  });

  test('CutOut_Everything_IsRefused', () => {
    host.put(polygon('a', [left]), polygon('b', [left]));
    host.selection.replace(['a', 'b']);
    run['cutOut']!('');
    assert.deepEqual(host.notices, ['nothingWouldBeLeft']);
    assert.equal(host.edits.length, 0);
  });
});

describe('mirror and direction', () => {
  test('Issue9578_Mirror_PolygonPolylineAndBox_TwiceIsTheSame', () => {
    host.put(polygon('a', [[10, 10, 40, 10, 20, 30]]), polyline('l', [10, 50, 40, 70]), box('b', 60, 10, 20, 10));
    host.selection.replace(['a']);
    run['mirror']!('h');
    assert.deepEqual(ringsOf('a'), [[40, 10, 10, 10, 30, 30]]);
    run['mirror']!('v');
    assert.deepEqual(ringsOf('a'), [[40, 30, 10, 30, 30, 10]]);
    host.selection.replace(['a', 'l', 'b']);
    const before = JSON.stringify(['a', 'l', 'b'].map(id => host.get(id)!.geometry));
    run['mirror']!('h');
    assert.deepEqual(host.get('b')!.geometry, { x: 10, y: 10, width: 20, height: 10 }, 'the group is mirrored as one');
    run['mirror']!('h');
    assert.equal(JSON.stringify(['a', 'l', 'b'].map(id => host.get(id)!.geometry)), before);
  });

  test('Reverse_Polygon_KeepsItsFirstPoint', () => {
    host.put(polygon('a', [left]));
    host.selection.replace(['a']);
    run['reverse']!('');
    assert.deepEqual(ringsOf('a'), [[10, 10, 10, 30, 30, 30, 30, 10]]);
  });

  test('ReadOnly_ChangesNothing', () => {
    host.put(polygon('a', [left]));
    host.selection.replace(['a']);
    host.readOnly = true;
    for (const command of ['mirror', 'reverse', 'join', 'cutOut', 'redraw', 'simplify', 'transform']) {
      run[command]!('h');
    }
    assert.equal(host.edits.length, 0);
    assert.deepEqual(host.tools, []);
    assert.ok(host.notices.every(key => key === 'readOnly'));
  });
});

describe('convert', () => {
  test('Convert_ClassTakesBoth_KeepsIt', () => {
    classes(null);
    host.put(box('a', 10, 10, 20, 10, { classId: 'c0' }));
    host.selection.replace(['a']);
    run['convert']!('polygon');
    assert.equal(host.get('a')!.type, 'polygon');
    assert.deepEqual(ringsOf('a'), [[10, 10, 30, 10, 30, 20, 10, 20]]);
    run['convert']!('bbox');
    assert.deepEqual(host.get('a')!.geometry, box('a', 10, 10, 20, 10).geometry);
    assert.equal(host.get('a')!.classId, 'c0');
  });

  test('Convert_OneClassTakesTheTarget_ChangesShapeAndClass', () => {
    classes('bbox', 'polygon');
    host.put(box('a', 10, 10, 20, 10, { classId: 'c0' }));
    host.selection.replace(['a']);
    run['convert']!('polygon');
    assert.deepEqual([host.get('a')!.type, host.get('a')!.classId], ['polygon', 'c1']);
    assert.equal(host.edits.length, 1);
  });

  test('Convert_SeveralClassesTakeTheTarget_Asks', () => {
    classes('bbox', 'polygon', 'polygon');
    host.put(box('a', 10, 10, 20, 10, { classId: 'c0' }));
    host.selection.replace(['a']);
    run['convert']!('polygon');
    assert.equal(host.edits.length, 0);
    assert.deepEqual(host.menus[0]!.map(({ text }) => text), ['C1', 'C2']);
    host.menus[0]![1]!.run();
    assert.equal(host.get('a')!.classId, 'c2');
  });

  test('Convert_NoClassTakesTheTarget_SaysSo', () => {
    classes('bbox');
    host.put(box('a', 10, 10, 20, 10, { classId: 'c0' }));
    host.selection.replace(['a']);
    run['convert']!('polygon');
    assert.deepEqual(host.notices, ['noClassForShape']);
    assert.equal(host.edits.length, 0);
  });

  test('Convert_ModelBox_CountsAsAccepted', () => {
    host.classSet.replace(host.classes);
    host.put(modelBox('m', 0.6));
    host.selection.replace(['m']);
    run['convert']!('polygon');
    assert.deepEqual([host.get('m')!.reviewState, host.get('m')!.source], ['accepted', 'model']);
  });

  test('Convert_ToMaskAndBack_CoversTheSame', () => {
    host.classSet.replace(host.classes);
    host.put(polygon('a', [left]));
    host.selection.replace(['a']);
    run['convert']!('mask');
    assert.equal(host.get('a')!.type, 'mask');
    run['convert']!('polygon');
    assert.equal(polygonArea(host.get('a')!.geometry as PolygonGeometry), 400);
  });
});

describe('redraw, tools and menu', () => {
  test('Case54_Redraw_FiveKinds_TakeUpTheToolThatDrawsThem', () => {
    host.put(box('b'), polygon('p', [left]), polyline('l', [0, 0, 10, 10]));
    for (const [id, tool] of [['b', 'bbox'], ['p', 'polygon'], ['l', 'polyline']] as const) {
      host.selection.replace([id]);
      run['redraw']!('');
      assert.equal(host.tools.at(-1), tool);
      assert.equal(host.redraw.of?.id, id);
    }
  });

  test('Redraw_NothingSelectedOrLocked_SaysSo', () => {
    run['redraw']!('');
    host.put(box('b'));
    host.selection.replace(['b']);
    host.marks.set('locked', [{ id: 'b' }], true);
    run['redraw']!('');
    assert.deepEqual(host.notices, ['selectFirst', 'selectFirst']);
    assert.equal(host.redraw.of, null);
  });

  test('Menu_OffersWhatTheSelectionHasAUseFor', () => {
    host.put(box('b'), polygon('p', [left]), polygon('q', [right]));
    host.selection.replace(['b']);
    run['objectMenu']!('5,5');
    host.selection.replace(['p', 'q']);
    run['objectMenu']!('');
    const [ofBox, ofPolygons] = host.menus.map(menu => menu.map(({ text }) => text));
    assert.ok(ofBox!.includes('toPolygon') && !ofBox!.includes('simplify') && !ofBox!.includes('toBox'));
    assert.ok(ofPolygons!.includes('join') && ofPolygons!.includes('cutOut') && !ofPolygons!.includes('slice'));
  });

  test('ToggleSnap_SaysWhatItMeans', () => {
    run['toggleSnap']!('');
    assert.ok(!host.drawSettings.snap);
    run['toggleSnap']!('');
    assert.deepEqual(host.notices, ['snapOff', 'snapOn']);
  });
});
