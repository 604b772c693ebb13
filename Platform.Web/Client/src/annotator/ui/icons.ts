/** Line icons on a 20 by 20 grid, drawn for this canvas; paths only, coloured by `currentColor`. */
const paths = {
  select: 'M4 3l5.5 13 1.8-5.2 5.2-1.8z',
  box: 'M4 6V4h2M14 4h2v2M16 14v2h-2M6 16H4v-2M9 4h2M9 16h2M4 9v2M16 9v2',
  polygon: 'M10 3l6.5 5-2.5 8.5H6L3.5 8z',
  polyline: 'M3 15l4.5-8 5 5.5L17 4',
  magnet: 'M5 3v7a5 5 0 0 0 10 0V3M5 6.5h3M12 6.5h3M8 3v7a2 2 0 0 0 4 0V3M5 3h3M12 3h3',
  crop: 'M6 2v12h12M2 6h12v12',
  slice: 'M3 17L17 3M5.5 7.5A2 2 0 1 0 5.5 3.5a2 2 0 0 0 0 4zM14.5 16.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  simplify: 'M3 14c2-6 3 2 5-3s3 3 5-2 3 1 4-3M3 17.5h14',
  transform: 'M5 5h10v10H5zM3.5 3.5h3v3h-3zM13.5 3.5h3v3h-3zM3.5 13.5h3v3h-3zM13.5 13.5h3v3h-3z',
  extremes: 'M6 6h8v8H6zM10 6h.01M14 10h.01M10 14h.01M6 10h.01M10 2.5V4M10 16v1.5M2.5 10H4M16 10h1.5',
  smartBox: 'M4 6V4h2M14 4h2v2M16 14v2h-2M6 16H4v-2M10 6.5l1 2.5 2.5 1-2.5 1-1 2.5-1-2.5L6.5 10 9 9z',
  scissors: 'M5.5 7.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5.5 16.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 7l9 8M7 13l9-8',
  smartFlood: 'M4 16l8-8M13.5 2.5v3M17.5 6.5h-3M16.5 3.5l-1.5 1.5M11 5.5l3.5 3.5',
  pan: 'M10 2.5v15M2.5 10h15M10 2.5L8 4.5M10 2.5l2 2M10 17.5l-2-2M10 17.5l2-2M2.5 10l2-2M2.5 10l2 2M17.5 10l-2-2M17.5 10l-2 2',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  excluded: 'M3 5h14v10H3zM7 7.5l6 5M13 7.5l-6 5',
  turn: 'M3.5 4.5h8v8h-8zM10 16.5h6.5M14 14l2.5 2.5L14 19M14.5 6.5v4',
  layers: 'M10 3l7 3.5-7 3.5-7-3.5zM3 10l7 3.5 7-3.5M3 13.5L10 17l7-3.5',
  search: 'M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM12.5 12.5L17 17',
  undo: 'M7 4L3.5 7.5 7 11M4 7.5h7.5a4.5 4.5 0 0 1 0 9H8',
  redo: 'M13 4l3.5 3.5L13 11M16 7.5H8.5a4.5 4.5 0 0 0 0 9H12',
  trash: 'M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.8 11h7.4l.8-11M8.5 8.5v5M11.5 8.5v5',
  duplicate: 'M7 7h9v9H7zM13 7V4H4v9h3',
  zoomIn: 'M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM12.5 12.5L17 17M8.5 6v5M6 8.5h5',
  zoomOut: 'M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM12.5 12.5L17 17M6 8.5h5',
  fit: 'M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4M7 7h6v6H7z',
  eye: 'M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10zM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z',
  eyeOff: 'M3 3l14 14M8 4.8A8 8 0 0 1 10 4.5c5 0 8 5.5 8 5.5a14 14 0 0 1-2.3 2.9M5.3 6.3A14 14 0 0 0 2 10s3 5.5 8 5.5c1.4 0 2.6-.4 3.7-1',
  label: 'M3 10.5V4h6.5L17 11.5 11.5 17z M6.5 7.5h.01',
  crosshair: 'M10 2v5M10 13v5M2 10h5M13 10h5',
  help: 'M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.5h.01M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16z',
  list: 'M7 5h10M7 10h10M7 15h10M3.5 5h.01M3.5 10h.01M3.5 15h.01',
  left: 'M12.5 4L6.5 10l6 6',
  right: 'M7.5 4l6 6-6 6',
  brush: 'M16.5 3.5L9 11M9 11a3 3 0 0 0-3.2 2.9c0 1.4-.9 2.2-2.3 2.4 1 .7 2.2 1 3.4.9A3.4 3.4 0 0 0 10.2 14 3 3 0 0 0 9 11z',
  skeleton: 'M10 6.2a1.9 1.9 0 1 0 0-3.8 1.9 1.9 0 0 0 0 3.8zM10 6.2v5.3M10 7.8L5 10.5M10 7.8l5 2.7M10 11.5L6.5 17M10 11.5l3.5 5.5',
  eraser: 'M11.5 4.2l4.3 4.3-7.3 7.3H5.6L3.2 13.4a1 1 0 0 1 0-1.4zM7.2 8.5l4.3 4.3M8.5 15.8h8',
  areaAdd: 'M3.5 6l5-2.5 5 2M3.5 6l1.5 8 4 2.5M14 11v6M11 14h6',
  areaSubtract: 'M3.5 6l5-2.5 5 2M3.5 6l1.5 8 4 2.5M11 14h6',
  round: 'M10 16a6 6 0 1 0 0-12 6 6 0 0 0 0 12z',
  square: 'M4.5 4.5h11v11h-11z',
  underlying: 'M3.5 3.5h9v9h-9zM12.5 8h4v8.5H8v-4',
  fillHoles: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM7.5 10a2.5 2.5 0 0 1 2.5-2.5M10 12.5A2.5 2.5 0 0 0 12.5 10M8.2 11.8l3.6-3.6',
  comment: 'M3.5 4.5h13v9H9.5L6 16.5v-3H3.5zM7 8h6M7 10.5h4',
  check: 'M4 10.5l4 4 8-9',
  close: 'M5 5l10 10M15 5L5 15',
  sliders: 'M4 6h7M15 6h1M4 14h1M9 14h7M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  down: 'M5 7.5l5 5 5-5',
  locked: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9M10 12.5v1.5',
  unlocked: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 5.8-1M10 12.5v1.5',
  filter: 'M3 4.5h14l-5.5 6.5v5L8.5 14.5V11z',
  group: 'M3.5 5h2M8 5h8.5M3.5 10h2M8 10h8.5M3.5 15h2M8 15h8.5',
  shapeBox: 'M4 5h12v10H4z',
  shapePolygon: 'M10 3.5l6.5 5-2.5 8H6l-2.5-8z',
  shapePolyline: 'M3.5 15l4-8 5 6 4-8.5',
  shapeKeypoints: 'M10 5.5v5M10 10.5l-4 5M10 10.5l4 5M10 5.8a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8zM6 17a1.4 1.4 0 1 0 0-2.8A1.4 1.4 0 0 0 6 17zM14 17a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8z',
  shapeMask: 'M5.5 13.5c-3-2-2-7 1.5-8s4 1.5 6 1.5 4 2 3 5-3 3-4.5 3.5-3.5.5-6-2z',
  shapeTag: 'M3.5 10.5V4H10l6.5 6.5-6 6zM7 7.5h.01',
  shapeTrack: 'M3 6h7v7H3zM13 6v7M16.5 7.5v4',
  play: 'M6 4l10 6-10 6z',
  pause: 'M7 4v12M13 4v12',
  frameNext: 'M6 4l6 6-6 6M14.5 4v12',
  framePrevious: 'M14 4l-6 6 6 6M5.5 4v12',
  frameFirst: 'M15.5 4l-6 6 6 6M9.5 4l-6 6 6 6M3 4v12',
  frameLast: 'M4.5 4l6 6-6 6M10.5 4l6 6-6 6M17 4v12',
  frameForward: 'M4.5 4l6 6-6 6M10.5 4l6 6-6 6',
  frameBack: 'M15.5 4l-6 6 6 6M9.5 4l-6 6 6 6',
  keyframe: 'M10 4l6 6-6 6-6-6z',
  keyframeNext: 'M7 5l5 5-5 5-5-5zM14 5l4 5-4 5',
  keyframePrevious: 'M13 5l5 5-5 5-5-5zM6 5l-4 5 4 5',
  outside: 'M3 10h6M3 6v8M12 10h.01M15 10h.01M18 10h.01',
  split: 'M3 10h4M13 10h4M10 3v14',
  merge: 'M3 5c5 0 4 5 8 5h6M3 15c5 0 4-5 8-5M14 7l3 3-3 3',
  propagate: 'M3 5h6v10H3zM12 5v10M15 5v10M18 5v10',
  track: 'M3 12h14M5 12m-1.8 0a1.8 1.8 0 1 0 3.6 0 1.8 1.8 0 1 0-3.6 0M15 12m-1.8 0a1.8 1.8 0 1 0 3.6 0 1.8 1.8 0 1 0-3.6 0M6 6h8',
} as const;

export type IconName = keyof typeof paths;

const Svg = 'http://www.w3.org/2000/svg';

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(Svg, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'an-icon');
  const path = document.createElementNS(Svg, 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}
