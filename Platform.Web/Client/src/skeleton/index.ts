import { SkeletonEditor, type SkeletonHost, type SkeletonOptions } from './editor.js';

/** The module's only export: builds a skeleton editor inside an element. .NET keeps the answer as an object reference. */
export function create(element: HTMLElement, options: SkeletonOptions, dotNet: SkeletonHost | null): SkeletonEditor {
  return new SkeletonEditor(element, options, dotNet);
}
