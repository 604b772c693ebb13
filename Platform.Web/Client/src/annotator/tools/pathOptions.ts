import type { DrawPathTool } from './drawPath.js';
import type { ToolOption } from './options.js';
import type { ToolHost } from './tool.js';

const MostPoints = 9999;

/** While something is half drawn: how to end it, without a keyboard. Before that: how to draw. */
export function drawPathOptions(tool: DrawPathTool, host: ToolHost): readonly ToolOption[] {
  const { drawSettings } = host;
  const settings: ToolOption[] = [
    { kind: 'toggle', id: 'snap', text: 'snap', icon: 'magnet', command: 'toggleSnap', on: drawSettings.snap, set: snap => drawSettings.set({ snap }) },
  ];
  if (tool.id === 'polygon') {
    settings.push({ kind: 'toggle', id: 'crop', text: 'cropNeighbours', icon: 'crop', on: drawSettings.cropNeighbours, set: cropNeighbours => drawSettings.set({ cropNeighbours }) });
  }
  if (!tool.drawing) {
    return [...settings, { kind: 'number', id: 'pointCount', text: 'pointCount', value: drawSettings.pointCount, min: tool.least, max: MostPoints, set: pointCount => drawSettings.set({ pointCount }) }];
  }
  return [
    ...settings,
    { kind: 'note', id: 'points', text: 'pointsDrawn', values: [tool.points.length] },
    { kind: 'button', id: 'back', text: 'removeLastPoint', icon: 'undo', press: () => void tool.stepBack() },
    { kind: 'button', id: 'drop', text: 'dropDrawing', icon: 'close', command: 'cancel', press: () => void tool.cancel() },
    { kind: 'button', id: 'done', text: 'done', icon: 'check', command: 'finish', primary: true, disabled: tool.points.length < tool.least, press: () => void tool.finish() },
  ];
}
