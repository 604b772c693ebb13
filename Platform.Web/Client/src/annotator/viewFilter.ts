import { zOf } from './edits.js';
import { Marks, type MarkStorage } from './marks.js';
import { isLive, isPending, type Annotation } from './model.js';
import type { Change } from './store.js';

export type ObjectTest = (annotation: Annotation) => boolean;

/** What is shown: a way of looking, never an edit. Hidden shapes are neither drawn nor hit. */
export class ViewFilter {
  readonly marks: Marks;
  private readonly hiddenClasses = new Set<string>();
  /** What was in sight when a person changed it stays so: an edit must not make its own shape vanish from under the hand. */
  private readonly kept = new Set<string>();
  private allHidden = false;
  private lowestConfidence = 0;
  private topLayer: number | null = null;
  private test: ObjectTest | null = null;
  private alone: ReadonlySet<string> | null = null;

  constructor(private readonly changed: () => void = () => undefined, storage: MarkStorage | null = null) {
    this.marks = new Marks(storage, () => this.changed());
  }

  get hidden(): boolean {
    return this.allHidden;
  }

  get confidence(): number {
    return this.lowestConfidence;
  }

  /** Only some objects are shown, until this is taken back. */
  get solo(): boolean {
    return this.alone !== null;
  }

  get filtered(): boolean {
    return this.test !== null;
  }

  /** Another image: its own marks, all layers, and nothing alone. Classes, confidence and the object filter hold on. */
  open(assetId: string): void {
    this.marks.open(assetId);
    this.kept.clear();
    this.alone = null;
    this.topLayer = null;
  }

  /** Shapes on a higher layer than this are out of the way; null for none. */
  get highestLayer(): number | null {
    return this.topLayer;
  }

  setHighestLayer(layer: number | null): void {
    this.topLayer = layer;
    this.changed();
  }

  setHidden(hidden: boolean): void {
    this.allHidden = hidden;
    this.changed();
  }

  /** Only unreviewed model shapes fall under the threshold; what a person vouched for stays in sight. */
  setConfidence(value: number): void {
    this.lowestConfidence = Math.min(1, Math.max(0, value));
    this.changed();
  }

  setClassVisible(classId: string, visible: boolean): void {
    if (visible) {
      this.hiddenClasses.delete(classId);
    } else {
      this.hiddenClasses.add(classId);
    }
    this.changed();
  }

  isClassVisible(classId: string): boolean {
    return !this.hiddenClasses.has(classId);
  }

  /** The object filter of the list; null for none. */
  setTest(test: ObjectTest | null): void {
    const known = new WeakMap<Annotation, boolean>();
    // Annotations are immutable: each is looked at once, however often the picture is drawn.
    this.test = test && (annotation => known.get(annotation) ?? remember(known, annotation, test(annotation)));
    this.kept.clear();
    this.changed();
  }

  /** Shows only these objects; null shows the others again. */
  setSolo(ids: Iterable<string> | null): void {
    this.alone = ids === null ? null : new Set(ids);
    this.kept.clear();
    this.changed();
  }

  /** Told of a person's edits before they are looked at again. */
  keep(changes: readonly Change[]): void {
    if (this.test || this.alone) {
      changes.filter(({ before }) => before === undefined || this.passes(before)).forEach(({ id }) => this.kept.add(id));
    }
  }

  /** Drawn and hit. */
  shows(annotation: Annotation): boolean {
    return !this.allHidden && (this.topLayer === null || annotation.type === null || zOf(annotation) <= this.topLayer) && this.passes(annotation) && !this.marks.has('hidden', annotation) && (this.alone === null || this.alone.has(annotation.id) || this.kept.has(annotation.id));
  }

  /** In the list, which also names hidden objects so that they can be shown again. */
  passes(annotation: Annotation): boolean {
    return !this.hiddenClasses.has(annotation.classId)
      && isLive(annotation)
      && (!isPending(annotation) || (annotation.confidence ?? 1) >= this.lowestConfidence)
      && (this.test === null || this.test(annotation) || this.kept.has(annotation.id));
  }
}

function remember(known: WeakMap<Annotation, boolean>, annotation: Annotation, answer: boolean): boolean {
  known.set(annotation, answer);
  return answer;
}
