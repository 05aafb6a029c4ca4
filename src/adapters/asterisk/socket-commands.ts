import { randomUUID } from 'node:crypto';
import { TelephonyDown, TelephonyTimeout } from '../../ports/telephony-problems.ts';
import { requests, type AriAnswer, type AriRequest } from './ari-request.ts';
import type { AriSettings } from './ari-settings.ts';
import { AriSocket } from './ari-socket.ts';
import type { CommandTransport } from './command-transport.ts';
import { Lanes } from './lanes.ts';
import { switchTimeOf } from './switch-time.ts';

// A socket does its commands one after another, so a slow one delays only its own. `answer` is slow:
// Asterisk holds it until the caller's first packet comes, which is a round trip, at most 500 ms.
const SOCKETS = 8;

interface Waiting {
  answered(answer: AriAnswer): void;
  lost(): void;
}

interface RestResponse {
  readonly type: string;
  readonly request_id: string;
  readonly status_code: number;
  readonly message_body?: string;
}

/** REST over WebSocket: each socket carries commands both ways without waiting for the last one. */
export class SocketCommands implements CommandTransport {
  readonly #waiting = new Map<string, Waiting>();
  readonly #lanes = new Lanes(SOCKETS);
  #sockets: readonly AriSocket[] = [];
  #closed = false;
  #lastId = 0;

  /** `closed` is told once when any of the sockets ends by itself. */
  static async open(
    settings: AriSettings,
    closed: (reason: string) => void,
  ): Promise<SocketCommands> {
    const commands = new SocketCommands();
    const opening = Array.from({ length: SOCKETS }, () =>
      // The name is never called by the dialplan: a socket must have one, that is all.
      AriSocket.open(settings, `opora-commands-${randomUUID()}`, {
        message: (text) => {
          commands.#received(text);
        },
        closed: (reason) => {
          commands.close();
          closed(reason);
        },
      }),
    );
    const opened = await Promise.allSettled(opening);
    commands.#sockets = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = opened.find((one) => one.status === 'rejected');
    if (failed !== undefined) {
      commands.close();
      throw failed.reason;
    }
    return commands;
  }

  send(request: AriRequest, deadlineMs: number): Promise<AriAnswer> {
    return this.#lanes.run(request.touches, (lane) => this.#sendIn(lane, request, deadlineMs));
  }

  async probe(deadlineMs: number): Promise<number> {
    const asked = Date.now();
    const answers = await Promise.all(
      this.#sockets.map((_socket, lane) => this.#sendIn(lane, requests.ping, deadlineMs)),
    );
    return switchTimeOf(answers[0], asked);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const socket of this.#sockets) socket.close();
    for (const waiting of this.#waiting.values()) waiting.lost();
    this.#waiting.clear();
  }

  #sendIn(lane: number, request: AriRequest, deadlineMs: number): Promise<AriAnswer> {
    const socket = this.#sockets[lane];
    if (this.#closed || socket === undefined) {
      return Promise.reject(new TelephonyDown(request.operation));
    }
    const id = String((this.#lastId += 1));
    const sent = new Promise<AriAnswer>((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new TelephonyTimeout(request.operation, deadlineMs));
      }, deadlineMs);
      this.#waiting.set(id, {
        answered(answer) {
          clearTimeout(late);
          resolve(answer);
        },
        lost() {
          clearTimeout(late);
          // It was sent: whether the switch acted is unknown, just as after a timeout.
          reject(new TelephonyTimeout(request.operation, deadlineMs));
        },
      });
    });
    socket.send(encode(id, request));
    return sent;
  }

  #received(text: string): void {
    const response = JSON.parse(text) as RestResponse;
    if (response.type !== 'RESTResponse') return;
    const waiting = this.#waiting.get(response.request_id);
    if (waiting === undefined) return;
    this.#waiting.delete(response.request_id);
    waiting.answered({ status: response.status_code, body: response.message_body ?? '' });
  }
}

function encode(id: string, request: AriRequest): string {
  const query = Object.entries(request.query).map(([name, value]) => ({ name, value }));
  return JSON.stringify({
    type: 'RESTRequest',
    request_id: id,
    method: request.method,
    uri: request.path,
    // Values go as they are: inside `uri` they would have to be escaped, and are unescaped twice.
    ...(query.length > 0 && { query_strings: query }),
    ...(request.body !== undefined && {
      content_type: 'application/json',
      message_body: JSON.stringify(request.body),
    }),
  });
}
