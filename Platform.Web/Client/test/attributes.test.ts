import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attributesOf, defaultsOf, hasFlag, isAllowed, withAttribute } from '../src/annotator/attributes.js';
import { attributeEdits, flagEdits, relabelEdits } from '../src/annotator/edits.js';
import { History } from '../src/annotator/history.js';
import { isPending, sameContent, type AnnotatorClass, type AttributeSpec } from '../src/annotator/model.js';
import { createAnnotation } from '../src/annotator/newAnnotation.js';
import { AnnotationStore } from '../src/annotator/store.js';
import { box, modelBox } from './builders.js';

const colour: AttributeSpec = { name: 'colour', type: 'select', values: ['red', 'blue'], default: 'red' };
const doors: AttributeSpec = { name: 'doors', type: 'number', min: 2, max: 5, default: 4 };
const plate: AttributeSpec = { name: 'plate', type: 'text' };

function classOf(id: string, ...attributes: AttributeSpec[]): AnnotatorClass {
  return { id, key: id, name: id, color: '#ff0000', index: 0, attributes };
}

describe('attributes', () => {
  test('DefaultAttribute_NewShape_IsBornWithAllowedDefaultsOnTop', () => {
    const shape = createAnnotation('bbox', box('x').geometry, 'car', classOf('car', colour, doors, plate), 3);
    assert.deepEqual(shape.attributes, { colour: 'red', doors: 4 });
    assert.equal(shape.zOrder, 3);
    assert.deepEqual(defaultsOf([{ ...doors, default: 9 }, { ...colour, default: 'green' }]), {});
    assert.equal(createAnnotation('bbox', box('x').geometry, 'cell', classOf('cell'), 0).attributes, null);
  });

  test('Attribute_Values_AreHeldAgainstTheirSpec', () => {
    assert.ok(isAllowed(colour, 'blue') && !isAllowed(colour, 'green') && !isAllowed(colour, 3));
    assert.ok(isAllowed(doors, 2) && !isAllowed(doors, 6) && !isAllowed(doors, NaN) && !isAllowed(doors, '3'));
    assert.ok(isAllowed({ name: 'open', type: 'checkbox' }, false) && !isAllowed({ name: 'open', type: 'checkbox' }, 'no'));
    assert.ok(isAllowed(plate, '') && !isAllowed(plate, 1));
  });

  test('Text_ThatAModelFilledIn_WaitsForReviewUntilAPersonWritesAnother', () => {
    const filled = box('a', 0, 0, 50, 10, { modelVersionId: 'm1', confidence: 0.8, reviewState: 'pending', attributes: { plate: 'X 1' } });
    assert.ok(isPending(filled));
    const [edit] = attributeEdits([filled], 'plate', 'X 7');
    assert.equal(edit!.after!.reviewState, 'accepted');
    assert.equal(edit!.after!.source, 'human');
    assert.equal(edit!.after!.modelVersionId, 'm1');
  });

  test('Case72_Relabel_KeepsSharedAttributesAndFlags_DropsTheOldClassOnly', () => {
    const car = classOf('car', colour, doors, plate);
    const truck = classOf('truck', colour, { name: 'axles', type: 'number', default: 2 }, { ...doors, max: 3 });
    const before = box('a', 0, 0, 5, 5, { classId: 'car', attributes: { colour: 'blue', doors: 5, plate: 'X 1', occluded: true, note: 'from the import' } });
    const [edit] = relabelEdits([before], truck, [car, truck]);
    assert.deepEqual(edit!.after!.attributes, { colour: 'blue', axles: 2, occluded: true, note: 'from the import' });
  });

  test('Flags_Mixed_AreSetForAllThenTakenFromAll', () => {
    const mixed = [box('a', 0, 0, 5, 5, { attributes: { occluded: true } }), box('b'), modelBox('m', 0.6)];
    const set = flagEdits(mixed, 'occluded');
    assert.deepEqual(set.map(edit => edit.id), ['b', 'm']);
    assert.equal(set[1]!.after!.reviewState, 'accepted');
    const all = [mixed[0]!, ...set.map(edit => edit.after!)];
    assert.ok(all.every(annotation => hasFlag(annotation, 'occluded')));
    const cleared = flagEdits(all, 'occluded').map(edit => edit.after!);
    assert.equal(cleared.length, 3);
    assert.ok(cleared.every(annotation => annotation.attributes === null), 'nothing left is null, as the server says it');
    assert.ok(sameContent(cleared[1], mixed[1]));
  });

  test('AttributesSaving_ToggleOnEight_IsOneStepAndOneEditEach', () => {
    const store = new AnnotationStore(Array.from({ length: 9 }, (_, i) => box(`a${i}`)));
    const history = new History();
    const edits = flagEdits([...store.all()].slice(0, 8), 'occluded');
    history.push(store.apply(edits, 'local'), 0);
    assert.equal(edits.length, 8);
    store.apply(history.undo()!, 'history');
    assert.ok([...store.all()].every(annotation => !hasFlag(annotation, 'occluded')));
    assert.ok(!history.canUndo);
  });

  test('Attribute_SameValue_IsNoEdit_UndefinedTakesItOut', () => {
    const car = box('a', 0, 0, 5, 5, { attributes: { colour: 'red' } });
    assert.deepEqual(attributeEdits([car], 'colour', 'red'), []);
    assert.equal(attributeEdits([car], 'colour', undefined)[0]!.after!.attributes, null);
    assert.deepEqual(attributesOf(withAttribute(car, 'doors', 3)), { colour: 'red', doors: 3 });
  });

  test('Attribute_UnreadableRecord_CountsAsNone', () => {
    assert.deepEqual(attributesOf(box('a', 0, 0, 5, 5, { attributes: ['odd'] })), {});
    assert.deepEqual(attributesOf(box('a', 0, 0, 5, 5, { attributes: null })), {});
  });

  test('Typing_InOneField_IsOneStep_InTwoFieldsTwo', () => {
    const store = new AnnotationStore([box('a')]);
    const history = new History();
    const type = (field: string, text: string, now: number): void => {
      history.push(store.apply(attributeEdits([store.get('a')!], field, text), 'local'), now, `attribute:${field}:a`);
    };
    ['K', 'Ki', 'Kim'].forEach((text, i) => type('plate', text, i * 200));
    type('note', 'x', 700);
    store.apply(history.undo()!, 'history');
    assert.deepEqual(store.get('a')!.attributes, { plate: 'Kim' });
    store.apply(history.undo()!, 'history');
    assert.equal(store.get('a')!.attributes ?? null, null);
  });
});
