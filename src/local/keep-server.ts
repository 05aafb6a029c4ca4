import { isAlive } from './processes.ts';

const LOOK_EVERY_MS = 200;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;

/** What both PostgreSQL and Asterisk are to the supervisor. */
export type Server = { readonly pid: number; stop(): Promise<void> };

export type KeptServer = {
  /** Starts it no more and stops it. Idempotent. */
  stop(): Promise<void>;
};

/**
 * Starts a server and starts it again whenever it died. Resolves when it runs for the first time;
 * rejects as `start` does. Its death is looked for: one that was taken over is not our child.
 */
export async function keepServer(
  name: string,
  start: () => Promise<Server>,
  say: (sentence: string) => void,
): Promise<KeptServer> {
  let server = await start();
  let stopping = false;
  let starting: Promise<void> | null = null;
  let delayMs = FIRST_DELAY_MS;
  let timer: NodeJS.Timeout | undefined;

  const again = async (): Promise<void> => {
    try {
      server = await start();
      delayMs = FIRST_DELAY_MS;
    } catch (cause) {
      say(`${name} did not start: ${cause instanceof Error ? cause.message : String(cause)}`);
      delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
    }
  };
  const look = (): void => {
    if (stopping) return;
    if (isAlive(server.pid)) {
      timer = setTimeout(look, LOOK_EVERY_MS);
      return;
    }
    say(`${name} ended; starting it again`);
    timer = setTimeout(() => {
      starting = again().then(() => {
        starting = null;
        look();
      });
    }, delayMs);
  };
  look();

  return {
    async stop() {
      stopping = true;
      clearTimeout(timer);
      // In the middle of a restart: let it come up, so that nothing is left behind.
      await starting;
      await server.stop();
    },
  };
}
