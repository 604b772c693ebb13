import { takesShape } from './edits.js';
import type { AnnotatorClass, ClassShape } from './model.js';
import { Palette } from './render/palette.js';

/** The ontology's classes in their order, their looks, and the one that new shapes get. */
export class ClassSet {
  list: readonly AnnotatorClass[] = [];
  palette = new Palette();
  activeId: string | null = null;
  /** The latest first. */
  recent: readonly string[] = [];

  replace(classes: readonly AnnotatorClass[]): void {
    this.list = [...classes].sort((a, b) => a.index - b.index);
    const { colourBy } = this.palette;
    this.palette = new Palette(classes);
    this.palette.colourBy = colourBy;
    if (!this.list.some(candidate => candidate.id === this.activeId)) {
      this.activeId = (this.list.find(candidate => candidate.shapeType !== 'tag') ?? this.list[0])?.id ?? null;
    }
  }

  used(id: string): void {
    this.recent = [id, ...this.recent.filter(each => each !== id)];
  }

  get(id: string): AnnotatorClass | undefined {
    return this.list.find(candidate => candidate.id === id);
  }

  /** The active class if it takes one of the shapes, else the first class that does. */
  activeFor(shapes: readonly ClassShape[]): AnnotatorClass | undefined {
    const fitting = this.list.filter(candidate => shapes.some(shape => takesShape(candidate, shape)));
    return fitting.find(candidate => candidate.id === this.activeId) ?? fitting[0];
  }

  /** Without classes everything is offered: the tool then says that a class is needed. */
  take(shapes: readonly ClassShape[]): boolean {
    return this.list.length === 0 || this.activeFor(shapes) !== undefined;
  }
}
