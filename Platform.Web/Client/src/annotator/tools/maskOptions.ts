import type { MaskTool } from './mask.js';
import { LargestBrushPx } from './maskSettings.js';
import type { ToolOption } from './options.js';
import type { ToolHost } from './tool.js';

export function maskOptions(tool: MaskTool, host: ToolHost): readonly ToolOption[] {
  const { settings } = tool;
  const options: ToolOption[] = [{
    kind: 'choice', id: 'maskMode', text: 'maskMode', value: settings.mode,
    choices: [
      { value: 'brush', text: 'maskBrush', icon: 'brush' },
      { value: 'eraser', text: 'maskEraser', icon: 'eraser' },
      { value: 'add', text: 'maskAdd', icon: 'areaAdd' },
      { value: 'subtract', text: 'maskSubtract', icon: 'areaSubtract' },
    ],
    set: mode => void tool.run(`maskMode:${mode}`),
  }];
  if (!settings.isArea) {
    options.push(
      {
        kind: 'choice', id: 'brushTip', text: 'brushTip', value: settings.tip,
        choices: [{ value: 'round', text: 'brushRound', icon: 'round' }, { value: 'square', text: 'brushSquare', icon: 'square' }],
        set: tip => {
          settings.tip = tip === 'square' ? 'square' : 'round';
        },
      },
      {
        kind: 'range', id: 'brushSize', text: 'brushSize', value: settings.sizePx, min: 1, max: LargestBrushPx, step: 1, unit: ' px',
        set: size => {
          settings.sizePx = size;
        },
      });
  }
  options.push({
    kind: 'toggle', id: 'removeUnderlying', text: 'removeUnderlying', command: 'removeUnderlying', icon: 'underlying', on: settings.removesUnderlying,
    set: on => {
      settings.removesUnderlying = on;
    },
  });
  if (host.selection.size > 0) {
    options.push({ kind: 'button', id: 'fillHoles', text: 'fillHoles', command: 'fillHoles', icon: 'fillHoles', press: () => host.run('fillHoles') });
  }
  if (tool.drawing) {
    options.push({ kind: 'button', id: 'done', text: 'done', icon: 'check', command: 'finish', primary: true, press: () => void tool.finish() });
  }
  return options;
}
