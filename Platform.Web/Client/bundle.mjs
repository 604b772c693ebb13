// Bundles the annotator with its libraries into the folder named by the first argument: one request in the browser instead of a hundred.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const options = JSON.parse(readFileSync(new URL('bundle.options.json', import.meta.url), 'utf8'));
await build({ ...options, outdir: process.argv[2], minify: true, sourcemap: true, logLevel: 'warning' });
