import type { TextKey, Texts } from '../texts.js';
import { Keymap } from './keymap.js';
import { presetIds } from './presets.js';
import { sheetOf, textWithKeys } from './sheet.js';

/** The user documentation's page of shortcuts, as Markdown: what the cheat sheet shows, for every preset side by side. */
export function shortcutsDocument(texts: Texts): string {
  const sheets = presetIds.map(id => {
    const keymap = new Keymap();
    keymap.use(id);
    return sheetOf(keymap, texts);
  });
  const groups = sheets[0]!.map((group, g) => {
    const rows = group.lines.map((line, l) => row([line.text, ...sheets.map(sheet => keysOf(sheet[g]!.lines[l]!.keys))]));
    return [`## ${group.title}`, '', row(['', ...presetIds.map(id => texts.get(`preset_${id}` as TextKey))]), row(['---', ...presetIds.map(() => '---')]), ...rows].join('\n');
  });
  return `# ${texts.get('help')}\n\n${textWithKeys(new Keymap(), texts, 'shortcutsIntro')}\n\n${groups.join('\n\n')}\n`;
}

function keysOf(keys: readonly (readonly string[])[]): string {
  // A backquote is written between two of its kind.
  return keys.map(each => each.map(cap => (cap === '`' ? '`` ` ``' : `\`${cap}\``)).join(' ')).join(', ');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
