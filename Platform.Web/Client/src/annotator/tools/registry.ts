import { DrawBoxTool } from './drawBox.js';
import { PanTool } from './pan.js';
import { SelectTool } from './select.js';
import type { Tool, ToolHost, ToolId } from './tool.js';

/** Every tool by its id; a new one needs its file, its id and its line here. */
export function createTools(host: ToolHost): Readonly<Record<ToolId, Tool>> {
  return { select: new SelectTool(host), bbox: new DrawBoxTool(host), pan: new PanTool(host) };
}

export function isToolId(id: string): id is ToolId {
  return id === 'select' || id === 'bbox' || id === 'pan';
}
