import type { Opened } from '../engineOptions.js';
import type { ImagePoint } from '../geometry/math.js';
import { Appearance } from '../appearance.js';
import { BulkDialog } from './bulkDialog.js';
import { ClassPalette } from './classPalette.js';
import { ConflictCard } from './conflictCard.js';
import { el, setFlag, setText } from './dom.js';
import { HelpDialog } from './help.js';
import { ImagePalette } from './imagePalette.js';
import { Menu } from './menu.js';
import { Minimap } from './minimap.js';
import { Notices } from './notices.js';
import { KeptDialog } from './keptDialog.js';
import { createOptionBar } from './optionBar.js';
import { Panel } from './panel.js';
import { PropagateDialog } from './propagateDialog.js';
import { Pins } from './pins.js';
import { RejectDialog } from './rejectDialog.js';
import { SettingsPanel } from './settingsPanel.js';
import { createTagStrip } from './tagStrip.js';
import { createThumbBar } from './thumbBar.js';
import { createToolRail, createTopBar } from './toolbar.js';
import { Timeline } from '../video/timeline.js';
import type { View, ViewContext } from './view.js';

/** Narrower than this, the panel becomes a sheet and the tools move to the thumb. */
const CompactBelowPx = 760;

/** Everything around the stage, put into the host element. */
export class Surroundings {
  readonly notices = new Notices();
  readonly menu: Menu;
  private readonly panel: Panel;
  readonly propagate: PropagateDialog;
  private readonly bulk: BulkDialog;
  private readonly palette: ClassPalette;
  private readonly images: ImagePalette;
  private readonly settings: SettingsPanel;
  private readonly help: HelpDialog;
  private readonly timeline: Timeline;
  private readonly pins: Pins;
  private readonly reject: RejectDialog;
  private readonly views: readonly View[];
  private readonly curtain: HTMLElement;
  private readonly curtainText = el('p', {});
  private readonly reload: HTMLButtonElement;
  private readonly frame: HTMLElement;
  private readonly sizes: ResizeObserver;

  constructor(private readonly host: HTMLElement, private readonly context: ViewContext) {
    const { engine, texts } = context;
    const togglePanel = (): void => setFlag(this.frame, 'data-panel', !this.frame.hasAttribute('data-panel'));
    const kept = new KeptDialog(context);
    const rail = createToolRail(context);
    const top = createTopBar(context, { togglePanel, openKept: () => kept.open() });
    this.panel = new Panel(context, togglePanel);
    const thumb = createThumbBar(context);
    const options = createOptionBar(context);
    const minimap = new Minimap(context);
    const tags = createTagStrip(context);
    this.timeline = new Timeline(context);
    top.element.querySelector('.an-people')!.after(options.element);
    const conflicts = new ConflictCard(context);
    this.pins = new Pins(context);
    this.reject = new RejectDialog(context, text => context.desk.reject(text));
    this.views = [rail, top, options, this.panel, thumb, minimap, tags, this.timeline, conflicts, this.pins];
    this.menu = new Menu(context);
    this.palette = new ClassPalette(context);
    this.images = new ImagePalette(context);
    this.bulk = new BulkDialog(context);
    this.settings = new SettingsPanel(context);
    this.help = new HelpDialog(context);
    this.propagate = new PropagateDialog(context);
    this.reload = el('button', { type: 'button', class: 'an-accept', onclick: () => engine.assetId && void engine.load(engine.assetId) }, texts.get('retry'));
    this.curtain = el('div', { class: 'an-curtain' }, el('span', { class: 'an-spinner' }), this.curtainText, this.reload);
    engine.stage.element.append(this.curtain, this.pins.element, minimap.element, conflicts.element, this.notices.element, this.settings.element, this.palette.element, this.images.element, this.menu.element);
    this.frame = el('div', { class: 'an-frame' }, top.element, rail.element, engine.stage.element, tags.element, this.timeline.element, this.panel.element, thumb.element, this.help.element, this.propagate.element, this.bulk.element, kept.element, this.reject.element, new Appearance(engine, context.idPrefix).element);
    host.replaceChildren(this.frame);
    this.sizes = new ResizeObserver(() => setFlag(host, 'data-compact', host.clientWidth < CompactBelowPx));
    this.sizes.observe(host);
    setFlag(host, 'data-compact', host.clientWidth < CompactBelowPx);
  }

  writeComment(at: ImagePoint): void {
    this.pins.write(at);
  }

  open(what: Opened): void {
    switch (what) {
      case 'frame': this.timeline.focusFrame(); break;
      case 'propagate': this.timeline.openPropagation(); break;
      case 'help': this.help.open(); break;
      case 'reject': this.reject.open(); break;
      case 'classPalette': this.palette.open(false); break;
      case 'classLetter': this.palette.open(true); break;
      case 'findImage': this.images.open(); break;
      case 'resumeImage': void this.images.resume(); break;
      case 'bulk': this.bulk.open(); break;
      case 'settings': this.settings.toggleOpen(); break;
      case 'attributes': this.showPanel(); this.panel.focusAttributes(); break;
      case 'objectFilter': this.showPanel(); this.panel.focusFilter(); break;
    }
  }

  update(): void {
    const { engine, texts } = this.context;
    this.views.forEach(view => view.update());
    const failed = engine.loadState === 'failed';
    setFlag(this.curtain, 'hidden', engine.loadState === 'ready' || engine.loadState === 'empty');
    setFlag(this.curtain, 'data-failed', failed);
    setText(this.curtainText, failed ? [texts.get('loadFailed'), engine.loadMessage ?? ''].join(' ').trim() : engine.loadMessage ?? texts.get('loading'));
    setFlag(this.reload, 'hidden', !failed);
  }

  /** The view moved. */
  move(): void {
    this.pins.update();
  }

  /** On a phone the panel is away until it is asked for. */
  private showPanel(): void {
    setFlag(this.frame, 'data-panel', true);
  }

  dispose(): void {
    this.sizes.disconnect();
    this.host.replaceChildren();
  }
}
