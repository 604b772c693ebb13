import { el, setPressed } from '../annotator/ui/dom.js';
import type { StagePicture } from './editor.js';

/** Small pictures to choose the stage's background from; one is pressed, and the first choice is none. */
export function pictureStrip(pictures: readonly StagePicture[], texts: { readonly label: string; readonly none: string }, choose: (url: string) => void): HTMLElement {
  const press = (button: HTMLElement, url: string): void => {
    buttons.forEach(other => setPressed(other, other === button));
    choose(url);
  };
  const none = el('button', { type: 'button', class: 'picture-choice picture-none', title: texts.none, onclick: () => press(none, '') }, texts.none);
  const buttons: HTMLElement[] = [none, ...pictures.map(picture => {
    const button = el('button', { type: 'button', class: 'picture-choice', title: picture.name, 'aria-label': picture.name, onclick: () => press(button, picture.url) },
      el('img', { src: picture.thumbnailUrl, alt: '', loading: 'lazy', draggable: 'false' }));
    return button;
  })];
  buttons.forEach(button => setPressed(button, button === none));
  return el('div', { class: 'picture-strip', role: 'group', 'aria-label': texts.label }, ...buttons);
}
