import { shapeOf } from '../shapes/registry.js';
import { withDirectionReversed, withoutVertex, withStart } from '../shapes/outlineEdits.js';
import { vertexOf, type VertexRef } from '../shapes/vertices.js';
import { vouched, type Annotation } from '../model.js';
import type { MenuItem } from '../ui/menu.js';
import type { ToolOption } from './options.js';
import { withoutPoint } from './pointEdits.js';
import { SelectTool } from './select.js';
import { StretchTool } from './stretch.js';
import type { Pointer, Tool, ToolHost } from './tool.js';

interface VertexHit {
  readonly annotation: Annotation;
  readonly vertex: VertexRef;
}

/**
 * The select tool with what it does to vertices: Alt and a click takes one out, Shift and a click redraws the outline from there to another
 * one, the secondary button opens their menu. Everything else is the select tool's.
 */
export class SelectAndEditTool implements Tool {
  readonly id = 'select';
  private readonly select: SelectTool;
  private stretch: StretchTool | null = null;
  /** The press under way has done its work already. */
  private spent = false;

  constructor(private readonly host: ToolHost) {
    this.select = new SelectTool(host);
  }

  get drawing(): boolean {
    return this.stretch !== null;
  }

  get withoutGrips(): boolean {
    return this.stretch !== null;
  }

  get paint(): Tool['paint'] {
    const { stretch } = this;
    return stretch ? (context, view) => stretch.paint(context, view) : undefined;
  }

  down(pointer: Pointer): void {
    const point = pointer.alt && !this.stretch && !this.host.readOnly ? this.host.hitGrip(pointer.screen, pointer.type) : undefined;
    if (point?.grip.kind === 'point') {
      this.spent = true;
      withoutPoint(this.host, point);
      return;
    }
    const hit = this.stretch ? undefined : this.vertexUnder(pointer);
    this.spent = hit !== undefined && (pointer.alt || pointer.shift);
    if (!hit || !this.spent) {
      this.hand.down(pointer);
    } else if (pointer.alt) {
      this.remove(hit);
    } else {
      this.redrawFrom(hit);
    }
  }

  move(pointer: Pointer): void {
    if (!this.spent) {
      this.hand.move(pointer);
    }
  }

  up(pointer: Pointer): void {
    if (this.spent) {
      this.spent = false;
    } else {
      this.hand.up(pointer);
    }
  }

  cancel(): boolean {
    this.spent = false;
    return this.hand.cancel();
  }

  release(): void {
    this.spent = false;
    if (this.stretch) {
      this.stretch.release();
    } else {
      this.select.cancel();
    }
  }

  finish(): boolean {
    return this.stretch?.finish() ?? false;
  }

  stepBack(): boolean {
    return this.stretch?.stepBack() ?? false;
  }

  stepForward(): boolean {
    return this.stretch?.stepForward() ?? false;
  }

  doubleClick(): boolean {
    return this.stretch?.finish() ?? false;
  }

  secondary(pointer: Pointer): boolean {
    if (this.stretch) {
      return this.stretch.stepBack();
    }
    const hit = this.vertexUnder(pointer);
    if (hit) {
      this.host.menu(pointer.screen, this.menuOf(hit));
    }
    return hit !== undefined;
  }

  options(): readonly ToolOption[] {
    return this.stretch?.options() ?? [];
  }

  private get hand(): Tool {
    return this.stretch ?? this.select;
  }

  private vertexUnder(pointer: Pointer): VertexHit | undefined {
    const grip = this.host.readOnly ? undefined : this.host.hitGrip(pointer.screen, pointer.type);
    const vertex = grip && shapeOf(grip.annotation)?.withOutline ? vertexOf(grip.grip.id) : undefined;
    return grip && vertex && !vertex.inserted ? { annotation: grip.annotation, vertex } : undefined;
  }

  private remove({ annotation, vertex }: VertexHit): void {
    const without = withoutVertex(annotation, vertex);
    if (without) {
      this.host.edit([{ id: annotation.id, after: vouched(without) }]);
    } else {
      this.host.notify('tooFewToRemove', shapeOf(annotation)?.leastPoints ?? 1);
    }
  }

  private redrawFrom({ annotation, vertex }: VertexHit): void {
    this.stretch = new StretchTool(this.host, annotation, vertex, () => {
      this.stretch = null;
      this.host.touch();
    });
    this.host.touch();
  }

  private menuOf(hit: VertexHit): MenuItem[] {
    const { host } = this;
    const edit = (changed: Annotation | undefined): void => changed && host.edit([{ id: changed.id, after: vouched(changed) }]);
    const { annotation, vertex } = hit;
    const isRing = shapeOf(annotation)!.outline!(annotation.geometry)[vertex.line]?.closed ?? false;
    return [
      { text: host.text('deletePoint'), keys: 'Alt', run: () => this.remove(hit) },
      { text: host.text('redrawStretch'), keys: 'Shift', run: () => this.redrawFrom(hit) },
      ...(isRing ? [{ text: host.text('startHere'), disabled: vertex.index === 0, run: () => edit(withStart(annotation, vertex)) }] : []),
      { text: host.text('reverse'), run: () => edit(withDirectionReversed(annotation)) },
    ];
  }
}
