import { WebSocket } from 'ws';
import { TelephonyDown, TelephonyRefused } from '../../ports/telephony-problems.ts';
import { CONNECT_DEADLINE_MS, basicAuth, type AriSettings } from './ari-settings.ts';

export interface AriSocketEvents {
  /** One whole JSON message. */
  message(text: string): void;
  /** The socket has ended, whoever ended it; told once, never before it was open. */
  closed(reason: string): void;
}

/** One WebSocket to ARI, registered for one application name. */
export class AriSocket {
  readonly #socket: WebSocket;
  #ended = false;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /**
   * Opens a socket. Rejects with `TelephonyRefused` (status 401: wrong user or password) or with
   * `TelephonyDown` when there is nobody, or nobody who answers within 2 s.
   */
  static open(settings: AriSettings, app: string, events: AriSocketEvents): Promise<AriSocket> {
    const url = `${settings.url.replace(/^http/, 'ws')}/ari/events?app=${encodeURIComponent(app)}`;
    const socket = new WebSocket(url, {
      headers: { authorization: basicAuth(settings) },
      // Small messages on a short way: compressing them costs more than it saves.
      perMessageDeflate: false,
      handshakeTimeout: CONNECT_DEADLINE_MS,
    });
    return new Promise((resolve, reject) => {
      socket.once('unexpected-response', (_request, response) => {
        const status = response.statusCode ?? 0;
        const why = status === 401 ? 'wrong ARI user or password' : (response.statusMessage ?? '');
        reject(new TelephonyRefused('sign-in', status, why));
        socket.terminate();
      });
      // Stays for ever: `ws` reports a failed handshake, and a torn connection, as an error first.
      socket.on('error', (cause) => {
        reject(new TelephonyDown(`sign-in (${cause.message})`));
      });
      socket.once('open', () => {
        const opened = new AriSocket(socket);
        socket.on('message', (data: Buffer) => {
          if (!opened.#ended) events.message(data.toString());
        });
        socket.once('close', (code) => {
          if (!opened.#ended) events.closed(`the switch closed the connection (${String(code)})`);
          opened.#ended = true;
        });
        resolve(opened);
      });
    });
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  /** Resolves with the pong. */
  ping(): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.once('pong', () => {
        resolve();
      });
      this.#socket.ping();
    });
  }

  /** Ends at once, silently: whoever closes knows it already. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#socket.terminate();
  }
}
