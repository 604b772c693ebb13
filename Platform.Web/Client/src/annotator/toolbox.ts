import type { ClassSet } from './classSet.js';
import type { Rect } from './geometry/math.js';
import { HoldCornerTool } from './tools/holdCorner.js';
import { createTools, definitionOf, toolDefinitions, type ToolDefinition } from './tools/registry.js';
import type { Tool, ToolHost } from './tools/tool.js';
import { ZoomAreaTool } from './tools/zoomArea.js';

/** The tools and which one is in the hand. */
export class Toolbox {
  private readonly tools: ReadonlyMap<string, Tool>;
  private current: Tool;
  /** Only ever lent to a held key. */
  private readonly lent: ReadonlyMap<string, Tool>;
  private lastDrawing: string | null = null;

  constructor(private readonly host: ToolHost, private readonly classes: ClassSet, showArea: (area: Rect) => void) {
    this.tools = createTools(host);
    const lent = [new ZoomAreaTool(host, showArea), new HoldCornerTool('cornerTopLeft', host, 'nw'), new HoldCornerTool('cornerBottomRight', host, 'se')];
    this.lent = new Map(lent.map(tool => [tool.id, tool]));
    this.current = this.tools.get('select')!;
  }

  get active(): Tool {
    return this.current;
  }

  /** What a held key lends to the pointer. */
  held(id: string): Tool {
    return this.lent.get(id) ?? this.tools.get('pan')!;
  }

  get activeDefinition(): ToolDefinition {
    return definitionOf(this.current.id)!;
  }

  /** The tools that this ontology has a use for. */
  get offered(): readonly ToolDefinition[] {
    return toolDefinitions.filter(({ draws }) => !draws || this.classes.take(draws));
  }

  /** The drawing tool used last, or the first on offer: what the repeat key takes up. */
  get repeatable(): string | undefined {
    return this.lastDrawing ?? this.offered.find(({ draws }) => draws)?.id;
  }

  /** What is half drawn waits for the tool or the image to come back, where the tool can keep it. */
  park(): void {
    if (this.current.park) {
      this.current.park();
    } else {
      this.current.cancel();
    }
  }

  /** Takes up another tool. A drawing tool brings a class that it can draw. */
  take(id: string): boolean {
    const definition = definitionOf(id);
    const tool = this.tools.get(id);
    if (!definition || !tool || tool === this.current || (definition.draws && this.host.readOnly)) {
      return false;
    }
    this.park();
    this.current.leave?.();
    this.current = tool;
    this.lastDrawing = definition.draws ? id : this.lastDrawing;
    this.classes.activeId = (definition.draws && this.classes.activeFor(definition.draws)?.id) ?? this.classes.activeId;
    tool.enter?.();
    tool.resume?.();
    this.host.setCursor(definition.cursor);
    return true;
  }
}
