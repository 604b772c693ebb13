import { parseArgs } from 'node:util';
import { boxes } from './shapes.js';
import { createServer, defaultClasses } from './driver/openCanvas.js';

// node start.js [--size 4000x3000] [--boxes 1000] [--folder DIR] [--locale ko] [--theme dark] [--tiled] [--port 5600]
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1600x1200' },
    boxes: { type: 'string', default: '0' },
    folder: { type: 'string' },
    locale: { type: 'string', default: 'en' },
    theme: { type: 'string', default: 'light' },
    tiled: { type: 'boolean', default: false },
    port: { type: 'string', default: '5600' },
  },
});
const [width = 1600, height = 1200] = values.size.split('x').map(Number);
const server = createServer({
  image: values.folder ? { folder: values.folder, width, height } : { width, height },
  annotations: boxes(Number(values.boxes), { width, height }, defaultClasses),
  locale: values.locale === 'ko' ? 'ko' : 'en',
  theme: values.theme === 'dark' ? 'dark' : 'light',
  moreImages: values.folder ? 0 : 2,
  documentExtras: values.tiled ? { tiled: true } : {},
});
await server.start(Number(values.port));
console.log(`The canvas is at ${server.address}`);
for (const asset of server.platform.assets.values()) {
  console.log(`  ${server.address}/asset/${asset.id}  ${asset.file ?? ''}`);
}
