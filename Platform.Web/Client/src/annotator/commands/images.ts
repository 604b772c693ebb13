import type { Engine } from '../engine.js';
import type { CommandTable } from './table.js';

/** The way through the images other than one by one: by name, by what is on them, and with one object each. */
export function imageCommands(engine: Engine): CommandTable {
  return {
    findImage: () => engine.options.onOpen('findImage'),
    annotatedImage: direction => engine.options.onNavigate(direction === '1' ? 'nextAnnotated' : 'previousAnnotated'),
    emptyImage: direction => engine.options.onNavigate(direction === '1' ? 'nextEmpty' : 'previousEmpty'),
    resumeImage: () => engine.options.onOpen('resumeImage'),
    singleObject: () => engine.single.toggle(),
    noObject: () => engine.single.noObject(),
  };
}
