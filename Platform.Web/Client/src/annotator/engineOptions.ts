import type { ScreenPoint } from './geometry/math.js';
import type { Http } from './http.js';
import type { Annotation, AnnotatorClass } from './model.js';
import type { Sessions } from './sessions.js';
import type { Direction } from './review/desk.js';
import type { SettingsStore } from './settings.js';
import type { QueueProgress } from './singleObject.js';
import type { TextKey } from './texts.js';
import type { MenuItem } from './ui/menu.js';

export type Opened = 'reject' | 'frame' | 'propagate' | 'help' | 'attributes' | 'objectFilter' | 'settings' | 'classPalette' | 'classLetter' | 'findImage' | 'resumeImage' | 'bulk';

/** What the engine is built with; the `on…` functions are its way to what lies around the stage and to .NET. */
export interface EngineOptions {
  readonly apiBase: string;
  readonly http: Http;
  readonly userKey: string;
  readonly sessions: Sessions;
  readonly settings: SettingsStore;
  readonly classes: readonly AnnotatorClass[];
  readonly readOnly: boolean;
  /** Panels have something new to show; at most once a frame. */
  readonly onChange: () => void;
  /** What lies on the picture has to move with it, in the same frame. */
  readonly onMove: () => void;
  readonly onNotice: (key: TextKey, ...values: (string | number)[]) => void;
  readonly onMenu: (at: ScreenPoint, items: readonly MenuItem[]) => void;
  readonly textOf: (key: TextKey, ...values: (string | number)[]) => string;
  /** A command about the image's work state or its comments. */
  readonly onReview: (name: string, argument: string) => void;
  readonly onNavigate: (direction: Direction) => void;
  /** Another image of the same version, by its id. */
  readonly onOpenImage: (assetId: string) => void;
  /** How far the queue is; null where nobody can tell at the moment. */
  readonly progress: () => Promise<QueueProgress | null>;
  /** Asks to which images these objects are to be copied. */
  readonly onPropagate: (originals: readonly Annotation[]) => void;
  /** Opens a dialog or a popover that stands beside the canvas. */
  readonly onOpen: (what: Opened) => void;
}
