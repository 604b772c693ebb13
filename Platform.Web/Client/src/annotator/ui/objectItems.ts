import { zOf } from '../edits.js';
import type { Annotation, AnnotatorClass } from '../model.js';

/** A line of the object list. */
export type ListItem =
  | { readonly kind: 'object'; readonly annotation: Annotation }
  | { readonly kind: 'group'; readonly key: string; readonly by: 'class' | 'layer'; readonly members: readonly Annotation[]; readonly collapsed: boolean };

export type GroupBy = 'none' | 'class' | 'layer';

export interface Grouping {
  readonly by: GroupBy;
  /** Keys of groups: a class' id, or a layer. */
  readonly collapsed: ReadonlySet<string>;
}

/** Objects in the order in which they were drawn, or under a heading for each class in the ontology's order, or for each layer with the uppermost first. */
export function listItems(objects: readonly Annotation[], classes: readonly AnnotatorClass[], { by, collapsed }: Grouping): ListItem[] {
  if (by === 'none') {
    return objects.map(asItem);
  }
  const keyOf = (annotation: Annotation): string => (by === 'class' ? annotation.classId : String(zOf(annotation)));
  const layers = (): string[] => [...new Set(objects.map(zOf))].sort((a, b) => b - a).map(String);
  const groups = new Map<string, Annotation[]>((by === 'class' ? classes.map(each => each.id) : layers()).map(key => [key, []]));
  for (const annotation of objects) {
    const key = keyOf(annotation);
    const members = groups.get(key) ?? [];
    members.push(annotation);
    groups.set(key, members);
  }
  return [...groups].filter(([, members]) => members.length > 0).flatMap(([key, members]) => {
    const heading: ListItem = { kind: 'group', key, by, members, collapsed: collapsed.has(key) };
    return heading.collapsed ? [heading] : [heading, ...members.map(asItem)];
  });
}

/** Everything from one object to another, both included, in the list's order; whether the rows exist on the page does not matter. */
export function idsBetween(items: readonly ListItem[], fromId: string, toId: string): string[] {
  const from = indexOf(items, fromId);
  const to = indexOf(items, toId);
  return from < 0 || to < 0 ? [toId] : idsIn(items.slice(Math.min(from, to), Math.max(from, to) + 1));
}

export function indexOf(items: readonly ListItem[], id: string): number {
  return items.findIndex(item => item.kind === 'object' && item.annotation.id === id);
}

/** The nearest object from an index on in a direction, that index included; -1 for none. */
export function nearestObject(items: readonly ListItem[], from: number, direction: 1 | -1): number {
  for (let i = from; i >= 0 && i < items.length; i += direction) {
    if (items[i]!.kind === 'object') {
      return i;
    }
  }
  return -1;
}

function idsIn(items: readonly ListItem[]): string[] {
  return items.flatMap(item => (item.kind === 'object' ? [item.annotation.id] : item.collapsed ? item.members.map(member => member.id) : []));
}

function asItem(annotation: Annotation): ListItem {
  return { kind: 'object', annotation };
}
