import { el, setPressed } from '../annotator/ui/dom.js';
import { pictureStrip } from './pictureStrip.js';
import { PointList } from './pointList.js';
import { addPoint, emptySkeleton, fromSpec, movePoint, pairByName, parseSpec, toSpec, toggleEdge, togglePair, type Skeleton } from './skeleton.js';
import { SkeletonStage } from './stage.js';

export type Mode = 'points' | 'edges' | 'pairs';

/** An image to lay a skeleton out on. */
export interface StagePicture {
  readonly url: string;
  readonly thumbnailUrl: string;
  readonly name: string;
}

export interface SkeletonOptions {
  /** JSON of a specification, or null for a new skeleton. */
  readonly spec: string | null;
  readonly color: string;
  readonly pictures: readonly StagePicture[];
  readonly readOnly: boolean;
  readonly texts: Readonly<Record<string, string>>;
}

/** The .NET component, as Blazor hands it over. */
export interface SkeletonHost {
  invokeMethodAsync(method: string, ...values: unknown[]): Promise<unknown>;
}

const NudgeUnits = 4;

/** Points placed by clicks, named, dragged, joined by lines and paired; .NET hears of each finished change, never of a pointer's moves. */
export class SkeletonEditor {
  private skeleton: Skeleton = emptySkeleton;
  private mode: Mode = 'points';
  private selected = -1;
  /** The first of two points to be joined. */
  private begun = -1;
  private readonly stage: SkeletonStage;
  private readonly list: PointList;
  private readonly hint = el('p', { class: 'muted small skeleton-hint', 'aria-live': 'polite' });
  private readonly modes: ReadonlyMap<Mode, HTMLButtonElement>;

  constructor(private readonly element: HTMLElement, private readonly options: SkeletonOptions, private readonly dotNet: SkeletonHost | null) {
    this.stage = new SkeletonStage(options, {
      press: (x, y) => this.place(x, y),
      choose: index => this.choose(index),
      move: (index, x, y) => this.show(movePoint(this.skeleton, index, x, y)),
      moved: () => this.tell(),
      nudge: (index, dx, dy) => this.nudge(index, dx, dy),
    });
    this.list = new PointList(options, {
      change: skeleton => this.change(skeleton),
      select: index => { this.selected = index; this.draw(); },
    });
    this.modes = new Map((['points', 'edges', 'pairs'] as const).map(mode => [mode, this.modeButton(mode)]));
    element.replaceChildren(
      el('div', { class: 'skeleton-main' }, this.toolbar(), this.stage.element, this.hint, ...this.pictures()),
      this.list.element);
    this.stage.onSize = () => this.layOut();
    this.layOut();
  }

  dispose(): void {
    this.stage.dispose();
    this.element.replaceChildren();
  }

  // A picture of another shape gives another stage; the skeleton is laid out anew in its middle.
  private layOut(): void {
    const spec = this.skeleton.points.length > 0 ? toSpec(this.skeleton) : parseSpec(this.options.spec);
    this.show(fromSpec(spec, this.stage.size));
  }

  private toolbar(): HTMLElement {
    const bar = el('div', { class: 'row skeleton-tools' });
    if (!this.options.readOnly) {
      bar.append(el('div', { class: 'skeleton-modes', role: 'group' }, ...this.modes.values()));
      bar.append(el('button', { type: 'button', class: 'btn btn-ghost btn-small', onclick: () => this.change(pairByName(this.skeleton)) }, this.text('pairLeftRight')));
    }
    return bar;
  }

  private pictures(): HTMLElement[] {
    return this.options.pictures.length === 0 ? [] : [pictureStrip(this.options.pictures, { label: this.text('picture'), none: this.text('noPicture') }, url => this.stage.showPicture(url))];
  }

  private modeButton(mode: Mode): HTMLButtonElement {
    return el('button', { type: 'button', class: 'btn btn-small', 'data-mode': mode, onclick: () => { this.mode = mode; this.begun = -1; this.draw(); } }, this.text(mode === 'points' ? 'place' : mode));
  }

  private place(x: number, y: number): void {
    if (this.options.readOnly || this.mode !== 'points') {
      this.begun = -1;
      this.draw();
      return;
    }
    this.selected = this.skeleton.points.length;
    this.change(addPoint(this.skeleton, x, y));
    this.list.focus(this.selected);
  }

  /** A point was pressed, or chosen by keyboard. */
  private choose(index: number): void {
    this.selected = index;
    if (this.options.readOnly || this.mode === 'points') {
      this.draw();
    } else if (this.begun < 0 || this.begun === index) {
      this.begun = this.begun === index ? -1 : index;
      this.draw();
    } else {
      const join = this.mode === 'edges' ? toggleEdge : togglePair;
      const from = this.begun;
      // Lines go on from point to point, as one draws a limb; a pair is finished with its second point.
      this.begun = this.mode === 'edges' ? index : -1;
      this.change(join(this.skeleton, from, index));
    }
  }

  private nudge(index: number, dx: number, dy: number): void {
    const point = this.skeleton.points[index];
    if (point && !this.options.readOnly) {
      this.change(movePoint(this.skeleton, index, point.x + dx * NudgeUnits, point.y + dy * NudgeUnits));
    }
  }

  private change(skeleton: Skeleton): void {
    this.show(skeleton);
    this.tell();
  }

  private show(skeleton: Skeleton): void {
    this.skeleton = skeleton;
    this.selected = Math.min(this.selected, skeleton.points.length - 1);
    this.draw();
  }

  private tell(): void {
    void this.dotNet?.invokeMethodAsync('OnSkeletonAsync', JSON.stringify(toSpec(this.skeleton))).catch(() => undefined);
  }

  private draw(): void {
    this.modes.forEach((button, mode) => {
      setPressed(button, mode === this.mode);
      button.classList.toggle('btn-primary', mode === this.mode);
      button.classList.toggle('btn-secondary', mode !== this.mode);
    });
    const hints: Readonly<Record<Mode, string>> = { points: 'hintPoints', edges: 'hintEdges', pairs: 'hintPairs' };
    this.hint.textContent = this.options.readOnly ? '' : this.text(hints[this.mode]);
    this.stage.draw(this.skeleton, { mode: this.mode, selected: this.selected, begun: this.begun });
    this.list.draw(this.skeleton, this.selected);
  }

  private text(key: string): string {
    return this.options.texts[key] ?? key;
  }
}
