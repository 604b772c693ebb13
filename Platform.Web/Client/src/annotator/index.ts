import { Annotator, type AnnotatorOptions, type DotNetReference } from './host.js';

/** The module's only export: builds a canvas inside an element. .NET keeps the answer as an object reference and calls its methods. */
export function create(element: HTMLElement, options: AnnotatorOptions, dotNet: DotNetReference | null): Promise<Annotator> {
  return Annotator.create(element, options, dotNet);
}
