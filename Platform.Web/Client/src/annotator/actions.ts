import * as cameras from './camera.js';
import { commandsOf, type CommandTable } from './commands/table.js';
import { acceptEdits, relabelEdits, takesShape } from './edits.js';
import type { Engine } from './engine.js';
import { contains } from './geometry/math.js';
import type { Command } from './keys/chords.js';
import { isPending, type Annotation, type AnnotatorClass } from './model.js';
import { boundsOfAnnotation } from './shapes/registry.js';
import { tagOf, toggleTagEdits } from './tags.js';
import { definitionOf, toolDefinitions } from './tools/registry.js';

/** What several commands, the panels and .NET share: classes, review, bringing a shape into view. */
export class Actions {
  private readonly commands: CommandTable;

  constructor(private readonly engine: Engine) {
    this.commands = commandsOf(engine);
  }

  /** The tool in use is asked first: an open drawing may give a command a meaning of its own. */
  run(command: Command): void {
    const [name, argument = ''] = command.split(':') as [string, string?];
    if (!this.engine.tool.run?.(command)) {
      this.commands[name]?.(argument);
    }
  }

  /** The class for the next shape and, where something is selected, for that too. A class of whole-image tags is put on or taken off. */
  useClass(classId: string): void {
    const { engine } = this;
    const target = engine.classSet.get(classId);
    if (target?.shapeType === 'tag') {
      this.toggleTag(target);
      return;
    }
    engine.activeClassId = classId;
    engine.classSet.used(classId);
    this.setSelectionClass(classId);
    this.takeUpToolFor(classId);
    engine.touch();
  }

  toggleTag(target: AnnotatorClass): void {
    const { engine } = this;
    engine.edit(toggleTagEdits(tagOf(engine.session?.store.all() ?? [], target.id), () => engine.newAnnotation(null, {}, target.id)));
  }

  /** The selection without its locked members; says so where that leaves some out. */
  unlocked(): Annotation[] {
    const { engine } = this;
    const selected = engine.selected();
    const unlocked = selected.filter(annotation => !engine.marks.has('locked', annotation));
    if (unlocked.length < selected.length) {
      engine.notify('lockedSkipped', selected.length - unlocked.length);
    }
    return unlocked;
  }

  useClassAt(position: number): void {
    const target = this.engine.classes[position];
    if (target) {
      this.useClass(target.id);
    }
  }

  setSelectionClass(classId: string): void {
    const target = this.engine.classSet.get(classId);
    if (target) {
      this.engine.edit(relabelEdits(this.unlocked(), target, this.engine.classes));
    }
  }

  /** Accepts the selected model shapes, then moves on to the next unreviewed one: review is one key a shape. */
  accept(): void {
    const selected = this.unlocked();
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
    this.engine.edit(acceptEdits(this.pendingShown().filter(annotation => !this.engine.marks.has('locked', annotation))));
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

  /** Brings the first of the selection close. */
  zoomToSelection(): void {
    const [id] = this.engine.selection.ids();
    if (id !== undefined) {
      this.zoomTo(id);
    }
  }

  zoomTo(id: string): void {
    const { engine } = this;
    const annotation = engine.get(id);
    const bounds = annotation && boundsOfAnnotation(annotation);
    if (bounds) {
      engine.viewport.set(cameras.frame(bounds, engine.image, engine.stage.size));
    }
  }

  cycle(direction: number): void {
    const shown = this.shown();
    if (shown.length > 0) {
      const current = shown.findIndex(annotation => this.engine.selection.has(annotation.id));
      this.focus(shown[(current + direction + shown.length) % shown.length]!.id, false);
    }
  }

  shown(): Annotation[] {
    return [...this.engine.objects.all()].filter(annotation => this.engine.filter.shows(annotation));
  }

  /** Whoever is drawing goes on drawing, with the tool that the class needs. */
  private takeUpToolFor(classId: string): void {
    const { engine } = this;
    const target = engine.classSet.get(classId);
    const draws = definitionOf(engine.tool.id)?.draws;
    if (target && draws && !draws.some(shape => takesShape(target, shape))) {
      const fitting = toolDefinitions.find(definition => definition.draws?.some(shape => takesShape(target, shape)));
      engine.setTool(fitting?.id ?? 'select');
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

  reveal(id: string): void {
    const { engine } = this;
    const annotation = engine.get(id);
    const bounds = annotation && boundsOfAnnotation(annotation);
    const view = cameras.imageRect(engine.camera, { x: 0, y: 0, ...engine.stage.size });
    if (bounds && !contains(view, bounds.x + bounds.width / 2, bounds.y + bounds.height / 2)) {
      this.zoomTo(id);
    }
  }
}
