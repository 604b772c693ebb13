import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { webFolder } from './paths.js';
import type { Locale } from './texts.js';

export type Theme = 'light' | 'dark';

/** What the page hands to the annotator, besides the texts. */
export interface PageOptions {
  readonly locale: Locale;
  readonly theme: Theme;
  readonly assetId: string;
  /** What .NET answers, by method. */
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly annotator: { readonly userKey: string; readonly classes: readonly object[]; readonly readOnly: boolean; readonly texts: Readonly<Record<string, string>> };
}

// As App.razor links them: annotator.css first, its parts after it.
const parts = readdirSync(join(webFolder, 'wwwroot', 'css')).filter(file => /^annotator.*\.css$/.test(file)).map(file => basename(file, '.css')).sort();
const Styles = ['tokens', 'base', ...parts];

/** Only the annotator, as large as the window. `harness.calls` holds what it told .NET, `harness.annotator` is what .NET would call. */
export function renderPage(options: PageOptions): string {
  const json = inScript({ ...options.annotator, apiBase: 'api' });
  return `<!DOCTYPE html>
<html lang="${options.locale}" data-theme="${options.theme}">
<head>
  <meta charset="utf-8"><base href="/"><title>Canvas harness</title>
  <link rel="icon" href="data:,">
  ${Styles.map(name => `<link rel="stylesheet" href="css/${name}.css">`).join('\n  ')}
  <style>html, body { height: 100%; margin: 0; overflow: hidden; }</style>
</head>
<body>
  <div id="host" class="pf-annotator"></div>
  <script type="module">
    import { create } from './js/annotator/index.js';
    const calls = [];
    const dotNet = { invokeMethodAsync: async (method, ...values) => { calls.push({ method, values }); return ${inScript(options.answers ?? {})}[method]; } };
    const annotator = await create(document.getElementById('host'), ${json}, dotNet);
    window.harness = { annotator, calls };
    await annotator.load(${JSON.stringify(options.assetId)});
    window.harness.loaded = true;
  </script>
</body>
</html>`;
}

function inScript(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
