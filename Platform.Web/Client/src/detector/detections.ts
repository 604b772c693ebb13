import type { ModelDescription } from './description.js';
import { toSource, type Letterbox } from './letterbox.js';

/** A found object in pixels of the image. */
export interface Detection {
  readonly label: number;
  /** 0 to 1. */
  readonly score: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Bounds sorting where an untrained network fires everywhere. */
const MaxCandidates = 30_000;

/**
 * What a detector's raw outputs say of one image, surest first. The result for a higher score is the part of it above that score: a box is dropped for surer ones only.
 * @param boxes [P, 4] corners x1 y1 x2 y2 in input pixels.
 * @param scores [P, C] from 0 to 1.
 * @param least Kept are scores above it.
 */
export function readDetections(boxes: Float32Array, scores: Float32Array, description: ModelDescription, box: Letterbox, least: number): readonly Detection[] {
  const classes = description.classKeys.length;
  const candidates: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    if (scores[i]! > least) {
      candidates.push(i);
    }
  }
  candidates.sort((a, b) => scores[b]! - scores[a]! || a - b);
  const kept: number[] = [];
  for (const candidate of candidates.slice(0, MaxCandidates)) {
    if (kept.length >= description.maxDetections) {
      break;
    }
    const rivals = kept.filter(better => better % classes === candidate % classes);
    if (rivals.every(better => overlap(boxes, Math.floor(candidate / classes), Math.floor(better / classes)) <= description.iouThreshold)) {
      kept.push(candidate);
    }
  }
  return kept.map(index => {
    const at = 4 * Math.floor(index / classes);
    const [x1, y1] = toSource(boxes[at]!, boxes[at + 1]!, box);
    const [x2, y2] = toSource(boxes[at + 2]!, boxes[at + 3]!, box);
    return { label: index % classes, score: scores[index]!, x: x1, y: y1, width: x2 - x1, height: y2 - y1 };
  }).filter(found => found.width > 0 && found.height > 0);
}

/** Intersection over union of two points' boxes. */
function overlap(boxes: Float32Array, first: number, second: number): number {
  const [a, b] = [boxes.subarray(4 * first, 4 * first + 4), boxes.subarray(4 * second, 4 * second + 4)];
  const width = Math.min(a[2]!, b[2]!) - Math.max(a[0]!, b[0]!);
  const height = Math.min(a[3]!, b[3]!) - Math.max(a[1]!, b[1]!);
  if (width <= 0 || height <= 0) {
    return 0;
  }
  const area = (box: Float32Array) => (box[2]! - box[0]!) * (box[3]! - box[1]!);
  return width * height / (area(a) + area(b) - width * height);
}
