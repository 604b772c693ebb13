import { boxFromCorners } from '../geometry/box.js';
import { distance, type ImagePoint, type ScreenPoint } from '../geometry/math.js';
import type { BoxGeometry } from '../model.js';
import { Proposal, smartClass } from '../smart/proposal.js';
import type { SmartStroke } from '../smart/smartApi.js';
import { paintSearched, paintStrokes } from '../smart/smartPaint.js';
import type { ToolOption } from './options.js';
import { DragThresholdPx, type OverlayView, type Pointer, type Tool, type ToolHost } from './tool.js';

type Press =
  | { readonly name: 'box'; readonly corner: ImagePoint; readonly at: ScreenPoint }
  | { readonly name: 'stroke'; readonly points: number[]; readonly foreground: boolean };

/** The server refuses smaller ones: there is nothing to tell from its surroundings. */
const SmallestBoxPx = 4;
/** Half a stroke's width, in screen pixels: as precise as the view is close. */
const StrokeRadiusPx = 5;
/** Strokes may begin this share of the box outside it, where the object leaves it. */
const Reach = 0.15;

/** Finds the object in a box. Strokes then add to it or, with Alt, take away; a box elsewhere accepts the object and looks for the next. */
export class SmartBoxTool implements Tool {
  readonly id = 'smartBox';
  readonly withoutGrips = true;
  private press: Press | null = null;
  private box: BoxGeometry | null = null;
  private strokes: readonly SmartStroke[] = [];
  private undone: readonly SmartStroke[] = [];
  private proposal: Proposal | null = null;
  private removes = false;

  constructor(private readonly host: ToolHost) {}

  get drawing(): boolean {
    return this.press !== null || this.proposal !== null;
  }

  down(pointer: Pointer): void {
    if (this.proposal && this.reaches(pointer.image)) {
      this.press = { name: 'stroke', points: [pointer.image.x, pointer.image.y], foreground: this.removes === pointer.alt };
    } else if (smartClass(this.host)) {
      this.press = { name: 'box', corner: pointer.image, at: pointer.screen };
    }
  }

  move(pointer: Pointer): void {
    const { host, press } = this;
    host.selection.hover(null);
    host.setCursor('crosshair');
    if (press?.name === 'stroke') {
      press.points.push(...pointer.trail.flatMap(({ x, y }) => [x, y]));
      host.touch();
    } else if (press?.name === 'box' && !this.proposal) {
      host.setDraft({ shapes: [], marquee: boxFromCorners(press.corner, pointer.image, host.image) });
    }
  }

  up(pointer: Pointer): void {
    const { press } = this;
    this.press = null;
    if (press?.name === 'stroke') {
      this.strokes = [...this.strokes, { points: press.points, radiusPx: StrokeRadiusPx / this.host.scale, foreground: press.foreground }];
      this.undone = [];
      this.search();
    } else if (press?.name === 'box') {
      this.begin(press, pointer);
    }
  }

  cancel(): boolean {
    const wasDrawing = this.drawing;
    this.press = null;
    this.end('drop');
    return wasDrawing;
  }

  release(): void {
    this.press = null;
    this.host.touch();
  }

  resume(): void {
    this.host.smart.prepare();
  }

  finish(): boolean {
    return this.proposal !== null && !this.proposal.busy && this.end('accept');
  }

  park(): void {
    this.press = null;
    this.end('accept');
  }

  stepBack(): boolean {
    const last = this.strokes.at(-1);
    if (last) {
      this.strokes = this.strokes.slice(0, -1);
      this.undone = [...this.undone, last];
      this.search();
    }
    return last !== undefined;
  }

  stepForward(): boolean {
    const next = this.undone.at(-1);
    if (next) {
      this.undone = this.undone.slice(0, -1);
      this.strokes = [...this.strokes, next];
      this.search();
    }
    return next !== undefined;
  }

  options(): readonly ToolOption[] {
    if (!this.proposal) {
      return [{ kind: 'note', id: 'hint', text: 'smartBoxHint', values: [] }];
    }
    return [
      {
        kind: 'choice', id: 'smartStroke', text: 'smartStroke', value: this.removes ? 'remove' : 'add',
        choices: [{ value: 'add', text: 'smartAdd', icon: 'areaAdd' }, { value: 'remove', text: 'smartRemove', icon: 'areaSubtract' }],
        set: value => {
          this.removes = value === 'remove';
          this.host.touch();
        },
      },
      ...(this.proposal.busy ? [{ kind: 'note', id: 'busy', text: 'smartBusy', values: [] } as const] : []),
      { kind: 'button', id: 'drop', text: 'dropDrawing', icon: 'close', command: 'cancel', press: () => void this.cancel() },
      { kind: 'button', id: 'done', text: 'done', icon: 'check', command: 'finish', primary: true, disabled: this.proposal.busy, press: () => void this.finish() },
    ];
  }

  get paint(): ((context: CanvasRenderingContext2D, view: OverlayView) => void) | undefined {
    return this.box ? (context, view) => this.draw(context, view) : undefined;
  }

  private begin(press: Press & { name: 'box' }, pointer: Pointer): void {
    const { host } = this;
    this.end('accept');
    const box = boxFromCorners(press.corner, pointer.image, host.image);
    const shapeClass = smartClass(host);
    if (shapeClass && distance(press.at, pointer.screen) >= DragThresholdPx && Math.min(box.width, box.height) >= SmallestBoxPx) {
      this.box = box;
      this.proposal = new Proposal(host, shapeClass);
      this.search();
    }
  }

  private search(): void {
    const { box, proposal, strokes } = this;
    if (box && proposal) {
      void proposal.ask(() => this.host.smart.box(box, strokes, proposal.output)).then(found => {
        // Without an object there is nothing that strokes could correct; one more box is quicker.
        if (!found && proposal === this.proposal && !proposal.busy && !proposal.hasShape) {
          this.end('drop');
        }
      });
    }
  }

  /** Answers whether a shape was stored. */
  private end(how: 'accept' | 'drop'): boolean {
    const { proposal } = this;
    this.proposal = null;
    this.box = null;
    this.strokes = [];
    this.undone = [];
    this.host.setDraft(null);
    if (how === 'accept') {
      return proposal?.accept() ?? false;
    }
    proposal?.drop();
    return false;
  }

  private reaches({ x, y }: ImagePoint): boolean {
    const { box } = this;
    return box !== null && x >= box.x - Reach * box.width && x <= box.x + (1 + Reach) * box.width && y >= box.y - Reach * box.height && y <= box.y + (1 + Reach) * box.height;
  }

  private draw(context: CanvasRenderingContext2D, view: OverlayView): void {
    const { box, press, proposal, strokes } = this;
    paintSearched(context, view, box!, proposal?.busy ?? false);
    const growing = press?.name === 'stroke' ? [{ points: press.points, radiusPx: StrokeRadiusPx / view.camera.scale, foreground: press.foreground }] : [];
    paintStrokes(context, view, [...strokes, ...growing]);
  }
}
