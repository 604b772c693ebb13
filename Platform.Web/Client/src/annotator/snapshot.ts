import type { Engine, LoadState } from './engine.js';
import type { SaveState, SaveStatus } from './saveQueue.js';
import { tallyOf } from './tally.js';

/** All that .NET learns of the canvas: small, numbered, and complete in itself, so that a lost one does no harm. */
export interface CanvasSnapshot {
  readonly sequence: number;
  readonly assetId: string | null;
  readonly loadState: LoadState;
  readonly revision: number;
  readonly saveState: SaveState;
  /** ISO 8601, or null before the first save of this page. */
  readonly savedAt: string | null;
  readonly message: string | null;
  /** Edits not acknowledged yet, over all images of this page. */
  readonly dirty: number;
  readonly total: number;
  readonly pending: number;
  /** Shapes by class id. */
  readonly counts: Readonly<Record<string, number>>;
  readonly tool: string;
  readonly activeClassId: string | null;
  /** The first of the selected ids; `selectedCount` tells how many there are. */
  readonly selectedIds: readonly string[];
  readonly selectedCount: number;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly scale: number;
  /** As the server last told, or as this person just set it. */
  readonly workState: string | null;
}

const MaxSelectedIds = 50;

export function takeSnapshot(sequence: number, engine: Engine, status: SaveStatus | null, dirty: number): CanvasSnapshot {
  const tally = tallyOf(engine);
  return {
    sequence,
    assetId: engine.assetId,
    loadState: engine.loadState,
    revision: status?.revision ?? 0,
    saveState: status?.state ?? 'saved',
    savedAt: status?.savedAt ? new Date(status.savedAt).toISOString() : null,
    message: status?.message ?? engine.loadMessage,
    dirty,
    total: tally.total,
    pending: tally.pending,
    counts: Object.fromEntries(tally.byClass),
    tool: engine.tool.id,
    activeClassId: engine.activeClassId,
    selectedIds: engine.selection.ids().slice(0, MaxSelectedIds),
    selectedCount: engine.selection.size,
    canUndo: engine.session?.history.canUndo ?? false,
    canRedo: engine.session?.history.canRedo ?? false,
    scale: engine.camera.scale,
    workState: engine.session?.document.workState ?? null,
  };
}

/** What browser tests and styles read off the host element; also the exact mapping `screen = image * scale + offset` within `.stage`. */
export function publishAttributes(element: HTMLElement, engine: Engine, status: SaveStatus | null, dirty: number): void {
  const single = engine.selection.single();
  const geometry = single === undefined ? undefined : engine.get(single)?.geometry;
  const values: Readonly<Record<string, string>> = {
    assetId: engine.assetId ?? '',
    state: engine.loadState,
    count: String(tallyOf(engine).total),
    selectedCount: String(engine.selection.size),
    selectedGeometry: geometry && 'width' in geometry ? `${geometry.x},${geometry.y},${geometry.width},${geometry.height}` : '',
    revision: String(status?.revision ?? 0),
    saveState: status?.state ?? 'saved',
    dirty: String(dirty),
    tool: engine.tool.id,
    activeClass: engine.activeClassId ?? '',
    readOnly: String(engine.readOnly),
    scale: String(engine.camera.scale),
    offsetX: String(engine.camera.x),
    offsetY: String(engine.camera.y),
    imageWidth: String(engine.image.width),
    imageHeight: String(engine.image.height),
    frame: String(engine.video?.frame ?? ''),
    targetFrame: String(engine.video?.target ?? ''),
  };
  for (const [name, value] of Object.entries(values)) {
    if (element.dataset[name] !== value) {
      element.dataset[name] = value;
    }
  }
}
