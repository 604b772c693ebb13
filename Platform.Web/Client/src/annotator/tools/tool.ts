import type { Handle } from '../geometry/box.js';
import type { ImagePoint, Rect, ScreenPoint } from '../geometry/math.js';
import type { Annotation, AnnotatorClass, BoxAnnotation, BoxGeometry, Size } from '../model.js';
import type { Selection } from '../selection.js';
import type { Edit } from '../store.js';
import type { TextKey } from '../texts.js';

export type ToolId = 'select' | 'bbox' | 'pan';

/** A pointer position as a tool sees it; the input layer has merged all moves of one frame into one. */
export interface Pointer {
  readonly screen: ScreenPoint;
  readonly image: ImagePoint;
  readonly shift: boolean;
  /** Ctrl, or Command on a Mac. */
  readonly ctrl: boolean;
  readonly type: 'mouse' | 'touch' | 'pen';
}

/** What a gesture shows before it becomes an edit. */
export interface Draft {
  /** Stand-ins for stored shapes of the same id, or shapes that do not exist yet. */
  readonly shapes: readonly Annotation[];
  readonly marquee?: Rect;
}

/** The engine as tools see it; small enough for tests to fake. */
export interface ToolHost {
  readonly image: Size;
  readonly readOnly: boolean;
  readonly selection: Selection;
  /** The class that new shapes get, if it takes boxes. */
  activeClass(): AnnotatorClass | undefined;
  get(id: string): Annotation | undefined;
  hitShape(point: ImagePoint, type: Pointer['type']): Annotation | undefined;
  /** A handle of the single selected box. */
  hitHandle(point: ScreenPoint, type: Pointer['type']): { readonly box: BoxAnnotation; readonly handle: Handle } | undefined;
  shapesIn(rect: Rect): Annotation[];
  newBox(geometry: BoxGeometry, classId: string): BoxAnnotation;
  edit(edits: readonly Edit[]): void;
  setDraft(draft: Draft | null): void;
  setCursor(cursor: string): void;
  panBy(dx: number, dy: number): void;
  notify(key: TextKey): void;
}

/** A state machine fed by pointers. Every way out of a gesture is either an edit or nothing at all. */
export interface Tool {
  readonly id: ToolId;
  down(pointer: Pointer): void;
  move(pointer: Pointer): void;
  up(pointer: Pointer): void;
  /** Drops the gesture under way without a trace; answers whether there was one. */
  cancel(): boolean;
}

/** Movement below this many screen pixels is a click with an unsteady hand. */
export const DragThresholdPx = 4;
