import { el, setFlag } from './dom.js';
import { ClassPanel } from './classPanel.js';
import { CommentList } from './commentList.js';
import { icon } from './icons.js';
import { ModelPanel } from './modelPanel.js';
import { ObjectHead } from './objectHead.js';
import { ObjectList } from './objectList.js';
import { SelectionPanel } from './selectionPanel.js';
import type { View, ViewContext } from './view.js';

/** Beside the picture: classes, the threshold for model shapes, the objects, and what is said of the selected ones. */
export class Panel implements View {
  readonly element: HTMLElement;
  private readonly head: ObjectHead;
  private readonly objects: ObjectList;
  private readonly selection: SelectionPanel;
  private readonly model: HTMLElement;
  private readonly views: readonly View[];

  constructor(context: ViewContext, close: () => void) {
    const { texts } = context;
    const classes = new ClassPanel(context);
    const model = new ModelPanel(context);
    const comments = new CommentList(context);
    this.objects = new ObjectList(context);
    this.head = new ObjectHead(context, this.objects);
    this.selection = new SelectionPanel(context);
    this.model = model.element;
    this.views = [classes, model, comments, this.objects, this.head, this.selection];
    this.element = el('aside', { class: 'an-panel', 'aria-label': texts.get('panel') },
      el('button', { type: 'button', class: 'an-tool an-panel-close', 'aria-label': texts.get('close'), onclick: close }, icon('close')),
      classes.element,
      model.element,
      comments.element,
      el('section', { class: 'an-object-section' }, this.head.element, this.objects.element),
      // Last, so that the list does not move under the pointer when something is selected in it.
      this.selection.element);
  }

  focusAttributes(): void {
    this.selection.focus();
  }

  focusFilter(): void {
    this.head.focus();
  }

  update(): void {
    this.views.forEach(view => view.update());
    setFlag(this.objects.element, 'data-reviewing', !this.model.hidden);
  }
}
