import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  cacheDir,
  findInCache,
  findOnPath,
  versionOf,
} from '../../../src/local/asterisk/asterisk-install.ts';
import { DownloadProgress } from '../../../src/local/asterisk/download-progress.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'opora-cache-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

describe('what stands already', () => {
  test('an Asterisk on the PATH that is too old is not used', () => {
    const program = join(dir, 'asterisk');
    writeFileSync(program, '#!/bin/sh\necho Asterisk 18.26.4\n');
    chmodSync(program, 0o755);
    expect(findOnPath({ PATH: dir })).toBeNull();
  });

  test('of several copies in the cache the newest is taken, unfinished ones never', () => {
    for (const name of ['asterisk-22.9.1', 'asterisk-22.10.1', 'asterisk-unpacking-7']) {
      mkdirSync(join(dir, name));
    }
    const found = findInCache(dir);
    expect(found?.version).toBe('22.10.1');
    expect(found?.command.at(-1)).toBe(join(dir, 'asterisk-22.10.1/usr/sbin/asterisk'));
    expect(findInCache(join(dir, 'not-there'))).toBeNull();
  });

  test('the cache is the one that the user has named', () => {
    expect(cacheDir({ XDG_CACHE_HOME: '/named' })).toBe('/named/opora');
    expect(cacheDir({ XDG_CACHE_HOME: '' })).toMatch(/\/\.cache\/opora$/);
  });

  test('the version is read from the program and from a package alike', () => {
    expect(versionOf('Asterisk 22.10.1~dfsg+~cs6.17')).toBe('22.10.1');
    expect(versionOf('asterisk_1%3a22.10.1+dfsg-1_amd64.deb')).toBe('22.10.1');
    expect(() => versionOf('nothing')).toThrow(
      expect.objectContaining({ code: 'asterisk-unavailable' }),
    );
  });
});

describe('the progress of a download', () => {
  const follow = (lines: string[]): string[] => {
    const said: string[] = [];
    const progress = new DownloadProgress((line) => said.push(line));
    for (const line of lines) progress.read(line);
    return said;
  };

  test('is told at every tenth', () => {
    const got = Array.from({ length: 20 }, (_, i) => `Get:${i} http://m.example/debian x [500 kB]`);
    const said = follow(['Need to get 10.0 MB of archives.', ...got]);
    expect(said[0]).toBe('Asterisk: downloading 10 MB');
    expect(said).toHaveLength(11);
    expect(said.at(-1)).toBe('Asterisk: 10 of 10 MB');
  });

  test('counts what an earlier run has brought', () => {
    const said = follow([
      'Need to get 2,500 kB/10.0 MB of archives.',
      'Get:1 http://m.example/debian x [2,500 kB]',
    ]);
    expect(said).toEqual(['Asterisk: downloading 3 MB', 'Asterisk: 10 of 10 MB']);
    expect(follow(['Need to get 0 B/114 MB of archives.'])).toEqual([
      'Asterisk: nothing left to download',
    ]);
  });
});
