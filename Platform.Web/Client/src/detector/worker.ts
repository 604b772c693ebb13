import * as ort from 'onnxruntime-web/wasm';
import type { ModelDescription } from './description.js';
import { readDetections } from './detections.js';
import { fit, toPlanes } from './letterbox.js';
import type { FromWorker, ToWorker } from './messages.js';

/** Lower than anybody wants to see; what is shown of it is decided on the page, without another look. */
const LeastScore = 0.01;

/** The part of a worker's global scope that is used: the compiler knows the page's only. */
interface WorkerPort {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
}

interface Loaded {
  readonly session: ort.InferenceSession;
  readonly description: ModelDescription;
  readonly sheet: OffscreenCanvasRenderingContext2D;
}

const port = self as unknown as WorkerPort;
let loaded: Loaded | undefined;
// One after the other: a session runs one image at a time.
let last: Promise<void> = Promise.resolve();

port.onmessage = ({ data }) => {
  last = last.then(() => handle(data)).catch((error: unknown) => port.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }));
};

async function handle(message: ToWorker): Promise<void> {
  if (message.kind === 'load') {
    loaded = await load(message);
    port.postMessage({ kind: 'ready', description: loaded.description });
  } else if (loaded) {
    port.postMessage(await look(loaded, message.frame));
  }
}

async function load({ descriptionUrl, modelUrl, wasmUrl }: Extract<ToWorker, { kind: 'load' }>): Promise<Loaded> {
  // Threads would need a page that is isolated from others, which costs the rest of the product more than they bring here.
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = { wasm: wasmUrl };
  const [description, model] = await Promise.all([
    fetchOk(descriptionUrl).then(response => response.json() as Promise<ModelDescription>),
    fetchOk(modelUrl).then(response => response.arrayBuffer()),
  ]);
  const session = await ort.InferenceSession.create(new Uint8Array(model), { executionProviders: ['wasm'] });
  const sheet = new OffscreenCanvas(description.input.width, description.input.height).getContext('2d', { willReadFrequently: true });
  if (!sheet) {
    throw new Error('OffscreenCanvas');
  }
  return { session, description, sheet };
}

async function look({ session, description, sheet }: Loaded, frame: ImageBitmap): Promise<FromWorker> {
  const started = performance.now();
  const { input } = description;
  const box = fit(frame.width, frame.height, input);
  sheet.imageSmoothingQuality = 'high';
  sheet.clearRect(0, 0, box.width, box.height);
  sheet.drawImage(frame, 0, 0, box.width, box.height);
  frame.close();
  const planes = toPlanes(sheet.getImageData(0, 0, box.width, box.height).data, box, input);
  const prepared = performance.now();
  const outputs = await session.run({ images: new ort.Tensor('float32', planes, [1, 3, input.height, input.width]) }, ['boxes', 'scores']);
  const ran = performance.now();
  const detections = readDetections(outputs['boxes']!.data as Float32Array, outputs['scores']!.data as Float32Array, description, box, LeastScore);
  return { kind: 'found', detections, elapsedMs: performance.now() - started, networkMs: ran - prepared };
}

async function fetchOk(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) {
    const problem = await response.json().catch(() => null) as { detail?: string } | null;
    throw new Error(problem?.detail ?? `${response.status} ${url}`);
  }
  return response;
}
