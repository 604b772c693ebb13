/** What model.json of a bundle says: how images go into a network and how its answers are read. */
export interface ModelDescription {
  readonly task: string;
  readonly classKeys: readonly string[];
  readonly classNames: readonly string[];
  readonly input: InputDescription;
  /** Kept are scores above it. */
  readonly scoreThreshold: number;
  /** A box that overlaps a better one of its class by more is dropped. */
  readonly iouThreshold: number;
  readonly maxDetections: number;
}

export interface InputDescription {
  readonly width: number;
  readonly height: number;
  /** Grey level around the image, 0 to 255. */
  readonly pad: number;
  /** By channel, of values from 0 to 1. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}
