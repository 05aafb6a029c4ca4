import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { isAlive, until } from '../../../src/local/processes.ts';
import {
  type AsteriskSettings,
  type RunningAsterisk,
  startAsterisk,
} from '../../../src/local/asterisk/start-asterisk.ts';
import { FIRST_START_MS, freshSettings } from './asterisk-under-test.ts';

const running: { asterisk: RunningAsterisk; dataDir: string }[] = [];

async function start(settings: AsteriskSettings): Promise<RunningAsterisk> {
  const asterisk = await startAsterisk(settings);
  running.push({ asterisk, dataDir: settings.dataDir });
  return asterisk;
}

afterEach(async () => {
  for (const { asterisk, dataDir } of running.splice(0)) {
    await asterisk.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

describe('a start from nothing', () => {
  test(
    'Asterisk answers, loads everything it was told to, and ends when asked',
    async () => {
      const asterisk = await start(await freshSettings());
      expect(asterisk.version).toMatch(/^2\d\.\d+\.\d+$/);
      expect(asterisk.takenOver).toBe(false);
      expect(await asterisk.cli('pjsip show endpoints')).toContain('citizen');
      await asterisk.stop();
      await asterisk.stop();
      expect(await asterisk.exited).toBe(0);
      expect(isAlive(asterisk.pid)).toBe(false);
    },
    FIRST_START_MS,
  );

  test('its log holds neither a warning nor an error', async () => {
    const settings = await freshSettings();
    await start(settings);
    const log = readFileSync(join(settings.dataDir, 'asterisk/log/messages'), 'utf8');
    expect(log.split('\n').filter((line) => /WARNING|ERROR/.test(line))).toEqual([]);
  });

  test('a folder too deep for a socket works like any other', async () => {
    const settings = await freshSettings();
    const dataDir = join(settings.dataDir, 'deep/'.repeat(20));
    const first = await start({ ...settings, dataDir });
    const second = await start({ ...settings, dataDir });
    expect(second.pid).toBe(first.pid);
    const elsewhere = readFileSync(join(dataDir, 'asterisk/run/elsewhere'), 'utf8').trim();
    expect(Buffer.byteLength(elsewhere)).toBeLessThan(90);
    await first.stop();
    rmSync(elsewhere, { recursive: true });
  });

  test('a port that another program has is named', async () => {
    const settings = await freshSettings();
    const other = createServer().listen(settings.amiPort, '127.0.0.1');
    await once(other, 'listening');
    await expect(startAsterisk(settings)).rejects.toMatchObject({
      code: 'port-taken',
      details: { port: settings.amiPort, purpose: 'AMI' },
    });
    other.close();
    rmSync(settings.dataDir, { recursive: true });
  });
});

describe('a second start on the same folder', () => {
  test('takes over the living one, its files and its calls untouched', async () => {
    const settings = await freshSettings();
    const first = await start(settings);
    const conf = join(first.etcDir, 'pjsip.conf');
    const before = statSync(conf).mtimeMs;
    const second = await start(settings);
    expect({ pid: second.pid, takenOver: second.takenOver }).toEqual({
      pid: first.pid,
      takenOver: true,
    });
    expect(statSync(conf).mtimeMs).toBe(before);
    await second.stop();
    expect(await second.exited).toBeNull();
    expect(await first.exited).toBe(0);
  });

  test('starts anew when the settings are others', async () => {
    const settings = await freshSettings();
    const first = await start(settings);
    const second = await start({ ...settings, ariPassword: 'another-ari-password' });
    expect(second.pid).not.toBe(first.pid);
    expect(isAlive(first.pid)).toBe(false);
  });

  test('takes over after the starter was killed with kill -9', async () => {
    const settings = await freshSettings();
    const module = join(import.meta.dirname, '../../../src/local/asterisk/start-asterisk.ts');
    const script = `
      import { startAsterisk } from ${JSON.stringify(module)};
      const settings = ${JSON.stringify(settings)};
      console.log((await startAsterisk({ ...settings, say: () => undefined })).pid);
      setInterval(() => undefined, 1000);`;
    const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid] = (await once(createInterface({ input: starter.stdout }), 'line')) as [string];
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    const next = await start(settings);
    expect({ pid: next.pid, takenOver: next.takenOver }).toEqual({
      pid: Number(pid),
      takenOver: true,
    });
  });

  test('cleans what a killed Asterisk left behind', async () => {
    const settings = await freshSettings();
    const first = await start(settings);
    process.kill(first.pid, 'SIGKILL');
    expect(await first.exited).toBeNull();
    const second = await start(settings);
    expect(second.takenOver).toBe(false);
  });

  test('leaves a stranger alone who got the number of a dead Asterisk', async () => {
    const settings = await freshSettings();
    const run = join(settings.dataDir, 'asterisk/run');
    mkdirSync(run, { recursive: true });
    writeFileSync(join(run, 'asterisk.pid'), String(process.pid));
    const asterisk = await start(settings);
    expect(asterisk.pid).not.toBe(process.pid);
  });

  test('puts another in the place of one that hangs', async () => {
    const settings = await freshSettings();
    const first = await start(settings);
    process.kill(first.pid, 'SIGSTOP');
    const second = await start(settings);
    expect(second.pid).not.toBe(first.pid);
    expect(await until(() => !isAlive(first.pid), 1000)).toBe(true);
  });
});
