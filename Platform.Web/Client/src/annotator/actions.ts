import * as cameras from './camera.js';
import { acceptEdits, copyEdits, deleteEdits, nudgeEdits, relabelEdits } from './edits.js';
import type { Engine, EngineOptions } from './engine.js';
import { contains } from './geometry/math.js';
import { newId } from './ids.js';
import type { Command } from './keymap.js';
import { isLive, isPending, type Annotation } from './model.js';
import { boundsOfAnnotation } from './shapes/registry.js';

const ZoomStep = 1.25;

/** Everything a key, a button or .NET can ask of the canvas. */
export class Actions {
  /** Survives the change of image: copy here, paste there. */
  private clipboard: readonly Annotation[] = [];
  /** Pasting again without copying again steps on, so that copies do not pile up. */
  private pastes = 0;

  constructor(private readonly engine: Engine, private readonly options: EngineOptions) {}

  run(command: Command): void {
    const { engine } = this;
    const [name, argument = ''] = command.split(':') as [string, string?];
    switch (name) {
      case 'tool': engine.setTool(argument); break;
      case 'class': this.useClassAt(Number(argument) - 1); break;
      case 'nudge': this.nudge(argument); break;
      case 'cycle': this.cycle(Number(argument)); break;
      case 'undo': this.step('undo'); break;
      case 'redo': this.step('redo'); break;
      case 'delete': engine.edit(deleteEdits(this.selected())); break;
      case 'duplicate': this.addCopies(copyEdits(this.selected(), engine.image, newId)); break;
      case 'copy': this.copy(); break;
      case 'cut': this.copy(); engine.edit(deleteEdits(this.selected())); break;
      case 'paste': this.paste(); break;
      case 'selectAll': this.selectAll(); break;
      case 'accept': this.accept(); break;
      case 'cancel': this.cancel(); break;
      case 'next': case 'previous': this.options.onNavigate(name); break;
      case 'zoomIn': this.zoom(ZoomStep); break;
      case 'zoomOut': this.zoom(1 / ZoomStep); break;
      case 'fit': engine.setCamera(cameras.fit(engine.image, engine.stage.size)); break;
      case 'actualSize': this.actualSize(); break;
      case 'toggleHidden': engine.filter.setHidden(!engine.filter.hidden); break;
      case 'toggleLabels': engine.showLabels = !engine.showLabels; engine.stage.shapes.invalidate(); engine.touch(); break;
      case 'toggleCrosshair': engine.showCrosshair = !engine.showCrosshair; engine.touch(); break;
      case 'help': this.options.onHelp(); break;
    }
  }

  /** The class for the next box and, where something is selected, for that too. */
  useClass(classId: string): void {
    const { engine } = this;
    engine.activeClassId = classId;
    this.setSelectionClass(classId);
    engine.touch();
  }

  setSelectionClass(classId: string): void {
    const target = this.engine.classes.find(candidate => candidate.id === classId);
    if (target) {
      this.engine.edit(relabelEdits(this.selected(), target));
    }
  }

  /** Accepts the selected model shapes, then moves on to the next unreviewed one: review is one key a box. */
  accept(): void {
    const selected = this.selected();
    const last = selected.at(-1);
    this.engine.edit(acceptEdits(selected));
    if (selected.length <= 1) {
      this.selectNextPending(last?.id);
    }
  }

  acceptOne(id: string): void {
    const annotation = this.engine.get(id);
    this.engine.edit(acceptEdits(annotation ? [annotation] : []));
  }

  pendingShown(): Annotation[] {
    return this.shown().filter(isPending);
  }

  acceptShown(): void {
    this.engine.edit(acceptEdits(this.pendingShown()));
  }

  /** Selects from the list; brings the shape into view only where it is out of sight. */
  focus(id: string, add: boolean): void {
    const { engine } = this;
    if (add) {
      engine.selection.toggle(id);
    } else {
      engine.selection.replace([id]);
    }
    this.reveal(id);
  }

  zoomTo(id: string): void {
    const { engine } = this;
    const annotation = engine.get(id);
    const bounds = annotation && boundsOfAnnotation(annotation);
    if (bounds) {
      engine.setCamera(cameras.frame(bounds, engine.image, engine.stage.size));
    }
  }

  private selected(): Annotation[] {
    return this.engine.selection.ids().map(id => this.engine.get(id)).filter(annotation => annotation !== undefined);
  }

  private shown(): Annotation[] {
    return [...(this.engine.session?.store.all() ?? [])].filter(annotation => this.engine.filter.shows(annotation));
  }

  private useClassAt(position: number): void {
    const target = this.engine.classes[position];
    if (target) {
      this.useClass(target.id);
    }
  }

  private nudge(argument: string): void {
    const [dx = 0, dy = 0] = argument.split(',').map(Number);
    const selected = this.selected();
    this.engine.edit(nudgeEdits(selected, dx, dy, this.engine.image), `nudge:${selected.map(annotation => annotation.id).join()}`);
  }

  private cycle(direction: number): void {
    const shown = this.shown();
    if (shown.length > 0) {
      const current = shown.findIndex(annotation => this.engine.selection.has(annotation.id));
      const next = shown[(current + direction + shown.length) % shown.length]!;
      this.focus(next.id, false);
    }
  }

  private selectNextPending(afterId: string | undefined): void {
    const shown = this.shown();
    const from = shown.findIndex(annotation => annotation.id === afterId);
    const next = shown.slice(from + 1).find(isPending) ?? shown.find(isPending);
    if (next) {
      this.focus(next.id, false);
    }
  }

  private step(direction: 'undo' | 'redo'): void {
    const { engine } = this;
    const { session } = engine;
    if (!session || engine.readOnly) {
      return;
    }
    // A half-drawn box is the last thing done, so it is what "undo" means.
    if (direction === 'undo' && engine.tool.cancel()) {
      return;
    }
    const edits = session.history[direction]();
    if (edits) {
      session.store.apply(edits, 'history');
      engine.selection.replace(edits.filter(edit => edit.after && isLive(edit.after)).map(edit => edit.id));
    }
  }

  private copy(): void {
    const selected = this.selected();
    if (selected.length > 0) {
      this.clipboard = selected;
      this.pastes = 0;
    }
  }

  private paste(): void {
    const { engine } = this;
    const fromHere = this.clipboard.some(annotation => engine.get(annotation.id) !== undefined);
    // On another image the copy belongs at the same place; on the same one it must be seen beside its original.
    const offset = fromHere ? ++this.pastes * 12 : 0;
    this.addCopies(copyEdits(this.clipboard, engine.image, newId, offset));
  }

  private addCopies(edits: ReturnType<typeof copyEdits>): void {
    if (edits.length > 0 && !this.engine.readOnly) {
      this.engine.edit(edits);
      this.engine.selection.replace(edits.map(edit => edit.id));
    }
  }

  private selectAll(): void {
    this.engine.setTool('select');
    this.engine.selection.replace(this.shown().map(annotation => annotation.id));
  }

  private cancel(): void {
    if (!this.engine.tool.cancel()) {
      this.engine.selection.clear();
    }
  }

  private zoom(factor: number): void {
    const { width, height } = this.engine.stage.size;
    this.engine.zoomAt({ x: width / 2, y: height / 2 }, factor);
  }

  private actualSize(): void {
    const { width, height } = this.engine.stage.size;
    this.engine.zoomAt({ x: width / 2, y: height / 2 }, 1 / this.engine.camera.scale);
  }

  private reveal(id: string): void {
    const { engine } = this;
    const annotation = engine.get(id);
    const bounds = annotation && boundsOfAnnotation(annotation);
    const view = cameras.imageRect(engine.camera, { x: 0, y: 0, ...engine.stage.size });
    if (bounds && !contains(view, bounds.x + bounds.width / 2, bounds.y + bounds.height / 2)) {
      this.zoomTo(id);
    }
  }
}
