import type { Engine } from './engine.js';
import type { Settings } from './settings.js';

const Svg = 'http://www.w3.org/2000/svg';

/** Brings the settings to what shows them: the picture's element is filtered by the browser, so nothing is drawn anew for a slider. */
export class Appearance {
  /** Holds the gamma curve, which CSS has no word for; takes no room. */
  readonly element = document.createElementNS(Svg, 'svg');
  private readonly curves: readonly SVGElement[];
  private shown: Settings | null = null;

  constructor(private readonly engine: Engine, private readonly idPrefix: string) {
    const filter = document.createElementNS(Svg, 'filter');
    filter.id = this.filterId;
    filter.setAttribute('color-interpolation-filters', 'sRGB');
    const transfer = document.createElementNS(Svg, 'feComponentTransfer');
    this.curves = ['feFuncR', 'feFuncG', 'feFuncB'].map(name => document.createElementNS(Svg, name) as SVGElement);
    this.curves.forEach(curve => curve.setAttribute('type', 'gamma'));
    transfer.append(...this.curves);
    filter.append(transfer);
    this.element.append(filter);
    // Not hidden: a hidden element's filter would not be found.
    this.element.setAttribute('width', '0');
    this.element.setAttribute('height', '0');
    this.element.style.position = 'absolute';
    engine.options.settings.follow(() => this.apply());
  }

  private get filterId(): string {
    return `${this.idPrefix}-gamma`;
  }

  private apply(): void {
    const { engine, shown } = this;
    const settings = engine.options.settings.value;
    this.shown = settings;
    this.curves.forEach(curve => curve.setAttribute('exponent', String(1 / settings.gamma)));
    engine.stage.image.canvases.forEach(canvas => (canvas.style.filter = filterOf(settings, this.filterId)));
    engine.stage.element.dataset['background'] = settings.background;
    if (engine.palette.colourBy !== settings.colourBy) {
      engine.palette.colourBy = settings.colourBy;
      engine.version++;
    }
    if (shown === null || shown.preset !== settings.preset || JSON.stringify(shown.keys) !== JSON.stringify(settings.keys)) {
      engine.keymap.use(settings.preset, settings.keys);
    }
    if (shown?.smoothing !== settings.smoothing) {
      engine.stage.image.invalidate();
    }
    engine.stage.shapes.invalidate();
    engine.touch();
  }
}

/** As CSS; nothing at all where the picture is shown as it is, because a filter costs something in every frame. */
export function filterOf({ brightness, contrast, saturation, gamma }: Settings, gammaFilterId: string): string {
  return [
    gamma === 1 ? '' : `url(#${gammaFilterId})`,
    brightness === 1 ? '' : `brightness(${brightness})`,
    contrast === 1 ? '' : `contrast(${contrast})`,
    saturation === 1 ? '' : `saturate(${saturation})`,
  ].filter(part => part !== '').join(' ');
}
