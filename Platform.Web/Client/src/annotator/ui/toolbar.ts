import { toolDefinitions } from '../tools/registry.js';
import { el, setFlag, setPressed, setText } from './dom.js';
import { createPeople } from './people.js';
import { createSaveStatus } from './saveStatus.js';
import { commandButton, iconButton, withKeys, type View, type ViewContext } from './view.js';

/** Tools and edits, in reach of the hand: a column at the left, a row at the bottom of a phone. */
export function createToolRail(context: ViewContext): View {
  const { engine } = context;
  const tools = toolDefinitions.filter(({ aside }) => !aside).map(definition => ({
    definition, button: commandButton(context, definition.icon, definition.text, `tool:${definition.id}`),
  }));
  const undo = commandButton(context, 'undo', 'undo', 'undo');
  const redo = commandButton(context, 'redo', 'redo', 'redo');
  const duplicate = commandButton(context, 'duplicate', 'duplicate', 'duplicate');
  const more = commandButton(context, 'more', 'objectMenu', 'objectMenu');
  const remove = commandButton(context, 'trash', 'delete', 'delete');
  const element = el('div', { class: 'an-rail', role: 'toolbar' },
    ...tools.map(({ button }) => button), separator(), undo, redo, separator(), duplicate, more, remove);
  return {
    element,
    update() {
      const editable = engine.session !== null && !engine.readOnly;
      const { offered } = engine.toolbox;
      for (const { definition, button } of tools) {
        setPressed(button, engine.tool.id === definition.id);
        setFlag(button, 'hidden', !offered.includes(definition));
        button.disabled = engine.readOnly && definition.draws !== undefined;
      }
      undo.disabled = !editable || !engine.session!.history.canUndo;
      redo.disabled = !editable || !engine.session!.history.canRedo;
      duplicate.disabled = more.disabled = remove.disabled = !editable || !engine.hasSelection;
    },
  };
}

export interface TopBarEvents {
  togglePanel(): void;
  openKept(): void;
}

/** Way through the images, state of saving, view settings. */
export function createTopBar(context: ViewContext, events: TopBarEvents): View {
  const { engine } = context;
  const status = createSaveStatus(context, () => events.openKept());
  const people = createPeople(context);
  const zoom = withKeys(context, el('button', { type: 'button', class: 'an-zoom', 'data-action': 'actualSize', onclick: () => engine.run('actualSize') }), 'actualSize', 'actualSize');
  const labels = commandButton(context, 'label', 'showLabels', 'toggleLabels');
  const crosshair = commandButton(context, 'crosshair', 'crosshair', 'toggleCrosshair');
  const hide = commandButton(context, 'eye', 'hideAll', 'toggleHidden');
  const element = el('div', { class: 'an-top' },
    el('div', { class: 'an-group' },
      commandButton(context, 'left', 'previous', 'previous'),
      commandButton(context, 'right', 'next', 'next'),
      commandButton(context, 'search', 'findImage', 'findImage')),
    status.element, people.element,
    el('div', { class: 'an-group an-zooms' },
      commandButton(context, 'zoomOut', 'zoomOut', 'zoomOut'), zoom,
      commandButton(context, 'zoomIn', 'zoomIn', 'zoomIn'),
      commandButton(context, 'fit', 'fit', 'fit')),
    el('div', { class: 'an-group an-toggles' }, hide, labels, crosshair),
    el('div', { class: 'an-group' },
      commandButton(context, 'sliders', 'settings', 'settings'),
      commandButton(context, 'help', 'help', 'help'),
      withClass(iconButton(context, 'list', 'panel', () => events.togglePanel()), 'an-panel-toggle')));
  return {
    element,
    update() {
      [status, people].forEach(view => view.update());
      setText(zoom, `${Math.round(engine.camera.scale * 100)}%`);
      setPressed(labels, engine.look.labels);
      setPressed(crosshair, engine.look.crosshair);
      setPressed(hide, engine.filter.hidden);
    },
  };
}

function separator(): HTMLElement {
  return el('span', { class: 'an-separator', role: 'separator' });
}

function withClass<T extends Element>(element: T, name: string): T {
  element.classList.add(name);
  return element;
}
