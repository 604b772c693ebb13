import { isLive, isPending, type Annotation } from './model.js';

/** What is shown: a way of looking, never an edit. Hidden shapes are neither drawn nor hit. */
export class ViewFilter {
  private readonly hiddenClasses = new Set<string>();
  private allHidden = false;
  private lowestConfidence = 0;

  constructor(private readonly changed: () => void = () => undefined) {}

  get hidden(): boolean {
    return this.allHidden;
  }

  get confidence(): number {
    return this.lowestConfidence;
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

  shows(annotation: Annotation): boolean {
    return !this.allHidden && this.passes(annotation);
  }

  /** As `shows`, but without the momentary "hide everything". */
  passes(annotation: Annotation): boolean {
    return !this.hiddenClasses.has(annotation.classId)
      && isLive(annotation)
      && (!isPending(annotation) || (annotation.confidence ?? 1) >= this.lowestConfidence);
  }
}
