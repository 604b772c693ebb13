import type { ModelDescription } from './description.js';
import type { Detection } from './detections.js';

/** To the worker. */
export type ToWorker =
  | { readonly kind: 'load'; readonly descriptionUrl: string; readonly modelUrl: string; readonly wasmUrl: string }
  | { readonly kind: 'look'; readonly frame: ImageBitmap };

/** From the worker; looks are answered in their order. */
export type FromWorker =
  | { readonly kind: 'ready'; readonly description: ModelDescription }
  | { readonly kind: 'found'; readonly detections: readonly Detection[]; readonly elapsedMs: number; readonly networkMs: number }
  | { readonly kind: 'failed'; readonly message: string };
