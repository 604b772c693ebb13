import { el } from '../annotator/ui/dom.js';
import { Camera } from './camera.js';
import type { ModelDescription } from './description.js';
import type { Detection } from './detections.js';
import type { FromWorker, ToWorker } from './messages.js';
import { colourOf, paint } from './painter.js';

export interface DetectorOptions {
  /** model.json of the version. */
  readonly descriptionUrl: string;
  readonly modelUrl: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** The last frame that was looked at, with all that was found on it. */
interface Look {
  readonly frame: ImageBitmap;
  readonly detections: readonly Detection[];
  readonly elapsedMs: number;
  readonly networkMs: number;
}

/** Runs a detector on dropped images and on the camera's picture, on this machine alone. The markup is the page's; parts of it are found by their `data-` names. */
export class DetectorPanel {
  private readonly worker = new Worker(new URL('./detectorWorker.js', import.meta.url), { type: 'module' });
  private readonly camera: Camera;
  private readonly listening = new AbortController();
  private description: ModelDescription | undefined;
  /** Sent to the worker and not answered yet; one more waits at most, the newest. */
  private inside: ImageBitmap | undefined;
  private waiting: ImageBitmap | undefined;
  private look: Look | undefined;

  constructor(private readonly root: HTMLElement, private readonly options: DetectorOptions) {
    this.camera = new Camera(this.part('video') as HTMLVideoElement);
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.hear(data);
    this.worker.onerror = event => this.fail(event.message || this.text('failed'));
    this.listen();
    this.say(this.text('loading'));
    const { descriptionUrl, modelUrl } = options;
    this.tell({
      kind: 'load',
      descriptionUrl: new URL(descriptionUrl, location.href).href,
      modelUrl: new URL(modelUrl, location.href).href,
      wasmUrl: new URL('./ort-wasm-simd-threaded.wasm', import.meta.url).href,
    });
  }

  dispose(): void {
    this.listening.abort();
    this.camera.stop();
    this.worker.terminate();
  }

  private listen(): void {
    const { signal } = this.listening;
    const drop = this.part('drop');
    const file = this.part('file') as HTMLInputElement;
    const take = () => {
      const [chosen] = file.files ?? [];
      file.value = '';
      void this.open(chosen);
    };
    file.addEventListener('change', take, { signal });
    drop.addEventListener('dragover', event => { event.preventDefault(); drop.classList.add('drop-over'); }, { signal });
    drop.addEventListener('dragleave', () => drop.classList.remove('drop-over'), { signal });
    drop.addEventListener('drop', event => {
      event.preventDefault();
      drop.classList.remove('drop-over');
      void this.open(event.dataTransfer?.files[0]);
    }, { signal });
    this.part('score').addEventListener('input', () => this.show(), { signal });
    this.part('camera').addEventListener('click', () => void this.switchCamera(), { signal });
    // A person may choose before this script has arrived.
    take();
  }

  private async open(file: File | undefined): Promise<void> {
    if (!file) {
      return;
    }
    this.stopCamera();
    try {
      this.send(await createImageBitmap(file, { imageOrientation: 'from-image' }));
    } catch {
      this.fail(this.text('noImage'));
    }
  }

  private async switchCamera(): Promise<void> {
    if (this.camera.isOn) {
      this.stopCamera();
      return;
    }
    this.part('error').hidden = true;
    const refusal = await this.camera.start();
    if (refusal) {
      this.fail(this.text(refusal));
    } else if (this.listening.signal.aborted) {
      this.camera.stop();
    } else {
      this.part('camera-text').textContent = this.text('cameraStop');
      await this.next();
    }
  }

  private stopCamera(): void {
    this.camera.stop();
    this.part('camera-text').textContent = this.text('cameraStart');
    this.show();
  }

  // The camera's next frame once the one before is answered: never more than the network can look at.
  private async next(): Promise<void> {
    if (!this.camera.isOn || this.inside) {
      return;
    }
    const video = this.part('video') as HTMLVideoElement;
    if (video.videoWidth > 0 && document.visibilityState === 'visible') {
      this.send(await createImageBitmap(video));
    } else {
      requestAnimationFrame(() => void this.next());
    }
  }

  private send(frame: ImageBitmap): void {
    this.part('error').hidden = true;
    if (this.inside || !this.description) {
      this.waiting?.close();
      this.waiting = frame;
      return;
    }
    this.inside = frame;
    // A copy: this one is painted under what was found.
    this.tell({ kind: 'look', frame });
  }

  private tell(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private hear(message: FromWorker): void {
    if (message.kind === 'failed') {
      this.inside?.close();
      this.inside = undefined;
      this.fail(message.message);
      return;
    }
    if (message.kind === 'ready') {
      this.description = message.description;
      this.begin(message.description);
    } else if (this.inside) {
      this.look?.frame.close();
      this.look = { frame: this.inside, detections: message.detections, elapsedMs: message.elapsedMs, networkMs: message.networkMs };
      this.inside = undefined;
      this.show();
    }
    const waiting = this.waiting;
    this.waiting = undefined;
    if (waiting) {
      this.send(waiting);
    } else {
      void this.next();
    }
  }

  private begin(description: ModelDescription): void {
    (this.part('score') as HTMLInputElement).value = String(Math.round(100 * description.scoreThreshold));
    this.say(this.text('ready'));
    this.show();
  }

  private show(): void {
    const description = this.description;
    const percent = Number((this.part('score') as HTMLInputElement).value);
    this.part('score-text').textContent = `${percent}%`;
    if (!description) {
      return;
    }
    const detections = this.look?.detections.filter(found => found.score > percent / 100) ?? [];
    this.part('classes').replaceChildren(...description.classNames.map((name, label) => classRow(name, label, detections)));
    if (!this.look) {
      return;
    }
    const { frame, elapsedMs, networkMs } = this.look;
    this.part('result').hidden = false;
    paint(this.part('picture') as HTMLCanvasElement, frame, detections, description.classNames);
    this.say(this.text('summary', detections.length, elapsedMs.toFixed(1), networkMs.toFixed(1), `${frame.width} × ${frame.height}`));
    // Of a moving picture nobody reads rows.
    this.part('rows').replaceChildren(...(this.camera.isOn ? [] : detections.map(found => objectRow(description.classNames[found.label]!, description.classKeys[found.label]!, found))));
  }

  private fail(message: string): void {
    const error = this.part('error');
    error.textContent = message;
    error.hidden = false;
    if (!this.description) {
      this.say('');
    }
  }

  private say(text: string): void {
    this.part('summary').textContent = text;
  }

  private text(key: string, ...values: readonly unknown[]): string {
    return values.reduce<string>((text, value, index) => text.replace(`{${index}}`, String(value)), this.options.texts[key] ?? key);
  }

  private part(name: string): HTMLElement {
    return this.root.querySelector<HTMLElement>(`[data-${name}]`)!;
  }
}

function classRow(name: string, label: number, detections: readonly Detection[]): HTMLElement {
  const own = detections.filter(found => found.label === label);
  const swatch = el('span', { class: 'browser-model-swatch', 'aria-hidden': 'true' });
  swatch.style.background = colourOf(label);
  return el('tr', {}, el('td', {}, swatch, name), el('td', { class: 'num' }, String(own.length)), el('td', { class: 'num muted' }, own[0] ? `${(100 * own[0].score).toFixed(1)}%` : '–'));
}

function objectRow(name: string, key: string, found: Detection): HTMLElement {
  const [x, y, width, height] = [found.x, found.y, found.width, found.height].map(value => value.toFixed(2));
  return el(
    'tr', { 'data-class': key, 'data-confidence': found.score.toFixed(4), 'data-box': `${x} ${y} ${width} ${height}` },
    el('td', {}, name), el('td', { class: 'num' }, `${(100 * found.score).toFixed(1)}%`),
    el('td', { class: 'num muted small' }, `${Math.round(found.x)}, ${Math.round(found.y)}, ${Math.round(found.width)} × ${Math.round(found.height)}`));
}
