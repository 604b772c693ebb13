import '@annotorious/annotorious/annotorious.css';
import { createImageAnnotator, ShapeType, type ImageAnnotation, type ImageAnnotator } from '@annotorious/annotorious';
import { drive, framePainted, scatter, timeCalls, type FrameSeries } from './probe.js';

/**
 * The other library, used as its documentation says: an image, the annotator on it, the annotations set at once. It neither pans nor
 * zooms by itself, so the element that holds image and annotations is moved by a CSS transform, as pages around it do: once plainly, which
 * stays sharp, and once with the hint `will-change`, with which the browser moves a drawn texture and shows it blurred when enlarged.
 */
let annotator: ImageAnnotator;
const holder = document.getElementById('holder')!;

interface Box { readonly id: string; readonly x: number; readonly y: number; readonly width: number; readonly height: number }

async function open(boxes: readonly Box[], fit: number, hint: boolean): Promise<number> {
  const image = document.querySelector('img')!;
  await image.decode();
  holder.style.transformOrigin = '0 0';
  holder.style.willChange = hint ? 'transform' : '';
  holder.style.transform = `scale(${fit})`;
  await framePainted();
  const started = performance.now();
  annotator = createImageAnnotator(image, { drawingEnabled: false });
  annotator.setAnnotations(boxes.map(annotationOf) as never);
  return (await framePainted()) - started;
}

function annotationOf({ id, x, y, width, height }: Box): ImageAnnotation {
  const bounds = { minX: x, minY: y, maxX: x + width, maxY: y + height };
  return { id, bodies: [], target: { annotation: id, selector: { type: ShapeType.RECTANGLE, geometry: { x, y, w: width, h: height, bounds } } } } as ImageAnnotation;
}

async function pan(frames: number, fit: number): Promise<FrameSeries> {
  const radius = 200;
  return drive(frames, i => {
    holder.style.transform = `translate(${Math.sin((i * 12) / radius) * radius}px, ${Math.cos((i * 12) / radius) * radius - radius}px) scale(${fit})`;
  });
}

/** The same steps as our zoom makes: a factor of e^0.064 a frame, at the middle of the window. */
async function zoom(frames: number, fit: number): Promise<FrameSeries> {
  const centre = { x: innerWidth / 2, y: innerHeight / 2 };
  return drive(frames, i => {
    const k = Math.exp(0.064 * (i < frames / 2 ? i : frames - i));
    holder.style.transform = `translate(${centre.x * (1 - k)}px, ${centre.y * (1 - k)}px) scale(${fit * k})`;
  });
}

/** A pointer moving over the annotations, through the library's own listeners. */
async function hover(frames: number): Promise<FrameSeries> {
  const layer = document.querySelector('.a9s-annotationlayer')!;
  const points = scatter(frames, innerWidth, innerHeight);
  return drive(frames, i => {
    layer.dispatchEvent(new PointerEvent('pointermove', { clientX: points[i]!.x, clientY: points[i]!.y, bubbles: true, pointerType: 'mouse' }));
  });
}

function hits(count: number, width: number, height: number): number[] {
  const { store } = (annotator as unknown as { state: { store: { getAt(x: number, y: number): unknown } } }).state;
  return timeCalls(scatter(count, width, height), (x, y) => store.getAt(x, y));
}

const probe = { open, pan, zoom, hover, hits };
export type AnnotoriousProbe = typeof probe;
Object.assign(window, { probe });
