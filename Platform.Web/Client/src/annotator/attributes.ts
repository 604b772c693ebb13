import type { Annotation, AnnotatorClass, AttributeSpec } from './model.js';

/** What can be said of any object besides its class; on the wire these stand among the attributes. */
export const flags = ['occluded', 'truncated', 'difficult'] as const;
export type Flag = (typeof flags)[number];

/** Objects of one group carry the same value under this name. */
const GroupName = 'group';

/** Names on the wire that are no attribute of a class. */
const reserved: ReadonlySet<string> = new Set([...flags, 'crowd', 'outside', GroupName]);

export type AttributeValues = Readonly<Record<string, unknown>>;

export function attributesOf(annotation: Annotation): AttributeValues {
  const { attributes } = annotation;
  return typeof attributes === 'object' && attributes !== null && !Array.isArray(attributes) ? (attributes as AttributeValues) : {};
}

export function hasFlag(annotation: Annotation, flag: Flag): boolean {
  return attributesOf(annotation)[flag] === true;
}

/** What tells its group from others; null where it stands alone. Importers number groups from 1, where 0 is none. */
export function groupOf(annotation: Annotation): string | null {
  const group = attributesOf(annotation)[GroupName];
  return typeof group === 'string' && group !== '' ? group : typeof group === 'number' && group !== 0 ? String(group) : null;
}

export function withGroup<T extends Annotation>(annotation: T, group: string | undefined): T {
  return withAttribute(annotation, GroupName, group);
}

/** With one value set, or taken out where it is undefined. */
export function withAttribute<T extends Annotation>(annotation: T, name: string, value: unknown): T {
  const { [name]: _, ...others } = attributesOf(annotation);
  return withValues(annotation, value === undefined ? others : { ...others, [name]: value });
}

/** What a new object of a class is born with. */
export function defaultsOf(specs: readonly AttributeSpec[]): AttributeValues {
  const values = specs.map(spec => [spec.name, spec.default] as const).filter(([name, value]) => value !== undefined && value !== null && !reserved.has(name));
  return Object.fromEntries(values.filter(([name, value]) => isAllowed(specs.find(spec => spec.name === name)!, value)));
}

export function isAllowed(spec: AttributeSpec, value: unknown): boolean {
  switch (spec.type) {
    case 'select': return typeof value === 'string' && (spec.values ?? []).includes(value);
    case 'checkbox': return typeof value === 'boolean';
    case 'text': return typeof value === 'string';
    case 'number': return typeof value === 'number' && Number.isFinite(value) && value >= (spec.min ?? -Infinity) && value <= (spec.max ?? Infinity);
  }
}

/** The same object under another class: what both classes ask for is kept, what only the old one asked for goes, what only the new one asks for gets its default. */
export function carriedOver<T extends Annotation>(annotation: T, from: AnnotatorClass | undefined, to: AnnotatorClass): T {
  const old = new Set((from?.attributes ?? []).map(spec => spec.name));
  const specs = to.attributes ?? [];
  const kept = Object.entries(attributesOf(annotation)).filter(([name, value]) => {
    const spec = specs.find(candidate => candidate.name === name);
    return spec ? isAllowed(spec, value) : reserved.has(name) || !old.has(name);
  });
  return withValues(annotation, { ...defaultsOf(specs), ...Object.fromEntries(kept) });
}

/** Values of a class' attributes, without the flags. */
export function ownValues(annotation: Annotation): readonly (readonly [string, unknown])[] {
  return Object.entries(attributesOf(annotation)).filter(([name, value]) => !reserved.has(name) && value !== null && value !== '');
}

function withValues<T extends Annotation>(annotation: T, values: AttributeValues): T {
  // None at all is written as null: that is what the server answers, and an empty record would look like an edit.
  return { ...annotation, attributes: Object.keys(values).length > 0 ? values : null };
}
