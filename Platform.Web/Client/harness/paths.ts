import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `Platform.Web/Client`, found from the compiled file upwards, so that it does not matter where the compiler puts it. */
export const clientFolder = findUpwards(dirname(fileURLToPath(import.meta.url)), 'package-lock.json');
export const webFolder = dirname(clientFolder);
export const repositoryFolder = dirname(webFolder);

function findUpwards(folder: string, file: string): string {
  return existsSync(join(folder, file)) ? folder : findUpwards(dirname(folder), file);
}
