/** Runs inside the measured pages, the same for both: drives frames, and watches the clock. */

export interface FrameSeries {
  /** Distances between frames, in milliseconds, while `step` moved something. */
  readonly moving: number[];
  /** The same for the frames right after, when a view may sharpen what it only moved before. */
  readonly resting: number[];
}

const RestingFrames = 30;

/** Calls `step` once a frame. */
export async function drive(frames: number, step: (frame: number) => void): Promise<FrameSeries> {
  const times: number[] = [];
  for (let i = 0; i <= frames + RestingFrames; i++) {
    times.push(await nextFrame());
    if (i < frames) {
      step(i);
    }
  }
  const distances = times.slice(1).map((time, i) => time - times[i]!);
  return { moving: distances.slice(0, frames), resting: distances.slice(frames) };
}

export function nextFrame(): Promise<number> {
  return new Promise(resolve => requestAnimationFrame(resolve));
}

/** Resolves when the next frame is painted and handed to the compositor: a task queued from within a frame runs right after it. */
export function framePainted(): Promise<number> {
  return new Promise(resolve => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve(performance.now());
    channel.port2.postMessage(null);
  }));
}

/** What one call takes, in milliseconds, for each of the points. */
export function timeCalls(points: readonly { x: number; y: number }[], call: (x: number, y: number) => unknown): number[] {
  return points.map(({ x, y }) => {
    const started = performance.now();
    call(x, y);
    return performance.now() - started;
  });
}

export function scatter(count: number, width: number, height: number): { x: number; y: number }[] {
  let state = 3;
  const next = (): number => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296;
  return Array.from({ length: count }, () => ({ x: next() * width, y: next() * height }));
}
