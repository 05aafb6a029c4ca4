import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  renderTemplate,
  renderTemplates,
  writeConfig,
} from '../../../src/local/asterisk/render-config.ts';
import { type AsteriskSettings, templateValues } from '../../../src/local/asterisk/settings.ts';
import { freshSettings } from './asterisk-under-test.ts';

const FOLDERS = { etc: '/e', run: '/r', share: '/s', modules: '/m', written: '/w' };

async function rendered(change: Partial<AsteriskSettings> = {}): Promise<Map<string, string>> {
  const settings = await freshSettings(change);
  rmSync(settings.dataDir, { recursive: true });
  return renderTemplates(templateValues(settings, FOLDERS, ['192.0.2.7']));
}

describe('the rendered files', () => {
  test('say that they are generated and hold no placeholder', async () => {
    for (const [name, text] of await rendered()) {
      expect(text).toMatch(/^; Generated, do not edit/);
      expect(text, name).not.toMatch(/\{\{/);
    }
  });

  test('give the citizen a phone in the demonstration only', async () => {
    expect((await rendered()).get('pjsip.conf')).toContain('[citizen]');
    expect((await rendered({ demo: false })).get('pjsip.conf')).not.toContain('citizen');
    expect((await rendered({ demo: false })).get('rtp.conf')).not.toContain('192.0.2.7');
    expect((await rendered()).get('rtp.conf')).toContain('192.0.2.7 => 127.0.0.1');
  });

  test('ring a duty mobile through the trunk, an endpoint directly', async () => {
    const dial = async (dutyMobile: string): Promise<string | undefined> =>
      /^OPORA_DUTY_DIAL = ?(.*)$/m.exec(
        (await rendered({ dutyMobile })).get('extensions.conf') ?? '',
      )?.[1];
    expect(await dial('+79990000000')).toBe('PJSIP/+79990000000@trunk');
    expect(await dial('PJSIP/duty')).toBe('PJSIP/duty');
    expect(await dial('')).toBe('');
  });

  test.each<[string, Partial<AsteriskSettings>]>([
    ['a line break in a password', { amiPassword: 'password\nwrite = all' }],
    ['a comment sign in a password', { ariPassword: 'password;rest' }],
    ['an application as a duty mobile', { dutyMobile: 'Local/1@x&PJSIP/2' }],
    ['a section as a trunk', { trunkMatch: ['127.0.0.1\n[x]'] }],
  ])('refuse %s', async (_, change) => {
    await expect(rendered(change)).rejects.toMatchObject({ code: 'bad-asterisk-setting' });
  });
});

test('a placeholder without a value stops the start', () => {
  expect(() => renderTemplate('a = {{NOBODY}}', {})).toThrow('NOBODY');
});

test('a file that has not changed keeps its time', () => {
  const dir = mkdtempSync(join(tmpdir(), 'opora-etc-'));
  writeConfig(new Map([['a.conf', 'one']]), dir);
  utimesSync(join(dir, 'a.conf'), 1000, 1000);
  writeConfig(
    new Map([
      ['a.conf', 'one'],
      ['b.conf', 'two'],
    ]),
    dir,
  );
  expect(statSync(join(dir, 'a.conf')).mtimeMs).toBe(1_000_000);
  expect(readFileSync(join(dir, 'b.conf'), 'utf8')).toBe('two');
  expect(statSync(join(dir, 'b.conf')).mode & 0o077).toBe(0);
  rmSync(dir, { recursive: true });
});
