import { once, type EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { WebSocket } from 'ws';
import { frameSchema, type Frame } from '../../../src/contract/feed.ts';

const DEADLINE_MS = 5_000;

/** Opens a port of the machine's choice on loopback. */
export async function listen(app: FastifyInstance): Promise<number> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  return (app.server.address() as AddressInfo).port;
}

/** A page that mirrors a feed over a real socket. */
export class Page {
  readonly frames: Frame[] = [];
  /** Each frame as its bytes came. */
  readonly texts: string[] = [];
  rows: Record<string, unknown> = {};
  epoch = '';
  seq = 0;
  closedWith: number | undefined;
  readonly socket: WebSocket;
  readonly #waiting = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#take(data.toString('utf8'));
    });
    socket.on('close', (code) => {
      this.closedWith = code;
      this.#stir();
    });
  }

  static async open(url: string, headers: Record<string, string>): Promise<Page> {
    const socket = new WebSocket(url, { headers });
    const page = new Page(socket);
    await once(socket, 'open');
    return page;
  }

  /** The status with which the service refuses an upgrade. */
  static async refusal(url: string, headers: Record<string, string>): Promise<number> {
    const socket = new WebSocket(url, { headers });
    socket.on('error', () => undefined);
    const [, answer] = (await once(socket, 'unexpected-response')) as [
      unknown,
      EventEmitter & { statusCode: number; resume(): void },
    ];
    answer.resume();
    await once(answer, 'close');
    return answer.statusCode;
  }

  /** Waits until something is true of this page; fails after 5 s. */
  async until(truth: (page: this) => boolean): Promise<void> {
    const late = AbortSignal.timeout(DEADLINE_MS);
    while (!truth(this)) {
      await new Promise<void>((resolve, reject) => {
        this.#waiting.add(resolve);
        late.addEventListener('abort', () => {
          reject(new Error(`It did not come: ${String(truth)}`));
        });
      });
    }
  }

  leave(): void {
    this.socket.terminate();
  }

  #take(text: string): void {
    const frame = frameSchema.parse(JSON.parse(text));
    this.frames.push(frame);
    this.texts.push(text);
    if (frame.type === 'snapshot') {
      this.rows = frame.rows;
      this.epoch = frame.epoch;
    }
    if (frame.type === 'delta') {
      Object.assign(this.rows, frame.put);
      for (const key of frame.gone) Reflect.deleteProperty(this.rows, key);
    }
    this.seq = frame.seq;
    this.#stir();
  }

  #stir(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const go of waiting) go();
  }
}
