import type { Engine } from '../engine.js';
import type { Http } from '../http.js';

interface Found {
  readonly model: string;
  readonly added: number;
  /** Left out since it is annotated already. */
  readonly overlapping: number;
  /** Of the image, with what was added. */
  readonly revision: number;
}

/** Images that a model is looking at: asking again meanwhile would only draw the same twice. */
const asked = new Set<string>();

/** Lets the project's newest model look at the open image. What it finds awaits review, as everything that models draw. */
export async function askModel(engine: Pick<Engine, 'assetId' | 'readOnly' | 'session' | 'notify' | 'touch'>, http: Pick<Http, 'send'>): Promise<void> {
  const { assetId, session } = engine;
  if (assetId === null || !session || asked.has(assetId)) {
    return;
  }
  if (engine.readOnly) {
    engine.notify('readOnly');
    return;
  }
  asked.add(assetId);
  engine.notify('modelLooks');
  try {
    // What is drawn here is to be seen by the server, which leaves objects out that are annotated already.
    await session.queue.flush();
    const answer = await http.send(`assets/${encodeURIComponent(assetId)}/model-annotations`, { method: 'POST', body: {} });
    if (answer.kind === 'ok') {
      const { model, added, overlapping, revision } = answer.body as Found;
      session.queue.noticed(revision);
      engine.notify(added > 0 ? 'modelFound' : 'modelFoundNothing', model, added, overlapping);
    } else {
      engine.notify(answer.kind === 'refused' ? 'modelRefused' : 'modelAway', answer.kind === 'refused' ? answer.message : '');
    }
  } finally {
    asked.delete(assetId);
    engine.touch();
  }
}
