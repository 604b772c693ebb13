import type { ImagePoint, Rect } from '../src/annotator/geometry/math.js';
import { ClassSet } from '../src/annotator/classSet.js';
import { History } from '../src/annotator/history.js';
import type { Annotation, AnnotatorClass, Geometry, ShapeType } from '../src/annotator/model.js';
import { Redraw } from '../src/annotator/redraw.js';
import { Scene } from '../src/annotator/scene.js';
import { Selection } from '../src/annotator/selection.js';
import { shapeOf } from '../src/annotator/shapes/registry.js';
import { AnnotationStore, type Edit } from '../src/annotator/store.js';
import { DrawSettings } from '../src/annotator/tools/drawSettings.js';
import type { Draft, GripHit, Pointer, Tool, ToolHost } from '../src/annotator/tools/tool.js';
import { Unfinished, type DraftStorage } from '../src/annotator/tools/unfinished.js';
import type { MenuItem } from '../src/annotator/ui/menu.js';
import { ViewFilter } from '../src/annotator/viewFilter.js';
import { WorkSteps } from '../src/annotator/workSteps.js';
import { box } from './builders.js';
import { FakeSmart } from './fakeSmart.js';

/** A screen that shows the image at its own size, so that both spaces share their numbers. */
export class FakeHost implements ToolHost {
  readonly image = { width: 100, height: 80 };
  readonly selection = new Selection();
  private readonly filter = new ViewFilter();
  readonly marks = this.filter.marks;
  readonly store = new AnnotationStore();
  readonly history = new History();
  readonly work = new WorkSteps(() => this);
  readonly edits: Edit[][] = [];
  readonly notices: string[] = [];
  readonly menus: (readonly MenuItem[])[] = [];
  readonly scale = 1;
  readonly drawSettings = new DrawSettings();
  readonly redraw = new Redraw();
  readonly drafts = new MemoryStorage();
  assetId = 'asset';
  readonly unfinished = new Unfinished(this.drafts, 'kim', () => this.assetId);
  readonly smart = new FakeSmart();
  readonly classSet = new ClassSet();
  readonly tools: string[] = [];
  readonly commands: string[] = [];
  readOnly = false;
  draft: Draft | null = null;
  cursor = '';
  panned = { x: 0, y: 0 };
  classes: AnnotatorClass[] = [{ id: 'cell', key: 'cell', name: 'Cell', color: '#ff0000', index: 0 }];
  private readonly scene = new Scene(this.filter);

  put(...annotations: Annotation[]): void {
    this.store.apply(annotations.map(after => ({ id: after.id, after })), 'remote');
    this.scene.reset(this.store.all());
  }

  hide(...ids: string[]): void {
    this.marks.set('hidden', ids.map(id => ({ id })), true);
  }

  activeClass(): AnnotatorClass | undefined { return this.classes[0]; }
  get(id: string): Annotation | undefined { return this.store.get(id); }
  hitShape(point: ImagePoint): Annotation | undefined { return this.scene.hit(point, 1, id => this.selection.has(id)); }
  shapesIn(rect: Rect): Annotation[] { return this.scene.shapesIn(rect); }

  hitGrip(point: { x: number; y: number }): GripHit | undefined {
    const annotation = this.get(this.selection.single() ?? '');
    const view = { scale: 10, visible: { x: 0, y: 0, width: 100, height: 80 } };
    const grip = annotation && shapeOf(annotation)!.grips!(annotation.geometry, view).find(each => Math.hypot(each.at.x - point.x, each.at.y - point.y) < 2);
    return annotation && grip ? { annotation, grip } : undefined;
  }

  newAnnotation(type: ShapeType | null, geometry: Geometry | Record<string, never>, classId: string): Annotation {
    return this.redraw.drawn(type, geometry) ?? { ...box(`new${this.edits.length}`), type, geometry: geometry as Geometry, classId };
  }

  edit(edits: readonly Edit[], mergeKey: string | null = null): void {
    if (edits.some(({ id }) => this.marks.has('locked', this.get(id) ?? { id }))) {
      this.notify('lockedRefused');
      return;
    }
    this.edits.push([...edits]);
    this.history.push(this.store.apply(edits, 'local'), 0, mergeKey);
    this.scene.reset(this.store.all());
  }

  /** As the commands of the same names do with a tool in the hand. */
  step(direction: 'undo' | 'redo', tool: Tool): void {
    if (direction === 'undo' ? (tool.stepBack?.() ?? false) || tool.cancel() : tool.stepForward?.() ?? false) {
      return;
    }
    const edits = this.history[direction]() ?? [];
    const changes = this.store.apply(edits, 'history');
    this.selection.remove(changes.filter(change => !change.after).map(change => change.id));
    this.selection.replace(edits.filter(edit => edit.after).map(edit => edit.id));
    this.scene.reset(this.store.all());
  }

  setDraft(draft: Draft | null): void { this.draft = draft; }
  setCursor(cursor: string): void { this.cursor = cursor; }
  setTool(id: string): void { this.tools.push(id); }
  run(command: string): void { this.commands.push(command); }
  panBy(dx: number, dy: number): void { this.panned = { x: this.panned.x + dx, y: this.panned.y + dy }; }
  notify(key: string): void { this.notices.push(key); }
  text(key: string): string { return key; }
  menu(_: unknown, items: readonly MenuItem[]): void { this.menus.push(items); }
  touch(): void { /* Nothing is shown. */ }
}

/** The browser's storage, in memory. */
export class MemoryStorage implements DraftStorage {
  private readonly values = new Map<string, string>();

  get length(): number { return this.values.size; }
  key(index: number): string | null { return [...this.values.keys()][index] ?? null; }
  getItem(key: string): string | null { return this.values.get(key) ?? null; }
  setItem(key: string, value: string): void { this.values.set(key, value); }
  removeItem(key: string): void { this.values.delete(key); }
}

export function at(x: number, y: number, extra: Partial<Pointer> = {}): Pointer {
  return { screen: { x, y }, image: { x, y }, trail: [{ x, y }], shift: false, ctrl: false, alt: false, type: 'mouse', ...extra };
}

export function drag(tool: Tool, from: [number, number], to: [number, number], extra: Partial<Pointer> = {}): void {
  tool.down(at(...from, extra));
  tool.move(at((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, extra));
  tool.move(at(...to, extra));
  tool.up(at(...to, extra));
}

export function click(tool: Tool, x: number, y: number, extra: Partial<Pointer> = {}): void {
  tool.down(at(x, y, extra));
  tool.up(at(x, y, extra));
}
