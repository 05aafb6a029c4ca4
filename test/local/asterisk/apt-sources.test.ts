import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findDebianMirror } from '../../../src/local/asterisk/apt-sources.ts';

const made: string[] = [];
const OWN = '/usr/share/keyrings/debian-archive-keyring.gpg';

function aptDir(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), 'opora-apt-'));
  made.push(dir);
  mkdirSync(join(dir, 'sources.list.d'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
}

afterEach(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true });
});

test('the mirror of a one-line source is found, security archives are not', () => {
  const dir = aptDir({
    'sources.list':
      '# deb http://commented.example/debian bookworm main\n' +
      'deb http://security.example/debian-security bookworm-security main\n' +
      'deb-src http://sources.example/debian bookworm main\n' +
      'deb [arch=amd64 signed-by=/keys/own.gpg] http://mirror.example/debian bookworm main contrib\n',
  });
  expect(findDebianMirror(dir)).toEqual({
    uri: 'http://mirror.example/debian',
    keyrings: ['/keys/own.gpg', OWN],
  });
});

test('the mirror of a deb822 source is found, comments inside do not matter', () => {
  const dir = aptDir({
    'sources.list.d/debian.sources':
      'Types: deb\n# snapshot\nURIs: http://old.example/debian\nSuites: sid\nComponents: main\nEnabled: no\n\n' +
      'Types: deb deb-src\n# snapshot\nURIs: http://mirror.example/debian\nSuites: bookworm\nComponents: main\n',
  });
  expect(findDebianMirror(dir)).toEqual({ uri: 'http://mirror.example/debian', keyrings: [OWN] });
});

test('a machine that names no Debian mirror is told apart', () => {
  expect(findDebianMirror(aptDir({}))).toBeNull();
  expect(findDebianMirror(join(aptDir({}), 'not-there'))).toBeNull();
});
