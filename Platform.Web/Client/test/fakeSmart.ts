import type { SmartAnswer, SmartApi, SmartOutput, SmartShape, SmartStroke } from '../src/annotator/smart/smartApi.js';
import type { ImagePoint } from '../src/annotator/geometry/math.js';
import type { BoxGeometry } from '../src/annotator/model.js';

export interface SmartQuestion {
  readonly tool: 'box' | 'flood' | 'path';
  readonly asked: Record<string, unknown>;
  /** Without one the answer is made up: the box as a polygon, a square around the point, a path with a bend. */
  answer(value?: SmartAnswer<never>): Promise<void>;
}

/** A server that answers when the test says so. */
export class FakeSmart implements SmartApi {
  readonly questions: SmartQuestion[] = [];
  prepared = 0;

  prepare(): void {
    this.prepared++;
  }

  box(box: BoxGeometry, strokes: readonly SmartStroke[], output: SmartOutput): Promise<SmartAnswer<SmartShape>> {
    const { x, y, width, height } = box;
    return this.ask('box', { box, strokes, output }, { rings: [[x, y, x + width, y, x + width, y + height + strokes.length, x, y + height + strokes.length]] });
  }

  flood({ x, y }: ImagePoint, tolerance: number, contiguous: boolean, output: SmartOutput): Promise<SmartAnswer<SmartShape>> {
    return this.ask('flood', { x, y, tolerance, contiguous, output }, { rings: [[x - 5, y - 5, x + 5, y - 5, x + 5, y + 5, x - 5, y + 5]] });
  }

  path(from: ImagePoint, to: ImagePoint): Promise<SmartAnswer<readonly number[]>> {
    return this.ask('path', { from, to }, [from.x, from.y, (from.x + to.x) / 2 + 1, (from.y + to.y) / 2 + 1, to.x, to.y]);
  }

  get open(): number {
    return this.questions.length;
  }

  private ask<T>(tool: SmartQuestion['tool'], asked: Record<string, unknown>, value: T): Promise<SmartAnswer<T>> {
    return new Promise(resolve => {
      const question: SmartQuestion = {
        tool,
        asked,
        answer: async given => {
          this.questions.splice(this.questions.indexOf(question), 1);
          resolve(given ?? { kind: 'ok', value });
          // Everything that hangs on the answer has run when this returns.
          await new Promise(later => setTimeout(later, 0));
        },
      };
      this.questions.push(question);
    });
  }
}
