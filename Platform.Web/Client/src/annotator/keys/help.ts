import type { TextKey } from '../texts.js';
import type { Command } from './chords.js';

/** One line of the cheat sheet. Keys are never written here: they are looked up by command, as they stand in force. */
export interface HelpLine {
  readonly text: TextKey;
  /** Several are a family on keys of one kind (the arrows, the digits) and shown as one. */
  readonly commands?: readonly Command[];
  /** What the mouse does: caps, of which those found among the texts (`keyDrag`) are translated. */
  readonly keys?: readonly string[];
}

export interface HelpGroup {
  readonly title: TextKey;
  readonly lines: readonly HelpLine[];
}

export const helpGroups: readonly HelpGroup[] = [
  {
    title: 'helpTools',
    lines: [
      { text: 'toolSelect', commands: ['tool:select'] },
      { text: 'toolBox', commands: ['tool:bbox'] },
      { text: 'toolExtremes', commands: ['tool:extremes'] },
      { text: 'toolPolygon', commands: ['tool:polygon'] },
      { text: 'toolPolyline', commands: ['tool:polyline'] },
      { text: 'toolPan', commands: ['tool:pan'] },
      { text: 'toolSmartBox', commands: ['tool:smartBox'] },
      { text: 'toolScissors', commands: ['tool:scissors'] },
      { text: 'toolSmartFlood', commands: ['tool:smartFlood'] },
      { text: 'smartTolerance', commands: ['smartTolerance:less', 'smartTolerance:more'] },
      { text: 'repeatTool', commands: ['repeatTool'] },
      { text: 'helpDraw', keys: ['keyDrag'] },
      { text: 'helpFinish', commands: ['finish'] },
      { text: 'helpCancel', commands: ['cancel'] },
    ],
  },
  {
    title: 'helpMasks',
    lines: [
      { text: 'maskBrush', commands: ['mask:brush'] },
      { text: 'maskEraser', commands: ['mask:eraser'] },
      { text: 'maskAdd', commands: ['mask:add'] },
      { text: 'maskSubtract', commands: ['mask:subtract'] },
      { text: 'brushSmaller', commands: ['brushSmaller'] },
      { text: 'brushLarger', commands: ['brushLarger'] },
      { text: 'brushTip', commands: ['brushTip'] },
      { text: 'removeUnderlying', commands: ['removeUnderlying'] },
      { text: 'fillHoles', commands: ['fillHoles'] },
      { text: 'helpAltBrush', keys: ['Alt', 'keyDrag'] },
      { text: 'helpStraight', keys: ['Shift', 'keyClick'] },
    ],
  },
  {
    title: 'helpOutlines',
    lines: [
      { text: 'helpFreehand', keys: ['keyDrag'] },
      { text: 'helpTrace', keys: ['Alt', 'keyClick'] },
      { text: 'helpFree', keys: ['Ctrl'] },
      { text: 'toggleSnap', commands: ['toggleSnap'] },
      { text: 'helpVertexDelete', keys: ['Alt', 'keyClick'] },
      { text: 'helpVertexRedraw', keys: ['Shift', 'keyClick'] },
      { text: 'helpVertexMenu', keys: ['keySecondary'] },
      { text: 'redraw', commands: ['redraw'] },
      { text: 'transform', commands: ['transform'] },
      { text: 'simplify', commands: ['simplify'] },
      { text: 'lessSimple', commands: ['simplify:less'] },
      { text: 'moreSimple', commands: ['simplify:more'] },
      { text: 'slice', commands: ['slice'] },
      { text: 'join', commands: ['join'] },
      { text: 'cutOut', commands: ['cutOut'] },
      { text: 'mirrorH', commands: ['mirror:h'] },
      { text: 'mirrorV', commands: ['mirror:v'] },
      { text: 'objectMenu', commands: ['objectMenu'] },
    ],
  },
  {
    title: 'helpSkeletons',
    lines: [
      { text: 'toolKeypoints', commands: ['tool:keypoints'] },
      { text: 'helpSkeletonFrame', keys: ['keyDrag'] },
      { text: 'pointOccluded', commands: ['pointOccluded'] },
      { text: 'pointAbsent', commands: ['pointAbsent'] },
      { text: 'removeLastPoint', keys: ['keySecondary'] },
      { text: 'placeAbsent', commands: ['placeAbsent'] },
    ],
  },
  {
    title: 'helpKeyboard',
    lines: [
      { text: 'cursor', commands: ['cursor'] },
      { text: 'cursorStep', commands: ['cursorStep:-1,0', 'cursorStep:1,0', 'cursorStep:0,-1', 'cursorStep:0,1'] },
      { text: 'cursorStepTen', commands: ['cursorStep:-10,0', 'cursorStep:10,0', 'cursorStep:0,-10', 'cursorStep:0,10'] },
      { text: 'cursorStepHundred', commands: ['cursorStep:-100,0', 'cursorStep:100,0', 'cursorStep:0,-100', 'cursorStep:0,100'] },
      { text: 'cursorPress', commands: ['cursorPress'] },
      { text: 'cursorEnter', commands: ['cursorEnter'] },
      { text: 'cursorDrag', commands: ['cursorDrag'] },
      { text: 'cursorEnd', commands: ['cursorEnd'] },
    ],
  },
  {
    title: 'helpSelect',
    lines: [
      { text: 'helpAdd', keys: ['Shift', 'keyClick'] },
      { text: 'helpMarquee', keys: ['Shift', 'keyDrag'] },
      { text: 'helpTouching', keys: ['Alt', 'keyDrag'] },
      { text: 'helpKeepHovered', keys: ['Ctrl'] },
      { text: 'selectAll', commands: ['selectAll'] },
      { text: 'helpNextObject', commands: ['cycle:1'] },
      { text: 'helpPreviousObject', commands: ['cycle:-1'] },
    ],
  },
  {
    title: 'helpReview',
    lines: [
      { text: 'helpClass', commands: [1, 2, 3, 4, 5, 6, 7, 8, 9].map(digit => `class:${digit}`) },
      { text: 'classPalette', commands: ['classPalette'] },
      { text: 'classLetter', commands: ['classLetter'] },
      { text: 'accept', commands: ['accept'] },
      { text: 'acceptAllShown', commands: ['acceptShown'] },
      { text: 'helpReject', commands: ['delete'] },
      { text: 'deleteLocked', commands: ['deleteLocked'] },
      { text: 'occluded', commands: ['flag:occluded'] },
      { text: 'truncated', commands: ['flag:truncated'] },
      { text: 'difficult', commands: ['flag:difficult'] },
      { text: 'next', commands: ['next'] },
      { text: 'previous', commands: ['previous'] },
    ],
  },
  {
    title: 'helpEdit',
    lines: [
      { text: 'undo', commands: ['undo'] },
      { text: 'redo', commands: ['redo'] },
      { text: 'duplicate', commands: ['duplicate'] },
      { text: 'copy', commands: ['copy'] },
      { text: 'cut', commands: ['cut'] },
      { text: 'paste', commands: ['paste'] },
      { text: 'copyToImages', commands: ['copyToImages'] },
      { text: 'helpNudge', commands: ['nudge:-1,0', 'nudge:1,0', 'nudge:0,-1', 'nudge:0,1'] },
      { text: 'helpNudgeFar', commands: ['nudge:-10,0', 'nudge:10,0', 'nudge:0,-10', 'nudge:0,10'] },
    ],
  },
  {
    title: 'helpObjects',
    lines: [
      { text: 'lock', commands: ['lock'] },
      { text: 'lockAll', commands: ['lockAll'] },
      { text: 'pin', commands: ['pin'] },
      { text: 'hide', commands: ['hide'] },
      { text: 'hideAll', commands: ['toggleHidden'] },
      { text: 'hideOthers', commands: ['hideOthers'] },
      { text: 'hideUnlocked', commands: ['hideUnlocked'] },
      { text: 'showAll', commands: ['showAll'] },
      { text: 'solo', commands: ['solo'] },
      { text: 'editAttributes', commands: ['editAttributes'] },
      { text: 'helpNextInField', keys: ['PgDn', 'PgUp'] },
      { text: 'filterObjects', commands: ['filterObjects'] },
      { text: 'zUp', commands: ['zOrder:up'] },
      { text: 'zDown', commands: ['zOrder:down'] },
      { text: 'zFront', commands: ['zOrder:front'] },
      { text: 'zBack', commands: ['zOrder:back'] },
    ],
  },
  {
    title: 'helpVideo',
    lines: [
      { text: 'playPause', commands: ['playPause'] },
      { text: 'frameNext', commands: ['frame:1'] },
      { text: 'framePrevious', commands: ['frame:-1'] },
      { text: 'frameForward', commands: ['frame:10'] },
      { text: 'frameBack', commands: ['frame:-10'] },
      { text: 'frameFirst', commands: ['frame:first'] },
      { text: 'frameLast', commands: ['frame:last'] },
      { text: 'goToFrame', commands: ['goToFrame'] },
      { text: 'annotatedNext', commands: ['annotatedFrame:1'] },
      { text: 'annotatedPrevious', commands: ['annotatedFrame:-1'] },
      { text: 'keyframeNext', commands: ['toKeyframe:1'] },
      { text: 'keyframePrevious', commands: ['toKeyframe:-1'] },
      { text: 'toggleKeyframe', commands: ['toggleKeyframe'] },
      { text: 'toggleOutside', commands: ['toggleOutside'] },
      { text: 'splitTrack', commands: ['splitTrack'] },
      { text: 'mergeTracks', commands: ['mergeTracks'] },
      { text: 'propagate', commands: ['propagate'] },
      { text: 'toggleTracks', commands: ['toggleTracks'] },
    ],
  },
  {
    title: 'helpView',
    lines: [
      { text: 'helpZoom', keys: ['keyWheel'] },
      { text: 'helpPan', keys: ['keyMiddle', 'keyDrag'] },
      { text: 'holdPan', commands: ['hold:pan'] },
      { text: 'holdZoomArea', commands: ['hold:zoomArea'] },
      { text: 'helpFitToggle', keys: ['keyDoubleClick'] },
      { text: 'zoomIn', commands: ['zoomIn'] },
      { text: 'zoomOut', commands: ['zoomOut'] },
      { text: 'fit', commands: ['fit'] },
      { text: 'actualSize', commands: ['actualSize'] },
      { text: 'showLabels', commands: ['toggleLabels'] },
      { text: 'crosshair', commands: ['toggleCrosshair'] },
      { text: 'grid', commands: ['toggleGrid'] },
      { text: 'minimap', commands: ['toggleMinimap'] },
      { text: 'smoothing', commands: ['toggleSmoothing'] },
      { text: 'settings', commands: ['settings'] },
      { text: 'help', commands: ['help'] },
    ],
  },
];
