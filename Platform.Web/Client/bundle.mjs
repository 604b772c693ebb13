// Bundles the front end with its libraries into the folder named by the first argument: one request in the browser instead of a hundred.
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const at = name => new URL(name, import.meta.url);
const options = JSON.parse(readFileSync(at('bundle.options.json'), 'utf8'));
const outdir = process.argv[2];
await build({ ...options, outdir, minify: true, sourcemap: true, logLevel: 'warning' });

// ONNX Runtime's own half of the detector, which its script loads from beside it.
const wasm = 'ort-wasm-simd-threaded.wasm';
copyFileSync(at(`node_modules/onnxruntime-web/dist/${wasm}`), join(outdir, wasm));
