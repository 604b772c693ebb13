import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { boxes, polygons } from '../../../Platform.Web/Client/harness/shapes.js';
import { benchAnnotorious } from './annotorious.js';
import { imageSize, launch, makePhotograph } from './browsers.js';
import { classes } from './ours.js';
import { Results } from './results.js';
import { benchShapes } from './shapesBench.js';
import { benchMasks, benchVertices } from './singleBench.js';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, json: { type: 'string' }, only: { type: 'string' } } });
const counts = values.quick ? { frames: 60, hits: 500, drawn: 8, openings: 1 } : { frames: 240, hits: 5000, drawn: 40, openings: 5 };
const wanted = (name: string): boolean => !values.only || values.only.split(',').includes(name);

const browsers = { screen: await launch('screen'), unbounded: await launch('unbounded') };
const folder = await makePhotograph(browsers.screen);
const results = new Results();
const tenThousand = boxes(10_000, imageSize, classes);
if (wanted('boxes')) {
  await benchShapes(results, 'boxes10000', '10,000 boxes', tenThousand, folder, browsers, counts);
}
if (wanted('polygons')) {
  await benchShapes(results, 'polygons2000', '2,000 polygons of 50 vertices', polygons(2000, 50, imageSize, classes), folder, browsers, counts);
}
if (wanted('masks')) {
  await benchMasks(results, folder, browsers.screen, counts.frames);
}
if (wanted('vertices')) {
  await benchVertices(results, folder, browsers.screen, counts.frames);
}
if (wanted('annotorious')) {
  await benchAnnotorious(results, tenThousand, folder, browsers, counts);
}
if (wanted('boxes') && wanted('annotorious')) {
  for (const move of ['pan', 'zoom']) {
    for (const [key, what] of [['cpu', 'processor time'], ['cost', 'cost']] as const) {
      const ours = results.get(`boxes10000_${move}_${key}_ms`);
      results.add(`ratio_${move}_${key}_x`, `Annotorious / ours: ${what} of a frame of ${move}`, results.get(`annotorious_boxes10000_${move}_${key}_ms`) / ours, { limit: 5, side: 'above' });
      results.add(`ratio_hinted_${move}_${key}_x`, `the same, its texture only moved`, results.get(`annotorious_boxes10000_hinted_${move}_${key}_ms`) / ours);
    }
  }
}
await browsers.screen.close();
await browsers.unbounded.close();
rmSync(folder, { recursive: true });
console.log(`\n${results.table()}`);
if (values.json) {
  results.write(values.json);
}
