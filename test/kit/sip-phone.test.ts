import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAddress, quoteName } from './sip/address.ts';
import { digestResponse, parseChallenge } from './sip/digest.ts';
import { DECODED, encode } from './sip/g711.ts';
import { toneOf, toneShare } from './sip/sound.ts';
import { Recent } from './sip/transactions.ts';
import { SipFailure, SipHost, SipPhone, type SipPhoneOptions } from './sip-phone.ts';

const open: { close: () => Promise<void> }[] = [];

/** Two phones that ring each other directly, each on a socket of its own unless told otherwise. */
async function pair(
  alices: Partial<SipPhoneOptions> = {},
  bobs: Partial<SipPhoneOptions> = {},
): Promise<{ alice: SipPhone; bob: SipPhone }> {
  const bob = await SipPhone.open({ user: 'bob', server: { host: '127.0.0.1', port: 9 }, ...bobs });
  open.push(bob);
  const server = { host: '127.0.0.1', port: bob.host.port };
  const alice = await SipPhone.open({ user: '+79220000001', server, ...alices });
  open.push(alice);
  return { alice, bob };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

describe('alice rings bob', () => {
  test('both hear each other after the answer, and the hang-up ends both ends', async () => {
    const { alice, bob } = await pair({ name: 'Анна' });
    const call = await alice.call('88002007201');
    const ring = await bob.nextRing(1000);
    await call.ringing(1000);
    expect(ring.from).toMatchObject({ name: 'Анна', number: '+79220000001' });
    expect(ring.to.number).toBe('88002007201');
    expect(ring.receivedAt - call.inviteSentAt).toBeLessThan(200);

    const talk = await ring.answer();
    await call.answered(1000);
    call.talk({ toneHz: 440 });
    talk.talk({ toneHz: 1004 });
    await Promise.all([talk.hears(440, 2000), call.hears(1004, 2000)]);
    expect(call.heard()).toMatchObject({ lost: 0 });
    expect(call.heard().rms).toBeGreaterThan(1000);
    expect(call.silenceMs()).toBeLessThan(500);
    await expect(call.hears(440, 300)).rejects.toMatchObject({ code: 'sip-timeout' });

    await call.hangUp();
    expect(await talk.ended(1000)).toMatchObject({ by: 'them', status: 200, reason: 'BYE' });
    expect(await call.ended(0)).toMatchObject({ by: 'us' });
    expect(alice.calls).toHaveLength(0);
    expect(bob.calls).toHaveLength(0);
  });

  test('bob may hang up as well', async () => {
    const { alice } = await pair({}, { autoAnswer: 'answer' });
    const call = await alice.call('1');
    await call.answered(1000);
    const [talk] = [...(open[0] as SipPhone).calls];
    await talk?.hangUp();
    expect(await call.ended(1000)).toMatchObject({ by: 'them' });
  });

  test('a muted caller is silence, a dead one is a growing gap', async () => {
    const { alice, bob } = await pair({}, { autoAnswer: 'answer' });
    const call = await alice.call('1');
    const talk = await (await bob.nextRing(1000)).answer();
    call.talk({ toneHz: 440 });
    await talk.hears(440, 2000);
    call.mute();
    await expect.poll(() => talk.silenceMs(), { timeout: 2000 }).toBeGreaterThan(100);
    call.talk({ nothing: true });
    await expect.poll(() => talk.heard().longestGapMs, { timeout: 2000 }).toBeGreaterThan(300);
  });

  test('keys arrive once each, in order', async () => {
    const { alice, bob } = await pair();
    const call = await alice.call('1');
    const talk = await (await bob.nextRing(1000)).answer();
    await call.answered(1000);
    await call.sendDtmf('1*#0');
    expect(await talk.pressed('1*#0', 1000)).toBe('1*#0');
  });

  test('a caller who gives up is a cancelled ring', async () => {
    const { alice, bob } = await pair();
    const call = await alice.call('1');
    const ring = await bob.nextRing(1000);
    await call.hangUp();
    await ring.cancelled(1000);
    expect(ring.state).toBe('cancelled');
    expect(await call.ended(1000)).toMatchObject({ by: 'us', status: 487 });
    await expect(ring.answer()).rejects.toMatchObject({ code: 'sip-call-over' });
  });

  test('a rejected call tells its status', async () => {
    const { alice, bob } = await pair();
    const call = await alice.call('1');
    (await bob.nextRing(1000)).reject(603);
    await expect(call.answered(1000)).rejects.toMatchObject({
      code: 'sip-call-over',
      details: { status: 603 },
    });
    expect(await call.ended(0)).toMatchObject({ by: 'them', status: 603, reason: 'Decline' });
  });

  test('a busy phone is busy, a silent one says nothing at all', async () => {
    const { alice, bob } = await pair({}, { autoAnswer: 'busy' });
    expect(await (await alice.call('1')).ended(1000)).toMatchObject({ status: 486 });
    bob.autoAnswer = 'silent';
    bob.forgetRings();
    const call = await alice.call('1');
    await bob.nextRing(1000);
    await expect(call.ringing(200)).rejects.toThrow(
      /Waited 200 ms for ringing; last seen: calling; → INVITE/,
    );
  });

  test('a withheld number shows nothing of the caller', async () => {
    const { alice, bob } = await pair({ withheld: true, name: 'Анна' });
    await alice.call('1');
    const ring = await bob.nextRing(1000);
    expect(ring.from.number).toBe('anonymous');
    expect(ring.headers.get('Privacy')).toBe('id');
    expect(ring.headers.toString()).not.toContain('7922');
  });

  test('hostile characters in a name arrive as they are', async () => {
    const name = `"><script>alert(1)</script>\\", ';DROP--`;
    const { alice, bob } = await pair({ name });
    await alice.call('1');
    expect((await bob.nextRing(1000)).from).toMatchObject({ name, number: '+79220000001' });
  });

  test('closing a phone ends its calls and its rings', async () => {
    const { alice, bob } = await pair();
    const first = await alice.call('1');
    const talk = await (await bob.nextRing(1000)).answer();
    const second = await alice.call('2');
    await bob.nextRing(1000);
    await Promise.all([bob.close(), bob.close()]);
    expect(await first.ended(1000)).toMatchObject({ by: 'them' });
    expect(await second.ended(1000)).toMatchObject({ status: 480 });
    expect(talk.state).toBe('ended');
    await expect(bob.call('3')).rejects.toMatchObject({ code: 'sip-closed' });
  });
});

describe('many phones on one socket', () => {
  let host: SipHost;

  beforeEach(async () => {
    host = await SipHost.open();
  });

  test('fifty sparse calls all connect, and every one gets its own audio', async () => {
    const server = { host: '127.0.0.1', port: host.port };
    const bob = await SipPhone.open({ user: 'bob', server, host, autoAnswer: 'answer' });
    const alices = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        SipPhone.open({ user: `a${String(at)}`, server, host, rtp: 'sparse' }),
      ),
    );
    open.push(...alices, bob, host);
    const calls = await Promise.all(alices.map((alice) => alice.call(bob.contact)));
    await Promise.all(calls.map((call) => call.answered(3000)));
    await expect
      .poll(() => calls.every((call) => call.heard().packets > 0), { timeout: 3000 })
      .toBe(true);
  });
});

describe('the pieces', () => {
  test('digest gives the answer of RFC 2617 §3.5', () => {
    const challenge = parseChallenge(
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
    );
    expect(challenge).toMatchObject({ qop: 'auth', opaque: '5ccc069c403ebaf9f0171e9517f40e41' });
    if (!challenge) return;
    const asked = {
      user: 'Mufasa',
      password: 'Circle Of Life',
      method: 'GET',
      uri: '/dir/index.html',
      count: 1,
      cnonce: '0a4f113b',
    };
    expect(digestResponse(challenge, asked)).toBe('6629fae49393a05397450978507c4ef1');
  });

  test.each(['PCMA', 'PCMU'] as const)('%s keeps a tone, and every byte survives', (codec) => {
    const levels = DECODED[codec];
    const heard = Int16Array.from(toneOf(codec, 440).subarray(0, 800), (byte) => levels[byte] ?? 0);
    expect(toneShare(heard, 440)).toBeGreaterThan(0.95);
    expect(toneShare(heard, 1004)).toBeLessThan(0.05);
    const again = Int16Array.from(encode(codec, levels), (byte) => levels[byte] ?? 0);
    expect(again).toEqual(levels);
  });

  test('a phone that rings for minutes still finds its transaction, what is done is forgotten', () => {
    let nowMs = 0;
    const recent = new Recent<{ finished: boolean; close: () => void }>(() => nowMs);
    const entry = (finished: boolean) => ({ finished, close: () => undefined });
    recent.set('ringing', entry(false));
    recent.set('done', entry(true));
    for (nowMs = 40_000; nowMs <= 200_000; nowMs += 40_000) recent.set(String(nowMs), entry(true));
    expect(recent.get('ringing')).toBeDefined();
    expect(recent.get('done')).toBeUndefined();
    expect(recent.get('200000')).toBeDefined();
  });

  test('a line break in a name cannot add a header', () => {
    const quoted = quoteName('a\r\nX-Evil: 1\0');
    expect(quoted).not.toMatch(/[\r\n\0]/);
    expect(parseAddress(`${quoted} <sip:1@h>;tag=x`)).toMatchObject({ number: '1', tag: 'x' });
  });

  test('failures carry a stable code', () => {
    expect(new SipFailure('sip-refused', 'no', { status: 403 })).toMatchObject({
      code: 'sip-refused',
      details: { status: 403 },
    });
  });
});
