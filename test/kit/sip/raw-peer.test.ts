import type { Socket } from 'node:dgram';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SipPhone } from '../sip-phone.ts';
import { parseAddress } from './address.ts';
import { parseMessage, titleOf, type SipRequest, type SipResponse } from './message.ts';
import { openUdp } from './rtp-socket.ts';
import { parseSdp, writeSdp } from './sdp.ts';

/** A far side without manners: it sends what the test writes and answers nothing by itself. */
class RawPeer {
  readonly received: (SipRequest | SipResponse)[] = [];
  readonly #socket: Socket;
  readonly #phone: SipPhone;

  constructor(socket: Socket, phone: SipPhone) {
    this.#socket = socket;
    this.#phone = phone;
    socket.on('message', (datagram: Buffer) => {
      this.received.push(parseMessage(datagram.toString()));
    });
  }

  send(
    method: string,
    branch: string,
    cseq: number,
    more: { to?: string; body?: string } = {},
  ): void {
    const port = String(this.#socket.address().port);
    const { body = '', to = `<${this.#phone.contact}>` } = more;
    const lines = [
      `${method} ${this.#phone.contact} SIP/2.0`,
      `v: SIP/2.0/UDP 127.0.0.1:${port};rport;branch=${branch}`,
      'f: "Raw\\"Peer" <sip:raw@127.0.0.1>;tag=raw',
      `t: ${to}`,
      'i: raw-call',
      `CSeq: ${String(cseq)} ${method}`,
      `m: <sip:raw@127.0.0.1:${port}>`,
      `l: ${String(body.length)}`,
      '',
      body,
    ];
    this.#socket.send(lines.join('\r\n'), this.#phone.host.port, '127.0.0.1');
  }

  titles(): string[] {
    return this.received.map(titleOf);
  }

  /** Waits until so many messages of this title have come. */
  async sees(title: string, times = 1): Promise<void> {
    await expect
      .poll(() => this.titles().filter((one) => one === title).length, { timeout: 3000 })
      .toBeGreaterThanOrEqual(times);
  }

  /** The `To` of the phone's answer, its tag included. */
  get taggedTo(): string {
    return this.received.at(-1)?.headers.get('To') ?? '';
  }
}

const OFFER = writeSdp({
  host: '127.0.0.1',
  port: 40_000,
  codecs: ['PCMU', 'PCMA'],
  eventType: 96,
  version: 1,
});

describe('a phone and a far side without manners', () => {
  let phone: SipPhone;
  let socket: Socket;
  let peer: RawPeer;

  beforeEach(async () => {
    phone = await SipPhone.open({ user: 'bob', server: { host: '127.0.0.1', port: 9 } });
    socket = await openUdp('127.0.0.1');
    peer = new RawPeer(socket, phone);
  });

  afterEach(async () => {
    await phone.close();
    socket.close();
  });

  test('an INVITE that comes twice rings once and is answered twice', async () => {
    peer.send('INVITE', 'b1', 1, { body: OFFER });
    const ring = await phone.nextRing(1000);
    peer.send('INVITE', 'b1', 1, { body: OFFER });
    await peer.sees('180 Ringing (INVITE)', 2);
    expect(ring.from).toMatchObject({ name: 'Raw"Peer', number: 'raw' });
    await expect(phone.nextRing(100)).rejects.toMatchObject({ code: 'sip-timeout' });
  });

  test('the 200 is repeated until it is acknowledged, and takes the first codec offered', async () => {
    peer.send('INVITE', 'b1', 1, { body: OFFER });
    const answering = (await phone.nextRing(1000)).answer();
    await peer.sees('200 OK (INVITE)', 2);
    expect(parseSdp(peer.received.at(-1)?.body ?? '')).toMatchObject({
      codecs: ['PCMU'],
      eventType: 96,
    });
    peer.send('ACK', 'b2', 1, { to: peer.taggedTo });
    expect((await answering).state).toBe('talking');
  });

  test('re-INVITE, UPDATE, INFO and NOTIFY in a call are answered, BYE ends it', async () => {
    peer.send('INVITE', 'b1', 1, { body: OFFER });
    const answering = (await phone.nextRing(1000)).answer();
    await peer.sees('200 OK (INVITE)');
    const to = peer.taggedTo;
    expect(parseAddress(to).tag).toBeDefined();
    peer.send('ACK', 'b2', 1, { to });
    const call = await answering;

    peer.send('INVITE', 'b3', 2, { to, body: OFFER.replace('40000', '40002') });
    await peer.sees('200 OK (INVITE)', 2);
    expect(parseSdp(peer.received.at(-1)?.body ?? '')?.codecs).toEqual(['PCMU']);
    peer.send('ACK', 'b4', 2, { to });
    for (const [at, method] of ['UPDATE', 'NOTIFY', 'INFO'].entries()) {
      peer.send(method, `c${String(at)}`, 3 + at, { to, body: 'Signal=7\r\n' });
      await peer.sees(`200 OK (${method})`);
    }
    expect(call.keys).toBe('7');
    peer.send('BYE', 'b9', 9, { to });
    await peer.sees('200 OK (BYE)');
    expect(await call.ended(1000)).toMatchObject({ by: 'them' });
  });

  test('OPTIONS is answered, a BYE of no call is 481, an unknown method 405', async () => {
    peer.send('OPTIONS', 'o1', 1);
    await peer.sees('200 OK (OPTIONS)');
    peer.send('BYE', 'o2', 2, { to: '<sip:x@127.0.0.1>;tag=unknown' });
    await peer.sees('481 Call/Transaction Does Not Exist (BYE)');
    peer.send('PUBLISH', 'o3', 3);
    await peer.sees('405 Method Not Allowed (PUBLISH)');
  });

  test('what is not SIP is counted and dropped', async () => {
    socket.send('GET / HTTP/1.1\r\n\r\n', phone.host.port, '127.0.0.1');
    await expect.poll(() => phone.host.malformed).toBe(1);
  });

  test('closing does not wait for a far side that never confirms, and leaves no socket', async () => {
    peer.send('INVITE', 'b1', 1, { body: OFFER });
    const answering = (await phone.nextRing(1000)).answer();
    await peer.sees('200 OK (INVITE)');
    const started = performance.now();
    await phone.close();
    expect(performance.now() - started).toBeLessThan(2500);
    expect((await answering).state).toBe('ended');
    await expect
      .poll(() => process.getActiveResourcesInfo().filter((one) => one === 'UDPWrap').length)
      .toBe(1);
  });
});
