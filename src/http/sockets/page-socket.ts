import type { Socket } from 'node:net';

/** What we use of a page's WebSocket. */
export interface PageSocket {
  readonly readyState: number;
  readonly OPEN: number;
  once(event: 'close', listener: () => void): unknown;
  close(code: number, reason: string): void;
}

/** A page: its WebSocket, and the stream below it. */
export interface Page {
  readonly socket: PageSocket;
  readonly stream: Pick<Socket, 'write' | 'writableLength'>;
}
