import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { History } from '../src/annotator/history.js';
import { isLive, type Annotation, type AnnotatorClass } from '../src/annotator/model.js';
import { AnnotationStore } from '../src/annotator/store.js';
import { tagClasses, tagOf, toggleTagEdits } from '../src/annotator/tags.js';
import { box } from './builders.js';

const night: AnnotatorClass = { id: 'night', key: 'night', name: 'Night', color: '#223366', index: 0, shapeType: 'tag' };

function tag(id: string, extra: Partial<Annotation> = {}): Annotation {
  return { ...box(id), type: null, geometry: {} as Annotation['geometry'], classId: 'night', ...extra };
}

/** Presses the tag's key once. */
function press(store: AnnotationStore, history: History): void {
  history.push(store.apply(toggleTagEdits(tagOf(store.all(), night.id), () => tag(`t${store.size}`)), 'local'), 0);
}

describe('whole-image tags', () => {
  test('ImageTags_Press_PutsItOn_PressAgain_TakesItOff', () => {
    const store = new AnnotationStore([box('a')]);
    const history = new History();
    press(store, history);
    assert.deepEqual({ ...tagOf(store.all(), 'night') }, tag('t1'));
    press(store, history);
    assert.equal(tagOf(store.all(), 'night'), undefined);
    assert.ok(store.get('a'));
  });

  test('ImageTags_Undo_BringsTheSameTagBack', () => {
    const store = new AnnotationStore();
    const history = new History();
    press(store, history);
    press(store, history);
    store.apply(history.undo()!, 'history');
    assert.equal(tagOf(store.all(), 'night')?.id, 't0');
    store.apply(history.undo()!, 'history');
    assert.equal(store.size, 0);
  });

  test('ImageTags_ModelTag_IsAcceptedFirst_ThenRejected_ThenItself', () => {
    const store = new AnnotationStore([tag('m', { source: 'model', reviewState: 'pending', confidence: 0.7 })]);
    const history = new History();
    press(store, history);
    assert.equal(store.get('m')?.reviewState, 'accepted');
    press(store, history);
    assert.ok(!isLive(store.get('m')!), 'a model\'s tag stays on record as rejected');
    press(store, history);
    assert.equal(store.get('m')?.reviewState, 'accepted');
    assert.equal(store.size, 1);
  });

  test('ImageTags_ShapesOfTheClass_AreNoTags', () => {
    assert.equal(tagOf([box('a', 0, 0, 5, 5, { classId: 'night' })], 'night'), undefined);
    assert.deepEqual(tagClasses([night, { ...night, id: 'car', shapeType: 'bbox' }, { ...night, id: 'any', shapeType: null }]), [night]);
  });
});
