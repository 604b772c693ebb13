import type { AnnotatorClass } from '../model.js';
import type { ToolHost } from '../tools/tool.js';
import type { SmartAnswer, SmartOutput, SmartShape } from './smartApi.js';

const DraftId = 'smart';

/** A shape that the server proposes: shown like a drawn one, stored only when it is accepted. Answers that come late are dropped. */
export class Proposal {
  private shape: SmartShape | null = null;
  private asked = 0;
  private answered = 0;

  constructor(private readonly host: ToolHost, private readonly shapeClass: AnnotatorClass) {}

  get output(): SmartOutput {
    return this.shapeClass.shapeType === 'mask' ? 'mask' : 'polygon';
  }

  get color(): string {
    return this.shapeClass.color;
  }

  get busy(): boolean {
    return this.answered < this.asked;
  }

  get hasShape(): boolean {
    return this.shape !== null;
  }

  /** Answers whether this was the latest question and brought a shape; a failed one is told and leaves what was there. */
  async ask(question: () => Promise<SmartAnswer<SmartShape>>): Promise<boolean> {
    const number = ++this.asked;
    this.host.touch();
    const answer = await question();
    if (number !== this.asked) {
      return false;
    }
    this.answered = number;
    if (answer.kind === 'ok') {
      this.shape = answer.value;
      this.show();
    } else {
      tellFailure(this.host, answer.message);
    }
    this.host.touch();
    return answer.kind === 'ok';
  }

  /** Stores the shape; answers whether there was one. */
  accept(): boolean {
    const { host, shape, shapeClass } = this;
    this.drop();
    if (!shape) {
      return false;
    }
    const annotation = host.newAnnotation(this.output, shape, shapeClass.id);
    host.edit([{ id: annotation.id, after: annotation }]);
    host.selection.replace([annotation.id]);
    return true;
  }

  drop(): void {
    this.asked++;
    this.answered = this.asked;
    this.shape = null;
    this.host.setDraft(null);
    this.host.touch();
  }

  private show(): void {
    this.host.setDraft({ shapes: this.shape ? [{ ...this.host.newAnnotation(this.output, this.shape, this.shapeClass.id), id: DraftId }] : [] });
  }
}

/** The class that a smart tool draws for now, or why there is none. */
export function smartClass(host: ToolHost): AnnotatorClass | undefined {
  const shapeClass = host.activeClass('polygon', 'mask');
  if (host.readOnly || !shapeClass) {
    host.notify(host.readOnly ? 'readOnly' : 'pickClass');
    return undefined;
  }
  return shapeClass;
}

export function tellFailure(host: ToolHost, message: string | null): void {
  if (message === null) {
    host.notify('smartAway');
  } else {
    host.notify('smartRefused', message);
  }
}
