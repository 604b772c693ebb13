import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { clientFolder } from './paths.js';

let bundled: Promise<ReadonlyMap<string, string>> | undefined;

/** The annotator built from its sources, by file name; once a process, because it takes a tenth of a second. */
export function bundleAnnotator(): Promise<ReadonlyMap<string, string>> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<ReadonlyMap<string, string>> {
  const options = JSON.parse(readFileSync(join(clientFolder, 'bundle.options.json'), 'utf8')) as BuildOptions;
  const result = await build({
    ...options,
    absWorkingDir: clientFolder,
    outdir: join(clientFolder, 'obj', 'harness'),
    sourcemap: 'inline',
    logLevel: 'warning',
    write: false,
  });
  return new Map(result.outputFiles.map(file => [basename(file.path), file.text]));
}
