import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BadSetting, readConfig, type Environment } from '../src/config.ts';
import { environmentOf } from '../src/local/environment.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'opora-config-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

const read = (env: Environment = {}) => readConfig({ DATA_DIR: dataDir, ...env });

function refusal(env: Environment): BadSetting {
  try {
    read(env);
  } catch (cause) {
    if (cause instanceof BadSetting) return cause;
    throw cause;
  }
  throw new Error('The setting was accepted.');
}

describe('With nothing set', () => {
  test('Opora runs as a demonstration on its own servers', () => {
    const config = read();
    expect(config).toMatchObject({
      dataDir,
      demo: true,
      region: 'ТМН',
      timeZone: 'Asia/Yekaterinburg',
      publicUrl: 'http://127.0.0.1:8080',
      ari: { embedded: true, url: 'http://127.0.0.1:8088', transport: 'auto' },
      ami: { host: '127.0.0.1', port: 5038 },
      database: { embedded: true, port: 5433 },
      rtp: { from: 10_000, to: 12_000 },
    });
  });

  test('secrets are made once, kept for their owner only, and stay the same', () => {
    const first = read();
    expect(read()).toEqual(first);
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(first.secrets.dataKey).toMatch(/^[0-9a-f]{64}$/);
  });

  test('an empty variable counts as one that is not there', () => {
    expect(read({ HTTP_PORT: '', ARI_URL: ' ' })).toEqual(read());
  });
});

describe('With servers of your own', () => {
  const own: Environment = {
    ARI_URL: 'http://pbx.example:8088/ari/',
    ARI_USER: 'opora',
    ARI_PASSWORD: 'example-ari',
    AMI_USER: 'opora',
    AMI_PASSWORD: 'example-ami',
    DATABASE_URL: 'postgres://opora:example@db.example/opora',
  };

  test('they are used, and nothing is a demonstration', () => {
    expect(read(own)).toMatchObject({
      demo: false,
      ari: { embedded: false, url: 'http://pbx.example:8088' },
      ami: { host: 'pbx.example' },
      database: { embedded: false, url: 'postgres://opora:example@db.example/opora' },
    });
  });

  test('a password that is missing is asked for by name', () => {
    expect(refusal({ ...own, AMI_PASSWORD: '' }).message).toBe(
      'AMI_PASSWORD is missing: an Asterisk of your own (ARI_URL) needs it, so set AMI_PASSWORD.',
    );
  });
});

describe('A secret from a file', () => {
  test('is read without its line end', () => {
    const path = join(dataDir, 'ari');
    writeFileSync(path, 'from-a-file\n');
    expect(read({ ARI_PASSWORD_FILE: path }).ari.password).toBe('from-a-file');
  });

  test('that is not there, or is given twice, stops the start', () => {
    expect(refusal({ DATA_KEY_FILE: '/nowhere/key' }).variable).toBe('DATA_KEY_FILE');
    const twice = { AMI_PASSWORD: 'given-here', AMI_PASSWORD_FILE: '/nowhere/ami' };
    expect(refusal(twice).message).toContain('keep only one');
  });
});

test.each([
  ['HTTP_PORT', { HTTP_PORT: 'eighty' }],
  ['HTTP_PORT', { HTTP_PORT: '70000' }],
  ['SIP_PORT', { SIP_PORT: '1.5' }],
  ['SIP_PORT', { SIP_PORT: '10010' }],
  ['RTP_PORTS', { RTP_PORTS: '10000' }],
  ['RTP_PORTS', { RTP_PORTS: '12000-10000' }],
  ['ARI_URL', { ARI_URL: 'pbx' }],
  ['ARI_TRANSPORT', { ARI_TRANSPORT: 'pigeon' }],
  ['ARI_PASSWORD', { ARI_PASSWORD: 'two\nlines-here' }],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://somewhere/opora' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'opora' }],
  ['DEMO', { DEMO: 'perhaps' }],
  ['DUTY_MOBILE', { DUTY_MOBILE: '112' }],
  ['REGION', { REGION: 'Тюмень' }],
  ['TIME_ZONE', { TIME_ZONE: 'Sibir' }],
  ['RING_TIMEOUT_MS', { RING_TIMEOUT_MS: '-1' }],
  ['BRIGADE_WARN_MS', { BRIGADE_WARN_MS: '1200000' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ['DATA_KEY', { DATA_KEY: 'short' }],
  ['SESSION_SECRET', { SESSION_SECRET: 'short' }],
  ['ASTERISK_HTTP_PORT', { ASTERISK_HTTP_PORT: '8080' }],
  ['DATA_DIR', { DATA_DIR: '/proc/opora' }],
])('a wrong %s is one sentence that names it (%o)', (variable, env) => {
  const { message } = refusal(env);
  expect(message).toMatch(new RegExp(`^${variable} .{20,}\\.$`));
  expect(message).not.toContain('\n');
});

test('a wrong secret is refused without being shown', () => {
  expect(refusal({ AMI_PASSWORD: 'with space inside' }).message).not.toContain('with space');
});

test('damaged secrets stop the start instead of being replaced', () => {
  writeFileSync(join(dataDir, 'secrets.json'), '{}');
  expect(() => read()).toThrow('restore it from a backup');
  expect(readFileSync(join(dataDir, 'secrets.json'), 'utf8')).toBe('{}');
});

test('the service gets exactly the settings that the supervisor read', () => {
  const config = read({ REGION: 'OMS', DUTY_MOBILE: '+79990000000', HTTP_PORT: '18080' });
  const handedOn = readConfig(environmentOf(config));
  expect(handedOn).toEqual({
    ...config,
    ari: { ...config.ari, embedded: false },
    database: { ...config.database, embedded: false },
  });
});
