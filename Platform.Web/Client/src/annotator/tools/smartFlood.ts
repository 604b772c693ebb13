import { clampPoint } from '../geometry/box.js';
import { clamp, type ImagePoint } from '../geometry/math.js';
import { Proposal, smartClass } from '../smart/proposal.js';
import { paintWaiting } from '../smart/smartPaint.js';
import type { ToolOption } from './options.js';
import type { OverlayView, Pointer, Tool, ToolHost } from './tool.js';

const LargestTolerance = 128;
const ToleranceStep = 4;

/** Selects what looks like the place clicked on. The tolerance may be changed until it is accepted; another click starts over. */
export class SmartFloodTool implements Tool {
  readonly id = 'smartFlood';
  readonly withoutGrips = true;
  private tolerance = 24;
  private contiguous = true;
  private pressed = false;
  private point: ImagePoint | null = null;
  private proposal: Proposal | null = null;

  constructor(private readonly host: ToolHost) {}

  get drawing(): boolean {
    return this.proposal !== null;
  }

  down(): void {
    this.pressed = smartClass(this.host) !== undefined;
  }

  move(): void {
    this.host.selection.hover(null);
    this.host.setCursor('crosshair');
  }

  up(pointer: Pointer): void {
    const shapeClass = this.pressed ? smartClass(this.host) : undefined;
    this.pressed = false;
    if (shapeClass) {
      this.proposal?.drop();
      this.proposal = new Proposal(this.host, shapeClass);
      this.point = clampPoint(pointer.image, this.host.image);
      this.search();
    }
  }

  cancel(): boolean {
    const { proposal } = this;
    this.forget();
    proposal?.drop();
    return proposal !== null;
  }

  release(): void {
    this.pressed = false;
  }

  resume(): void {
    this.host.smart.prepare();
  }

  finish(): boolean {
    const { proposal } = this;
    if (!proposal || proposal.busy) {
      return false;
    }
    this.forget();
    return proposal.accept();
  }

  park(): void {
    const { proposal } = this;
    this.forget();
    proposal?.accept();
  }

  run(command: string): boolean {
    switch (command) {
      case 'smartTolerance:less': this.setTolerance(this.tolerance - ToleranceStep); return true;
      case 'smartTolerance:more': this.setTolerance(this.tolerance + ToleranceStep); return true;
      default: return false;
    }
  }

  options(): readonly ToolOption[] {
    const { proposal } = this;
    return [
      {
        kind: 'range', id: 'smartTolerance', text: 'smartTolerance', command: 'smartTolerance:more', value: this.tolerance, min: 0, max: LargestTolerance, step: 1,
        set: value => this.setTolerance(value),
      },
      {
        kind: 'toggle', id: 'smartContiguous', text: 'smartContiguous', on: this.contiguous,
        set: on => {
          this.contiguous = on;
          this.search();
        },
      },
      ...(proposal?.busy ? [{ kind: 'note', id: 'busy', text: 'smartBusy', values: [] } as const] : []),
      ...(proposal
        ? [
            { kind: 'button', id: 'drop', text: 'dropDrawing', icon: 'close', command: 'cancel', press: () => void this.cancel() } as const,
            { kind: 'button', id: 'done', text: 'done', icon: 'check', command: 'finish', primary: true, disabled: proposal.busy, press: () => void this.finish() } as const,
          ]
        : [{ kind: 'note', id: 'hint', text: 'smartFloodHint', values: [] } as const]),
    ];
  }

  get paint(): ((context: CanvasRenderingContext2D, view: OverlayView) => void) | undefined {
    const { point, proposal } = this;
    return point && proposal?.busy ? (context, view) => paintWaiting(context, view, point) : undefined;
  }

  private setTolerance(tolerance: number): void {
    this.tolerance = clamp(Math.round(tolerance), 0, LargestTolerance);
    this.host.touch();
    this.search();
  }

  private search(): void {
    const { point, proposal, tolerance, contiguous } = this;
    if (point && proposal) {
      void proposal.ask(() => this.host.smart.flood(point, tolerance, contiguous, proposal.output));
    }
  }

  private forget(): void {
    this.pressed = false;
    this.proposal = null;
    this.point = null;
  }
}
