import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { fetchPicture, fetchPictureStubbornly } from '../src/annotator/protocol.js';

type Answer = 'lost' | 'cut' | number;

const picture = { width: 4, height: 3 } as ImageBitmap;
let answers: Answer[] = [];
let asked = 0;

/** A response whose body breaks off, as a truncated download does. */
const cutOff = (): Response => ({ ok: true, status: 200, blob: () => Promise.reject(new TypeError('network error')) }) as unknown as Response;

describe('a picture on its way', () => {
  beforeEach(() => {
    asked = 0;
    globalThis.fetch = () => {
      const answer = answers[asked++]!;
      return answer === 'lost' ? Promise.reject(new TypeError('network error')) : Promise.resolve(answer === 'cut' ? cutOff() : new Response('bytes', { status: answer }));
    };
    globalThis.createImageBitmap = () => Promise.resolve(picture);
  });

  const open = (signal = new AbortController().signal): Promise<ImageBitmap | null> => fetchPictureStubbornly('/image', signal, [0, 0, 0]);

  test('ChunkDownloadRetry_ThreeNetworkErrorsThenSuccess_ShowsThePicture', async () => {
    answers = ['lost', 'lost', 'lost', 200];
    assert.equal(await open(), picture);
    assert.equal(asked, 4);
  });

  test('ChunkDownloadRetry_CutOffInTheMiddle_IsAskedForAgain', async () => {
    answers = ['cut', 503, 200];
    assert.equal(await open(), picture);
  });

  test('ChunkDownloadRetry_NothingHelps_EndsWithoutAPicture', async () => {
    answers = ['lost', 'cut', 500, 'lost'];
    assert.equal(await open(), null);
    assert.equal(asked, 4);
  });

  test('ChunkDownloadRetry_MissingOrUndecodable_IsNotAskedForAgain', async () => {
    answers = [404, 200];
    assert.equal(await open(), null);
    globalThis.createImageBitmap = () => Promise.reject(new DOMException('no image'));
    assert.equal(await open(), null);
    assert.equal(asked, 2);
  });

  test('ChunkDownloadRetry_GivenUp_EndsAtOnce', async () => {
    const given = new AbortController();
    given.abort();
    answers = ['lost', 200];
    assert.equal(await open(given.signal), null);
    assert.equal(asked, 1);
  });

  test('ChunkDownloadRetry_AFrame_IsAskedForOnce', async () => {
    answers = ['lost', 200];
    assert.equal(await fetchPicture('/frames/3'), null);
    assert.equal(asked, 1);
  });
});
