import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { AsteriskSettings } from '../../src/local/asterisk/start-asterisk.ts';
import { type AriEvent, EventInbox } from './event-inbox.ts';

/**
 * Stands in for the service towards the dialplan: holds the ARI application `opora`, gives the
 * heartbeat when told, and asks the switch for what a test needs. It decides nothing by itself.
 */
export class ServiceDouble {
  readonly events = new EventInbox<AriEvent>();
  readonly #settings: AsteriskSettings;
  readonly #socket: WebSocket;

  private constructor(settings: AsteriskSettings, socket: WebSocket) {
    this.#settings = settings;
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.events.take(JSON.parse(data.toString()) as AriEvent);
    });
  }

  static async connect(settings: AsteriskSettings): Promise<ServiceDouble> {
    const { ariUser, ariPassword, httpPort } = settings;
    const query = new URLSearchParams({ app: 'opora', api_key: `${ariUser}:${ariPassword}` });
    const socket = new WebSocket(`ws://127.0.0.1:${httpPort}/ari/events?${query.toString()}`);
    await once(socket, 'open');
    return new ServiceDouble(settings, socket);
  }

  /** One heartbeat, `ageSeconds` old. */
  async beat(ageSeconds = 0): Promise<void> {
    const value = String(Math.floor(Date.now() / 1000) - ageSeconds);
    await this.ask('POST', 'asterisk/variable', { variable: 'OPORA_BEAT', value });
  }

  async noBeat(): Promise<void> {
    await this.ask('POST', 'asterisk/variable', { variable: 'OPORA_BEAT', value: '' });
  }

  /** The channel of the next call that the dialplan gives to the service. */
  async nextArrival(withinMs: number): Promise<{ id: string; args: readonly string[] }> {
    const event = await this.events.next((one) => one.type === 'StasisStart', withinMs);
    return { id: event.channel?.id ?? '', args: event.args ?? [] };
  }

  /** A request to ARI; the body, or null when there is none. Rejects on a refusal. */
  async ask(method: string, path: string, query: Record<string, string> = {}): Promise<unknown> {
    const { ariUser, ariPassword, httpPort } = this.#settings;
    const words = new URLSearchParams(query).toString();
    const answer = await fetch(`http://127.0.0.1:${httpPort}/ari/${path}?${words}`, {
      method,
      headers: { authorization: `Basic ${btoa(`${ariUser}:${ariPassword}`)}` },
    });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${body}`);
    return body === '' ? null : JSON.parse(body);
  }

  async disconnect(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.#socket, 'close');
    this.#socket.terminate();
    await closed;
  }
}
