import underPressure from '@fastify/under-pressure';
import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Read by @fastify/under-pressure; returning nothing lets the request go on. */
    pressureHandler?: () => void;
  }
}

/** A loop this late would make calls wait: screens yield first. */
const MAX_LOOP_DELAY_MS = 1_000;
const RETRY_AFTER_S = 2;
/** What must be answered exactly when things go badly. */
const ALWAYS = ['/api/health/', '/metrics'];

/** Turns requests of screens away (503 `under-pressure`) before calls suffer. */
export const pressure = fp(
  async (app) => {
    await app.register(underPressure, {
      maxEventLoopDelay: MAX_LOOP_DELAY_MS,
      retryAfter: RETRY_AFTER_S,
      message: 'Too busy',
    });
    app.addHook('onRoute', (route) => {
      if (!ALWAYS.some((prefix) => route.url.startsWith(prefix))) return;
      route.config = { ...route.config, pressureHandler: () => undefined };
    });
  },
  { name: 'pressure' },
);
