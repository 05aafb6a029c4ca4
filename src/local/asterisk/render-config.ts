import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BadAsteriskSetting } from './problems.ts';
import type { TemplateValues } from './settings.ts';

/** The flat files that Asterisk reads, as templates. */
export const TEMPLATE_DIR = join(import.meta.dirname, '../../../dialplan');

/**
 * Renders every `*.conf` of a folder: file name → content. `{{NAME}}` becomes a value; the lines
 * from `{{#NAME}}` to `{{/NAME}}` stay only when that value is not empty. Pure but for the reading.
 * Throws {@link BadAsteriskSetting} for a placeholder that has no value.
 */
export function renderTemplates(
  values: TemplateValues,
  templateDir: string = TEMPLATE_DIR,
): Map<string, string> {
  const names = readdirSync(templateDir).filter((name) => name.endsWith('.conf'));
  return new Map(
    names.sort().map((name) => {
      const text = renderTemplate(readFileSync(join(templateDir, name), 'utf8'), values);
      return [name, `${generatedHead(name)}${text}`];
    }),
  );
}

/** One template; see {@link renderTemplates}. */
export function renderTemplate(template: string, values: TemplateValues): string {
  const valueOf = (name: string): string => {
    const value = values[name];
    if (value === undefined) throw new BadAsteriskSetting(name, 'stands in a template only');
    return value;
  };
  return template
    .replace(/^\{\{#(\w+)\}\}\n([\s\S]*?)^\{\{\/\1\}\}\n/gm, (_, name: string, inner: string) =>
      valueOf(name) === '' ? '' : inner,
    )
    .replace(/\{\{(\w+)\}\}/g, (_, name: string) => valueOf(name));
}

/** The first lines of every file that a program writes for Asterisk. */
export function generatedHead(name: string): string {
  return (
    '; Generated, do not edit: it is written anew at every start.\n' +
    `; Additions of your own belong into ${basename(name, '.conf')}.local.conf beside it.\n\n`
  );
}

/**
 * Writes the files into `etcDir`, readable for their owner only, for they hold passwords. A file
 * whose content stands already is left alone, with its time.
 */
export function writeConfig(files: ReadonlyMap<string, string>, etcDir: string): void {
  mkdirSync(etcDir, { recursive: true, mode: 0o700 });
  for (const [name, content] of files) {
    const path = join(etcDir, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === content) continue;
    writeFileSync(path, content, { mode: 0o600 });
  }
}
