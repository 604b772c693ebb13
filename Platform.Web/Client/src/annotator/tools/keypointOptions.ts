import type { KeypointsTool } from './keypoints.js';
import type { ToolOption } from './options.js';

/** While points are being placed: which comes next, and what a key would do. */
export function keypointOptions(tool: KeypointsTool): readonly ToolOption[] {
  const { next } = tool.work;
  if (next === undefined) {
    return tool.incomplete() ? [{ kind: 'button', id: 'placeAbsent', text: 'placeAbsent', icon: 'shapeKeypoints', command: 'placeAbsent', press: () => void tool.run('placeAbsent') }] : [];
  }
  return [
    { kind: 'note', id: 'next', text: 'pointNext', values: [tool.work.nameOf(next), next + 1, tool.work.count] },
    { kind: 'toggle', id: 'occluded', text: 'pointOccluded', command: 'pointOccluded', on: tool.occludedNext, set: () => void tool.run('pointOccluded') },
    { kind: 'button', id: 'absent', text: 'pointAbsent', command: 'pointAbsent', press: () => void tool.run('pointAbsent') },
    { kind: 'button', id: 'back', text: 'removeLastPoint', icon: 'undo', press: () => void tool.secondary() },
    { kind: 'button', id: 'drop', text: 'dropDrawing', icon: 'close', command: 'cancel', press: () => void tool.run('cancel') },
    { kind: 'button', id: 'done', text: 'done', icon: 'check', command: 'finish', primary: true, press: () => void tool.finish() },
  ];
}
