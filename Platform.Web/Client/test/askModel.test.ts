import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpAnswer, HttpRequest } from '../src/annotator/http.js';
import { askModel } from '../src/annotator/review/askModel.js';

function desk(answer: HttpAnswer, readOnly = false) {
  const said: unknown[][] = [];
  const steps: string[] = [];
  const engine = {
    assetId: 'image 1', readOnly,
    session: { queue: { flush: async () => void steps.push('flush'), noticed: (revision: number) => void steps.push(`noticed ${revision}`) } },
    notify: (...values: unknown[]) => void said.push(values),
    touch: () => undefined,
  };
  const http = { send: async (path: string, request: HttpRequest = {}) => { steps.push(`${request.method} ${path}`); return answer; } };
  return { said, steps, ask: () => askModel(engine as unknown as Parameters<typeof askModel>[0], http) };
}

test('AskModel_OnAnOpenImage_SavesFirstThenTakesInWhatTheModelFound', async () => {
  const { said, steps, ask } = desk({ kind: 'ok', status: 200, body: { model: 'Cells 3', added: 5, overlapping: 2, revision: 9 } });
  await Promise.all([ask(), ask()]);
  assert.deepEqual(steps, ['flush', 'POST assets/image%201/model-annotations', 'noticed 9'], 'asked twice at once, it looks once');
  assert.deepEqual(said, [['modelLooks'], ['modelFound', 'Cells 3', 5, 2]]);
});

test('AskModel_ThatIsRefusedOrAway_SaysSo', async () => {
  const refused = desk({ kind: 'refused', status: 422, message: 'No model yet.', code: 'auto_annotation.no_model', body: null });
  await refused.ask();
  assert.deepEqual(refused.said.at(-1), ['modelRefused', 'No model yet.']);
  const away = desk({ kind: 'unreachable', signedOut: false });
  await away.ask();
  assert.deepEqual(away.said.at(-1), ['modelAway', '']);
});

test('AskModel_OnAReadOnlyImage_AsksNobody', async () => {
  const { said, steps, ask } = desk({ kind: 'unreachable', signedOut: false }, true);
  await ask();
  assert.deepEqual([steps, said], [[], [['readOnly']]]);
});
