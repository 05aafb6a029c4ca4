import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive, stopProcess, until } from '../../src/local/processes.ts';
import {
  nextService,
  ownEnvironment,
  partsOf,
  startOpora,
  type OporaProcess,
} from './opora-process.ts';

let environment: Record<string, string>;
let dataDir: string;
let opened: OporaProcess[];

beforeEach(async () => {
  environment = await ownEnvironment();
  dataDir = environment['DATA_DIR'] ?? '';
  opened = [];
});

afterEach(async () => {
  for (const { child, ended } of opened) {
    child.kill('SIGTERM');
    await ended;
  }
  // A test that failed half-way may have left a server without a supervisor.
  const pidFile = join(dataDir, 'postgres/postmaster.pid');
  if (existsSync(pidFile)) {
    await stopProcess(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 5000, 'SIGINT');
  }
  rmSync(dataDir, { recursive: true });
});

function start(more: Record<string, string> = {}): OporaProcess {
  const opora = startOpora({ ...environment, ...more });
  opened.push(opora);
  return opora;
}

async function up(more: Record<string, string> = {}): Promise<OporaProcess> {
  const opora = start(more);
  await opora.hears('UP');
  return opora;
}

test('stopping ends everything that was started', async () => {
  const opora = await up();
  const { service, postgres } = partsOf(dataDir);
  opora.child.kill('SIGTERM');
  opora.child.kill('SIGTERM');
  expect(await opora.ended).toBe(0);
  expect([isAlive(service), isAlive(postgres)]).toEqual([false, false]);
  expect(existsSync(join(dataDir, 'running.json'))).toBe(false);
});

test('a service that was killed is back at once', async () => {
  await up();
  const { service } = partsOf(dataDir);
  const killedAt = performance.now();
  process.kill(service, 'SIGKILL');
  await nextService(dataDir, service);
  expect(performance.now() - killedAt).toBeLessThan(3000);
});

test('a PostgreSQL that was killed is back, and the service was left alone', async () => {
  await up();
  const before = partsOf(dataDir);
  process.kill(before.postgres, 'SIGKILL');
  const back = await until(() => {
    const pidFile = join(dataDir, 'postgres/postmaster.pid');
    return existsSync(pidFile) && partsOf(dataDir).postgres !== before.postgres;
  }, 20_000);
  expect(back).toBe(true);
  expect(partsOf(dataDir).service).toBe(before.service);
});

test('after a killed supervisor the next start takes its PostgreSQL over', async () => {
  const first = await up();
  const before = partsOf(dataDir);
  first.child.kill('SIGKILL');
  await first.ended;
  expect([isAlive(before.service), isAlive(before.postgres)]).toEqual([true, true]);
  const startedAt = performance.now();
  await up();
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  const after = partsOf(dataDir);
  expect(after.postgres).toBe(before.postgres);
  expect(after.service).not.toBe(before.service);
  expect(isAlive(before.service)).toBe(false);
});

test('after everything was killed the next start cleans up', async () => {
  const first = await up();
  const { service, postgres } = partsOf(dataDir);
  first.child.kill('SIGKILL');
  process.kill(service, 'SIGKILL');
  process.kill(postgres, 'SIGKILL');
  await first.ended;
  await up();
  expect(partsOf(dataDir).postgres).not.toBe(postgres);
});

test('a second copy on the same folder says so in one sentence', async () => {
  const first = await up();
  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.said()).toContain(`REFUSED Opora already runs on ${dataDir}`);
  expect(isAlive(first.child.pid ?? 0)).toBe(true);
  expect(isAlive(partsOf(dataDir).service)).toBe(true);
});

test('a supervisor whose npm was killed is taken over', async () => {
  const npm = start({ DATA_DIR: join(dataDir, 'npm'), DATABASE_URL: 'postgres://127.0.0.1:9/x' });
  await npm.hears('UP');
  const orphan = start({
    OPORA_LAUNCHERS: String(npm.child.pid),
    HTTP_PORT: String((await ownEnvironment())['HTTP_PORT']),
  });
  await orphan.hears('UP');
  const { postgres } = partsOf(dataDir);
  npm.child.kill('SIGKILL');
  await npm.ended;
  await stopProcess(Number(serviceOf(join(dataDir, 'npm'))), 5000);
  await up();
  expect(await orphan.ended).toBe(null);
  expect(partsOf(dataDir).postgres).toBe(postgres);
});

test.each(['HTTP_PORT', 'DATABASE_PORT'])(
  'a taken port is one sentence that names %s',
  async (variable) => {
    const stranger = createServer();
    await new Promise<void>((done) => {
      stranger.listen(Number(environment[variable]), '127.0.0.1', done);
    });
    const opora = start();
    expect(await opora.ended).toBe(1);
    expect(opora.said()).toMatch(
      new RegExp(`REFUSED ${variable} is \\d+, which another program uses: .+\\.`),
    );
    stranger.close();
  },
);

test('a service that never comes up ends the start', async () => {
  const opora = start({ STAND_IN: 'no-such-service.ts' });
  expect(await opora.ended).toBe(1);
  expect(opora.said()).toContain('HOPELESS');
});

function serviceOf(folder: string): string {
  return /"pid":(\d+)/.exec(readFileSync(join(folder, 'running.json'), 'utf8'))?.[1] ?? '';
}
