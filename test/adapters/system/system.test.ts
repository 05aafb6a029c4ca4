import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ArgonPasswords } from '../../../src/adapters/system/argon-passwords.ts';
import { pinoLog } from '../../../src/adapters/system/pino-log.ts';
import { RandomIds } from '../../../src/adapters/system/random-ids.ts';
import { SealingVault } from '../../../src/adapters/system/sealing-vault.ts';
import { SystemClock } from '../../../src/adapters/system/system-clock.ts';

const keys = { hashKey: 'a1'.repeat(32), dataKey: 'b2'.repeat(32) };

describe('The vault', () => {
  it('recognises a caller however the number is written, and shows two digits', () => {
    const vault = new SealingVault(keys);
    const first = vault.protect('+7 (912) 345-67-01');
    const again = vault.protect('89123456701');
    if (first.kind !== 'known' || again.kind !== 'known') throw new Error('not known');
    expect(first.masked).toBe('··· 01');
    expect(again.hash).toBe(first.hash);
    expect(JSON.stringify(first)).not.toContain('345');
  });

  it('seals the number anew each time, and opens it with its own key only', () => {
    const vault = new SealingVault(keys);
    const caller = vault.protect('89123456701');
    const again = vault.protect('89123456701');
    if (caller.kind !== 'known' || again.kind !== 'known') throw new Error('not known');
    expect(again.sealed).not.toBe(caller.sealed);
    expect(vault.reveal(caller.sealed)).toBe('79123456701');
    const stranger = new SealingVault({ ...keys, dataKey: 'c3'.repeat(32) });
    for (const attempt of [() => stranger.reveal(caller.sealed), () => vault.reveal('AQ')]) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'cannot-unseal' }));
    }
  });

  it.each(['', 'anonymous', '12', '1'.repeat(16), '<script>'])(
    'takes %j for a caller who withholds the number',
    (raw) => {
      expect(new SealingVault(keys).protect(raw)).toEqual({ kind: 'withheld' });
    },
  );
});

describe('Ids', () => {
  it('are the same for the same name and unlike for others, always well-formed', () => {
    const ids = new RandomIds();
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(ids.of('call 1')).toBe(new RandomIds().of('call 1'));
    expect(new Set([ids.of('a'), ids.of('b'), ids.next(), ids.next()]).size).toBe(4);
    for (const id of [ids.of('a'), ids.next()]) expect(id).toMatch(uuid);
  });
});

describe('The clock', () => {
  it('runs what is due, at once when its moment has passed, and not what was taken back', async () => {
    const clock = new SystemClock();
    const ran: string[] = [];
    clock.at(clock.now() + 5, () => ran.push('taken back'))();
    clock.at(clock.now() + 60 * 24 * 3_600_000, () => ran.push('in 60 days'))();
    await new Promise<void>((resolve) => {
      clock.at(clock.now() - 1_000, () => ran.push('past'));
      clock.at(clock.now() + 10, resolve);
    });
    expect(ran).toEqual(['past']);
  });
});

describe('The log', () => {
  it('cuts personal fields out at any depth that we log', () => {
    const lines: string[] = [];
    const destination = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString('utf8'));
        done();
      },
    });
    const log = pinoLog({ level: 'info', destination });
    log.warn('A call', {
      callId: 'c1',
      callerNumber: 'CANARY',
      request: { callerName: 'CANARY', headers: { cookie: 'CANARY' } },
      error: new Error('it broke'),
    });
    expect(lines.join('')).not.toContain('CANARY');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'warn',
      msg: 'A call',
      callId: 'c1',
      error: { message: 'it broke' },
    });
  });
});

describe('Passwords', () => {
  it('match their own hash and no other', async () => {
    const passwords = new ArgonPasswords();
    const hash = await passwords.hash('right');
    expect(hash).toMatch(/^\$argon2id\$/);
    expect(await passwords.matches(hash, 'right')).toBe(true);
    expect(await passwords.matches(hash, 'wrong')).toBe(false);
  });
});
