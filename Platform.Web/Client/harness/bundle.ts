import { build } from 'esbuild';
import { basename, join } from 'node:path';
import { clientFolder } from './paths.js';

let bundled: Promise<ReadonlyMap<string, string>> | undefined;

/** The annotator built from its sources, by file name; once a process, because it takes a tenth of a second. */
export function bundleAnnotator(): Promise<ReadonlyMap<string, string>> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<ReadonlyMap<string, string>> {
  const result = await build({
    absWorkingDir: clientFolder,
    entryPoints: [join('src', 'annotator', 'index.ts')],
    outdir: join(clientFolder, 'obj', 'harness'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    sourcemap: 'inline',
    write: false,
    logLevel: 'warning',
  });
  return new Map(result.outputFiles.map(file => [basename(file.path), file.text]));
}
