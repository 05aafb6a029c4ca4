import websocket from '@fastify/websocket';
import fp from 'fastify-plugin';
import type { Log } from '../../ports/system.ts';

/** Pages only listen: whatever they send is ignored, and may not be large. */
const MAX_INCOMING_BYTES = 1_024;

/**
 * WebSocket upgrades as ordinary routes. It has to be the first plugin of all: only what its own
 * `onRequest` hook has seen is closed after a refusal; a stranger's refused upgrade would
 * otherwise keep its connection open for ever.
 */
export const sockets = fp<{ log: Log }>(
  async (app, { log }) => {
    await app.register(websocket, {
      options: { maxPayload: MAX_INCOMING_BYTES, perMessageDeflate: false },
      errorHandler: (error, socket) => {
        log.warn('A page socket failed', { error });
        socket.terminate();
      },
    });
  },
  { name: 'sockets' },
);
