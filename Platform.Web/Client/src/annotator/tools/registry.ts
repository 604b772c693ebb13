import type { ClassShape } from '../model.js';
import type { TextKey } from '../texts.js';
import type { IconName } from '../ui/icons.js';
import { CommentTool } from './comment.js';
import { DrawBoxTool } from './drawBox.js';
import { DrawPathTool } from './drawPath.js';
import { ExtremeBoxTool } from './extremeBox.js';
import { KeypointsTool } from './keypoints.js';
import { MaskTool } from './mask.js';
import { PanTool } from './pan.js';
import { ScissorsTool } from './scissors.js';
import { SimplifyTool } from './simplify.js';
import { SliceTool } from './slice.js';
import { SmartBoxTool } from './smartBox.js';
import { SmartFloodTool } from './smartFlood.js';
import type { Tool, ToolHost } from './tool.js';
import { TransformTool } from './transform.js';
import { SelectAndEditTool } from './vertexEditing.js';

export interface ToolDefinition {
  readonly id: string;
  readonly icon: IconName;
  readonly text: TextKey;
  /** At rest over the picture. */
  readonly cursor: string;
  /** What the tool makes; a tool whose shapes no class takes is not offered. Absent: it draws nothing. */
  readonly draws?: readonly ClassShape[];
  /** False where the tool shows by itself where it would draw. */
  readonly crosshair?: boolean;
  /** Works on the selection and is taken up by a command: it has no place on the tool rail. */
  readonly aside?: boolean;
  create(host: ToolHost): Tool;
}

/** Every tool in the order of the tool rail; the first that draws a class' shape is the one that picking the class takes up. */
export const toolDefinitions: readonly ToolDefinition[] = [
  { id: 'select', icon: 'select', text: 'toolSelect', cursor: 'default', create: host => new SelectAndEditTool(host) },
  { id: 'bbox', icon: 'box', text: 'toolBox', cursor: 'crosshair', draws: ['bbox'], create: host => new DrawBoxTool(host) },
  { id: 'extremes', icon: 'extremes', text: 'toolExtremes', cursor: 'crosshair', draws: ['bbox'], create: host => new ExtremeBoxTool(host) },
  { id: 'polygon', icon: 'polygon', text: 'toolPolygon', cursor: 'crosshair', draws: ['polygon'], create: host => new DrawPathTool(host, 'polygon') },
  { id: 'polyline', icon: 'polyline', text: 'toolPolyline', cursor: 'crosshair', draws: ['polyline'], create: host => new DrawPathTool(host, 'polyline') },
  { id: 'mask', icon: 'brush', text: 'toolMask', cursor: 'crosshair', draws: ['mask'], crosshair: false, create: host => new MaskTool(host) },
  { id: 'smartBox', icon: 'smartBox', text: 'toolSmartBox', cursor: 'crosshair', draws: ['polygon', 'mask'], create: host => new SmartBoxTool(host) },
  { id: 'scissors', icon: 'scissors', text: 'toolScissors', cursor: 'crosshair', draws: ['polygon'], create: host => new ScissorsTool(host) },
  { id: 'smartFlood', icon: 'smartFlood', text: 'toolSmartFlood', cursor: 'crosshair', draws: ['polygon', 'mask'], create: host => new SmartFloodTool(host) },
  { id: 'slice', icon: 'slice', text: 'slice', cursor: 'crosshair', aside: true, create: host => new SliceTool(host) },
  { id: 'simplify', icon: 'simplify', text: 'simplify', cursor: 'default', aside: true, create: host => new SimplifyTool(host) },
  { id: 'transform', icon: 'transform', text: 'transform', cursor: 'default', aside: true, create: host => new TransformTool(host) },
  { id: 'keypoints', icon: 'skeleton', text: 'toolKeypoints', cursor: 'crosshair', draws: ['keypoints'], crosshair: false, create: host => new KeypointsTool(host) },
  { id: 'comment', icon: 'comment', text: 'toolComment', cursor: 'crosshair', create: host => new CommentTool(host) },
  { id: 'pan', icon: 'pan', text: 'toolPan', cursor: 'grab', create: host => new PanTool(host) },
];

export function createTools(host: ToolHost): ReadonlyMap<string, Tool> {
  return new Map(toolDefinitions.map(definition => [definition.id, definition.create(host)]));
}

export function definitionOf(toolId: string): ToolDefinition | undefined {
  return toolDefinitions.find(definition => definition.id === toolId);
}
