import type { Camera } from '../camera.js';
import type { ImagePoint, Rect, ScreenPoint } from '../geometry/math.js';
import type { ClassSet } from '../classSet.js';
import type { Command } from '../keys/chords.js';
import type { Marks } from '../marks.js';
import type { Annotation, AnnotatorClass, ClassShape, Geometry, ShapeType, Size } from '../model.js';
import type { Palette } from '../render/palette.js';
import type { Redraw } from '../redraw.js';
import type { Selection } from '../selection.js';
import type { Grip } from '../shapes/shape.js';
import type { SmartApi } from '../smart/smartApi.js';
import type { Edit } from '../store.js';
import type { TextKey } from '../texts.js';
import type { WorkSteps } from '../workSteps.js';
import type { MenuItem } from '../ui/menu.js';
import type { DrawSettings } from './drawSettings.js';
import type { ToolOption } from './options.js';
import type { Snap } from './snap.js';
import type { Unfinished } from './unfinished.js';

/** A pointer position as a tool sees it; the input layer has merged all moves of one frame into one. */
export interface Pointer {
  readonly screen: ScreenPoint;
  readonly image: ImagePoint;
  /** Every position since the last move, the newest last: a brush must not cut corners. Image pixels. */
  readonly trail: readonly ImagePoint[];
  readonly shift: boolean;
  /** Ctrl, or Command on a Mac. */
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly type: 'mouse' | 'touch' | 'pen';
}

/** What a gesture shows before it becomes an edit. */
export interface Draft {
  /** Stand-ins for stored shapes of the same id, or shapes that do not exist yet. */
  readonly shapes: readonly Annotation[];
  readonly marquee?: Rect;
  /** Stored shapes that the tool draws itself for the time being. */
  readonly hidden?: readonly string[];
  /** Where the dragged point sticks to a neighbour. */
  readonly snap?: Snap | undefined;
}

export interface GripHit {
  readonly annotation: Annotation;
  readonly grip: Grip;
}

/** What a tool may draw over everything while it is in use; the context is in screen pixels of the stage. */
export interface OverlayView {
  readonly camera: Camera;
  readonly image: Size;
  readonly stage: Size;
  readonly palette: Palette;
  readonly accent: string;
  /** Null while the pointer is elsewhere. */
  readonly pointer: ScreenPoint | null;
}

/** The engine as tools see it; small enough for tests to fake. */
export interface ToolHost {
  readonly image: Size;
  readonly readOnly: boolean;
  readonly selection: Selection;
  /** Locked shapes are not to be changed, pinned ones not to be moved; `edit` refuses the former. */
  readonly marks: Marks;
  /** Screen pixels per image pixel. */
  readonly scale: number;
  readonly classSet: ClassSet;
  readonly drawSettings: DrawSettings;
  /** What the server finds in the picture. */
  readonly smart: SmartApi;
  /** Half-drawn lines of this image, kept over pages and crashes. */
  readonly unfinished: Unfinished;
  /** The stored shape that is being drawn anew, if any. */
  readonly redraw: Redraw;
  /** The class that a new shape of one of these types gets. */
  activeClass(...shapes: readonly ClassShape[]): AnnotatorClass | undefined;
  get(id: string): Annotation | undefined;
  hitShape(point: ImagePoint, type: Pointer['type']): Annotation | undefined;
  /** A grip of the single selected shape. */
  hitGrip(point: ScreenPoint, type: Pointer['type']): GripHit | undefined;
  shapesIn(rect: Rect): Annotation[];
  /** A shape as a person draws it, with a fresh id; not yet in the store. */
  newAnnotation(type: ShapeType | null, geometry: Geometry | Record<string, never>, classId: string): Annotation;
  edit(edits: readonly Edit[], mergeKey?: string | null): void;
  /** Closes or drops what was edited under one `workKey`. */
  readonly work: WorkSteps;
  setDraft(draft: Draft | null): void;
  setCursor(cursor: string): void;
  setTool(id: string): void;
  run(command: Command): void;
  panBy(dx: number, dy: number): void;
  notify(key: TextKey, ...values: (string | number)[]): void;
  text(key: TextKey, ...values: (string | number)[]): string;
  /** Opens a small menu at a point of the stage. */
  menu(at: ScreenPoint, items: readonly MenuItem[]): void;
  /** The tool's own state changed: paint and option bar are to be brought up to date. */
  touch(): void;
}

/** A state machine fed by pointers. Every way out of a gesture is either an edit or nothing at all. */
export interface Tool {
  readonly id: string;
  down(pointer: Pointer): void;
  move(pointer: Pointer): void;
  up(pointer: Pointer): void;
  /** Drops the gesture under way without a trace; answers whether there was one. */
  cancel(): boolean;
  /** Whether something is half drawn: such work is what undo, Enter and Escape then mean. */
  readonly drawing?: boolean;
  /** Grips of the selected shape are neither shown nor in the way. */
  readonly withoutGrips?: boolean;
  /** Ends what is half drawn as it stands (Enter, the repeat key); answers whether there was something. */
  finish?(): boolean;
  /** Takes back or brings back the last vertex or stroke of what is half drawn; false where there is none. */
  stepBack?(): boolean;
  stepForward?(): boolean;
  /** The secondary button; false lets the canvas have it. */
  secondary?(pointer: Pointer): boolean;
  doubleClick?(pointer: Pointer): boolean;
  /** Commands that only this tool knows, such as a brush size; true where it was one. */
  run?(command: string): boolean;
  /** The pointer was taken away while pressed (a second finger, a gesture of the browser): only the press never happened. Absent: `cancel`. */
  release?(): void;
  /** Puts aside what is half drawn, because the tool or the image changes; `resume` goes on with it there. Absent: `cancel`. */
  park?(): void;
  /** The tool is taken up, or an image was opened while it is in the hand. */
  resume?(): void;
  /** Settings and buttons of the option bar. */
  options?(): readonly ToolOption[];
  enter?(): void;
  leave?(): void;
  /** Absent while there is nothing to paint: the overlay can then rest. */
  readonly paint?: ((context: CanvasRenderingContext2D, view: OverlayView) => void) | undefined;
}

/** Movement below this many screen pixels is a click with an unsteady hand. */
export const DragThresholdPx = 4;
