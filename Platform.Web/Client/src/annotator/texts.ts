/**
 * Every text of the canvas by key, with its English wording. .NET passes the translations of these keys;
 * `{0}`, `{1}` are filled in at use.
 */
export const englishTexts = {
  toolSelect: 'Select and move',
  toolBox: 'Draw box',
  toolPan: 'Move the view',
  undo: 'Undo',
  redo: 'Redo',
  delete: 'Delete',
  duplicate: 'Duplicate',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Fit image',
  actualSize: 'Actual pixels (1:1)',
  hideAll: 'Hide or show all',
  showLabels: 'Labels',
  crosshair: 'Crosshair',
  help: 'Shortcuts',
  panel: 'Classes and objects',
  previous: 'Previous image',
  next: 'Next image',
  close: 'Close',
  classes: 'Classes',
  objects: 'Objects',
  noClasses: 'This ontology has no classes yet.',
  noObjects: 'Nothing drawn yet. Press B and drag a box.',
  noObjectsReadOnly: 'Nothing drawn on this image.',
  toggleClass: 'Show or hide {0}',
  useClass: 'Use {0}',
  confidence: 'Model boxes from',
  acceptShown: 'Accept {0} shown',
  accept: 'Accept',
  reject: 'Reject',
  pendingModel: 'By the model, not reviewed',
  selectedCount: '{0} selected',
  saved: 'Saved',
  savedAt: 'Saved {0}',
  saving: 'Saving…',
  offline: 'Offline, {0} unsaved',
  signedOut: 'Signed out, {0} unsaved. Sign in again in another tab.',
  blocked: 'Not saved: {0}',
  retry: 'Try again',
  readOnly: 'This image is read-only.',
  pickClass: 'Pick a class that takes boxes first.',
  loading: 'Opening image…',
  loadFailed: 'The image could not be opened.',
  imageFailed: 'The picture itself could not be loaded; its boxes are safe.',
  restored: 'Unsaved edits from last time restored: {0}.',
  merged: 'Others changed this image meanwhile. Changes taken in: {0}.',
  conflictCopied: 'Changed by somebody else too: {0}. Theirs stay, yours were kept as copies (selected).',
  conflictRecreated: 'Deleted by somebody else, changed by you: {0}. They were kept.',
  conflictKept: 'Deleted by you, changed by somebody else: {0}. They were kept.',
  helpTools: 'Tools',
  helpEdit: 'Edit',
  helpReview: 'Review and label',
  helpView: 'View',
  helpClass: 'Class 1 to 9: relabel the selection, draw with it next',
  helpNudge: 'Move by 1 pixel (with Shift 10)',
  helpCycle: 'Next or previous object',
  helpDraw: 'Draw: drag, or click two corners',
  helpAdd: 'Add to the selection',
  helpMarquee: 'Select by frame',
  helpZoom: 'Zoom at the pointer',
  helpPan: 'Move the view',
  helpCancel: 'Cancel, clear the selection',
  keyDrag: 'drag',
  keyClick: 'click',
  keyWheel: 'wheel',
  keyMiddle: 'middle button',
  keySpace: 'Space',
  keyArrows: 'arrows',
} as const;

export type TextKey = keyof typeof englishTexts;

export class Texts {
  constructor(private readonly translated: Readonly<Record<string, string>> = {}) {}

  get(key: TextKey, ...values: readonly (string | number)[]): string {
    const text = this.translated[key] ?? englishTexts[key];
    return text.replace(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)] ?? ''));
  }
}
