import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { AsteriskSettings } from '../../src/local/asterisk/start-asterisk.ts';
import { EventInbox } from './event-inbox.ts';

/** One answer or event of AMI: its headers, the names in small letters. */
export type AmiMessage = Readonly<Record<string, string>>;

/** A plain AMI connection with the rights that `manager.conf` gives the service. */
export class AmiDouble {
  readonly inbox = new EventInbox<AmiMessage>();
  readonly #socket: Socket;
  #rest = '';
  #last = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      this.#read(text);
    });
  }

  static async connect(settings: AsteriskSettings): Promise<AmiDouble> {
    const socket = connect(settings.amiPort, '127.0.0.1');
    await once(socket, 'connect');
    const ami = new AmiDouble(socket);
    await ami.ask('Login', { Username: settings.amiUser, Secret: settings.amiPassword });
    return ami;
  }

  /** Sends an action and returns its answer, also a refusal. */
  async ask(action: string, fields: Record<string, string> = {}): Promise<AmiMessage> {
    const id = String((this.#last += 1));
    const lines = Object.entries({ Action: action, ActionID: id, ...fields });
    this.#socket.write(lines.map(([name, value]) => `${name}: ${value}\r\n`).join('') + '\r\n');
    return await this.inbox.next(
      (message) => message['actionid'] === id && message['response'] !== undefined,
      5000,
    );
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(text: string): void {
    const parts = (this.#rest + text).split('\r\n\r\n');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) {
      const headers = part.split('\r\n').map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      });
      this.inbox.take(Object.fromEntries(headers));
    }
  }
}
