import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy on loopback whose connections a test can tear. */
export class ShakyWire {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly port: number;
  #cut = false;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async to(targetPort: number): Promise<ShakyWire> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const wire = new ShakyWire(server, typeof address === 'object' ? (address?.port ?? 0) : 0);
    server.on('connection', (near) => {
      wire.#join(near, targetPort);
    });
    return wire;
  }

  /** Tears every connection and lets no new one through. */
  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket, targetPort: number): void {
    if (this.#cut) {
      near.destroy();
      return;
    }
    const far = connect(targetPort, '127.0.0.1');
    const ends = [near, far] as const;
    for (const [one, other] of [ends, [far, near] as const]) {
      one.setNoDelay(true);
      this.#sockets.add(one);
      // A torn wire is the point: the other end learns of it by the close.
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  }
}
