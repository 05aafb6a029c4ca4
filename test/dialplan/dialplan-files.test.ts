import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TEMPLATE_DIR } from '../../src/local/asterisk/render-config.ts';

const files = readdirSync(TEMPLATE_DIR).filter((name) => name.endsWith('.conf'));
const read = (name: string): string => readFileSync(join(TEMPLATE_DIR, name), 'utf8');

/** Context → its lines, comments taken off. */
function contexts(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of read('extensions.conf').split('\n')) {
    const head = /^\[([\w-]+)\]/.exec(line)?.[1];
    if (head !== undefined) found.set(head, (lines = []));
    else if (!/^\s*(;|$)/.test(line)) lines.push(line.trim());
  }
  return found;
}

const linesOf = (context: string): string[] => contexts().get(context) ?? [];

describe('the dialplan gives no way out', () => {
  const INBOUND = [
    'from-trunk',
    'from-citizen',
    'from-agent',
    'opora-numbers',
    'opora-arrival',
    'opora-unknown-number',
    'opora-not-allowed',
  ];

  test.each(INBOUND)('%s dials, transfers and originates nothing', (context) => {
    expect(linesOf(context).length).toBeGreaterThan(0);
    const outward = /\b(Dial|Originate|Transfer|Queue|System|TrySystem|AGI|DISA|Page)\(/i;
    expect(linesOf(context).filter((line) => outward.test(line))).toEqual([]);
  });

  test('the trunk and the citizen reach the numbers of the desk and nothing else', () => {
    expect(linesOf('from-trunk')).toEqual(['include => opora-numbers']);
    expect(linesOf('from-citizen')).toEqual(['include => opora-numbers']);
  });

  test('patterns take digits of a fixed length only', () => {
    const patterns = [...contexts().values()]
      .flat()
      .flatMap((line) => /^exten => (_[^,]+),/.exec(line)?.[1] ?? []);
    expect(patterns.length).toBe(2 * 13 + 2 * 15);
    expect(patterns.filter((pattern) => !/^_\+?X{1,15}$/.test(pattern))).toEqual([]);
  });

  test('what a caller dialled is read through a filter, his name never', () => {
    const all = [...contexts().values()].flat().join('\n');
    expect(all.match(/\$\{EXTEN\}/g)?.length).toBe(26);
    expect(all.match(/\$\{FILTER\(0-9\+,\$\{EXTEN\}\)\}/g)?.length).toBe(26);
    expect(all).not.toMatch(/CALLERID\((name|all)\)\}/);
    expect(all.match(/\$\{CALLERID\(num\)\}/g)?.length).toBe(1);
    expect(all).toContain('${FILTER(0-9+,${CALLERID(num)})}');
    expect(all).not.toMatch(/\b(SHELL|EVAL|ENV|CURL|ODBC|FILE)\(/);
  });
});

describe('the files', () => {
  test.each(files)('%s takes additions from a file of its own', (name) => {
    expect(read(name)).toContain(`#tryinclude ${name.replace('.conf', '.local.conf')}`);
  });

  test('the service may neither write files nor run commands over AMI', () => {
    const rights = /^write = (.*)$/m.exec(read('manager.conf'))?.[1]?.split(',');
    expect(rights).toEqual(['system', 'agent', 'reporting']);
  });

  test('hold no password and no path of a machine', () => {
    for (const name of files) {
      const secrets = [...read(name).matchAll(/^\s*(?:password|secret)\s*=>?\s*(.*)$/gm)];
      expect(secrets.filter(([, value = '']) => !/^\{\{\w+\}\}$/.test(value))).toEqual([]);
      expect(read(name)).not.toMatch(/=>?\s*\/(usr|var|etc|home|root|tmp)\//);
    }
  });
});
