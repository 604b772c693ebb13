import { el, setFlag, setPressed, setText } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { commandButton, withKeys, type View, type ViewContext } from '../ui/view.js';
import { speeds } from './player.js';
import { PropagateForm } from './propagateForm.js';
import { TimelineMarks } from './timelineMarks.js';
import type { Video } from './video.js';

/** Under the picture of a video: going through its frames, playing it, and what is done to the selected track on the frame shown. */
export class Timeline implements View {
  readonly element: HTMLElement;
  private readonly marks: TimelineMarks;
  private readonly propagation: PropagateForm;
  private readonly slider = el('input', { type: 'range', min: '0', step: '1', class: 'an-time-slider', 'data-action': 'timeline' });
  private readonly frameField = el('input', { type: 'number', min: '0', step: '1', class: 'an-time-frame', 'data-action': 'frameField' });
  private readonly total = el('span', { class: 'an-muted' });
  private readonly clock = el('span', { class: 'an-time-clock' });
  private readonly note = el('span', { class: 'an-time-note', role: 'status' });
  private readonly speed: HTMLSelectElement;
  private readonly play: HTMLButtonElement;
  private readonly tracks: HTMLButtonElement;
  private readonly keyframe: HTMLButtonElement;
  private readonly outside: HTMLButtonElement;
  private readonly trackButtons: readonly HTMLButtonElement[];
  private readonly merge: HTMLButtonElement;
  private readonly exclude: HTMLButtonElement;
  private readonly showExcluded: HTMLButtonElement;

  constructor(private readonly context: ViewContext) {
    const { engine, texts } = context;
    this.marks = new TimelineMarks(engine);
    this.propagation = new PropagateForm(context);
    this.play = commandButton(context, 'play', 'playPause', 'playPause');
    this.tracks = commandButton(context, 'track', 'toggleTracks', 'toggleTracks');
    this.keyframe = commandButton(context, 'keyframe', 'toggleKeyframe', 'toggleKeyframe');
    this.outside = commandButton(context, 'outside', 'toggleOutside', 'toggleOutside');
    this.merge = commandButton(context, 'merge', 'mergeTracks', 'mergeTracks');
    this.exclude = commandButton(context, 'excluded', 'excludeFrame', 'excludeFrame');
    this.showExcluded = commandButton(context, 'eyeOff', 'showExcluded', 'showExcluded');
    this.trackButtons = [this.keyframe, this.outside, commandButton(context, 'split', 'splitTrack', 'splitTrack')];
    this.speed = el('select', { class: 'an-time-speed', 'aria-label': texts.get('speed'), title: texts.get('speed') }, ...speeds.map(factor => el('option', { value: String(factor) }, `${factor}×`)));
    this.slider.setAttribute('aria-label', texts.get('timeline'));
    withKeys(context, this.frameField, 'goToFrame', 'goToFrame').setAttribute('aria-label', texts.get('goToFrame'));
    this.element = el('div', { class: 'an-timeline', hidden: true, role: 'group', 'aria-label': texts.get('timeline') },
      el('div', { class: 'an-time-line' }, this.marks.canvas, this.slider),
      el('div', { class: 'an-time-row' },
        el('div', { class: 'an-group' }, ...this.steps().slice(0, 4), this.play, ...this.steps().slice(4)),
        el('div', { class: 'an-group an-time-where' }, this.frameField, this.total, this.clock, this.speed),
        this.note,
        el('div', { class: 'an-group an-time-tracks' }, this.tracks, ...this.trackButtons, this.merge, commandButton(context, 'propagate', 'propagate', 'propagate'),
          this.exclude, this.showExcluded)),
      this.propagation.element);
    this.listen();
  }

  update(): void {
    const { engine } = this.context;
    const { video } = engine;
    setFlag(this.element, 'hidden', video === null || engine.loadState !== 'ready');
    if (video) {
      this.showPlace(video);
      this.showPlayback(video);
      this.showTracks(video);
      this.marks.update(video);
    }
  }

  /** The person wants to type a frame's number. */
  focusFrame(): void {
    this.frameField.focus();
    this.frameField.select();
  }

  openPropagation(): void {
    this.propagation.open();
  }

  private steps(): HTMLButtonElement[] {
    const { context } = this;
    return [
      commandButton(context, 'frameFirst', 'frameFirst', 'frame:first'),
      commandButton(context, 'keyframePrevious', 'keyframePrevious', 'toKeyframe:-1'),
      commandButton(context, 'frameBack', 'frameBack', 'frame:-10'),
      commandButton(context, 'framePrevious', 'framePrevious', 'frame:-1'),
      commandButton(context, 'frameNext', 'frameNext', 'frame:1'),
      commandButton(context, 'frameForward', 'frameForward', 'frame:10'),
      commandButton(context, 'keyframeNext', 'keyframeNext', 'toKeyframe:1'),
      commandButton(context, 'frameLast', 'frameLast', 'frame:last'),
    ];
  }

  private listen(): void {
    const { engine } = this.context;
    const back = (): void => engine.stage.element.focus({ preventScroll: true });
    this.slider.addEventListener('input', () => engine.video?.goTo(Number(this.slider.value)));
    this.slider.addEventListener('pointerup', back);
    this.frameField.addEventListener('keydown', event => {
      if (event.key === 'Enter' || event.key === 'Escape') {
        this.goToTyped(event.key === 'Enter');
        back();
      }
      event.stopPropagation();
    });
    this.frameField.addEventListener('change', () => this.goToTyped(true));
    this.speed.addEventListener('change', () => {
      engine.video?.player.setSpeed(Number(this.speed.value), performance.now());
      back();
    });
  }

  private goToTyped(go: boolean): void {
    const { video } = this.context.engine;
    const frame = Number(this.frameField.value);
    if (video && go && this.frameField.value !== '' && Number.isFinite(frame)) {
      video.goTo(frame);
    }
    this.frameField.value = String(video?.target ?? 0);
  }

  private showPlace(video: Video): void {
    const { texts } = this.context;
    this.slider.max = this.frameField.max = String(video.last);
    if (this.slider.valueAsNumber !== video.target) {
      this.slider.value = String(video.target);
    }
    if (document.activeElement !== this.frameField) {
      this.frameField.value = String(video.target);
    }
    setText(this.total, texts.get('frameOf', video.last));
    setText(this.clock, `${timeText(video, video.target)} / ${timeText(video, video.facts.frameCount)}`);
  }

  private showPlayback(video: Video): void {
    const { texts } = this.context;
    const { player } = video;
    if (this.play.dataset['playing'] !== String(player.playing)) {
      this.play.dataset['playing'] = String(player.playing);
      this.play.replaceChildren(icon(player.playing ? 'pause' : 'play'));
      setPressed(this.play, player.playing);
    }
    this.speed.value = String(player.speed);
    const slow = player.slow ? texts.get('playingSlow', player.rate, Math.round(player.due)) : '';
    setPressed(this.exclude, video.excluded.has(video.frame));
    this.exclude.disabled = this.context.engine.readOnly;
    setFlag(this.showExcluded, 'hidden', video.excluded.size === 0);
    setPressed(this.showExcluded, video.excluded.shown);
    const excluded = video.excluded.has(video.target) ? texts.get('frameIsExcluded') : '';
    setText(this.note, video.hasFailed ? texts.get('frameFailed', video.target) : slow || (video.isLoading ? texts.get('frameLoading', video.target) : excluded));
  }

  private showTracks(video: Video): void {
    const { engine } = this.context;
    const selected = video.selectedTracks();
    const states = selected.map(keyframes => video.objects.book.at(keyframes[0]!.trackId, video.frame));
    this.trackButtons.forEach(button => (button.disabled = engine.readOnly || states.length === 0 || states.every(state => state === undefined)));
    this.merge.disabled = engine.readOnly || engine.selection.size < 2;
    setPressed(this.keyframe, states.length > 0 && states.every(state => state?.onKeyframe));
    setPressed(this.outside, states.length > 0 && states.every(state => state?.outside));
    setPressed(this.tracks, video.drawsTracks);
  }
}

/** `1:05.240`: minutes, seconds and milliseconds, by the video's average rate. */
export function timeText(video: Pick<Video, 'facts'>, frame: number): string {
  const { facts } = video;
  const ms = facts.frameCount > 0 ? Math.round((frame / facts.frameCount) * facts.durationMs) : 0;
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}.${String(ms % 1000).padStart(3, '0')}`;
}

