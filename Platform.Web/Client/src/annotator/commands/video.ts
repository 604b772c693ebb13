import type { Engine } from '../engine.js';
import { newId } from '../ids.js';
import type { Edit } from '../store.js';
import { mergeTracks, neighbourKeyframe, propagate, splitTrack, toggleKeyframe, toggleOutside } from '../video/trackEdits.js';
import type { Keyframe } from '../video/tracks.js';
import type { Video } from '../video/video.js';
import type { CommandTable } from './table.js';

/** Going through a video, and what is done to tracks. On an image none of them does anything. */
export function videoCommands(engine: Engine): CommandTable {
  const onVideo = (action: (video: Video, argument: string) => void) => (argument: string): void => {
    if (engine.video) {
      action(engine.video, argument);
    }
  };

  /** The same for each selected track; says so where none is. */
  function onTracks(video: Video, edits: (keyframes: readonly Keyframe[]) => readonly Edit[]): void {
    const tracks = video.selectedTracks();
    if (tracks.length === 0) {
      engine.notify('selectTrackFirst');
    } else {
      video.edit(tracks.flatMap(edits));
    }
  }

  function merge(video: Video): void {
    const singles = engine.selection.ids().map(id => video.objects.single(id)).filter(single => typeof single?.frame === 'number');
    const result = mergeTracks(video.selectedTracks(), singles as Keyframe[], video.facts.frameCount, video.objects.keyframeIdOf);
    if (typeof result === 'string') {
      engine.notify(result);
      return;
    }
    const kept = result.find(edit => edit.after)?.after;
    video.edit(result);
    engine.selection.replace(kept ? [video.objects.idOf(kept)] : []);
  }

  function split(video: Video): void {
    const made: string[] = [];
    onTracks(video, keyframes => {
      const trackId = newId();
      const edits = splitTrack(keyframes, video.frame, trackId, video.objects.keyframeIdOf);
      made.push(...(edits.length > 0 ? [trackId] : []));
      return edits;
    });
    if (made.length > 0) {
      engine.selection.replace(made);
    } else if (video.selectedTracks().length > 0) {
      engine.notify('splitNeedsPast');
    }
  }

  function propagateSelected(video: Video, count: number): void {
    const singles = engine.actions.unlocked().filter(annotation => annotation.type !== null && !annotation.trackId && typeof annotation.frame === 'number');
    const edits = propagate(singles, count, video.facts.frameCount, newId);
    if (singles.length === 0) {
      engine.notify('propagateSingles');
    } else if (edits.length > 0) {
      video.edit(edits);
      engine.notify('propagated', edits.length);
    }
  }

  return {
    playPause: onVideo(video => video.togglePlay()),
    frame: onVideo((video, to) => (to === 'first' ? video.goToShown(0, 1) : to === 'last' ? video.goToShown(video.last, -1) : video.step(Number(to)))),
    excludeFrame: onVideo(video => void video.toggleExcluded()),
    showExcluded: onVideo(video => {
      video.excluded.shown = !video.excluded.shown;
      engine.notify(video.excluded.shown ? 'excludedShown' : 'excludedPassedOver');
      engine.touch();
    }),
    goToFrame: onVideo((video, frame) => (frame === '' ? engine.options.onOpen('frame') : video.goTo(Number(frame)))),
    toKeyframe: onVideo((video, direction) => {
      const frame = neighbourKeyframe(video.selectedTracks(), video.target, direction === '1' ? 1 : -1);
      if (frame !== undefined) {
        video.goTo(frame);
      } else if (video.selectedTracks().length === 0) {
        engine.notify('selectTrackFirst');
      }
    }),
    annotatedFrame: onVideo((video, direction) => {
      const way = direction === '1' ? 1 : -1;
      let frame = video.objects.annotatedFrame(video.target, way);
      while (frame !== undefined && video.excluded.passesOver(frame)) {
        frame = video.objects.annotatedFrame(frame, way);
      }
      if (frame !== undefined) {
        video.goTo(frame);
      }
    }),
    toggleKeyframe: onVideo(video => onTracks(video, keyframes => toggleKeyframe(keyframes, video.frame, video.objects.keyframeIdOf))),
    toggleOutside: onVideo(video => onTracks(video, keyframes => toggleOutside(keyframes, video.frame, video.objects.keyframeIdOf))),
    splitTrack: onVideo(split),
    mergeTracks: onVideo(merge),
    propagate: onVideo((video, count) => (count === '' ? engine.options.onOpen('propagate') : propagateSelected(video, Number(count)))),
    toggleTracks: onVideo(video => {
      video.drawsTracks = !video.drawsTracks;
      engine.notify(video.drawsTracks ? 'drawsTracks' : 'drawsSingles');
      engine.touch();
    }),
  };
}
