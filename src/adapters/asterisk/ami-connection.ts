import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../ports/system.ts';
import { TelephonyDown, TelephonyRefused } from '../../ports/telephony-problems.ts';
import { AmiSession, type AmiMessage, type AmiSettings } from './ami-session.ts';
import { nextBackoffMs } from './backoff.ts';

const PING_EVERY_MS = 5_000;

export interface AmiConnectionEvents {
  event(event: AmiMessage): void;
  /** A rejection is logged, and the connection is kept. */
  connected(session: AmiSession): Promise<void>;
  disconnected(reason: string): void;
}

/** Keeps one AMI session alive, for ever: ping every 5 s, and a new one when it was lost. */
export class AmiConnection {
  readonly #settings: AmiSettings;
  readonly #log: Log;
  readonly #events: AmiConnectionEvents;
  readonly #stopping = new AbortController();
  #session: AmiSession | undefined;
  #running: Promise<void> | undefined;
  #everReady = false;

  constructor(
    deps: { readonly settings: AmiSettings; readonly log: Log },
    events: AmiConnectionEvents,
  ) {
    this.#settings = deps.settings;
    this.#log = deps.log;
    this.#events = events;
  }

  /** Resolves when first connected; rejects only when the password is wrong. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#running = this.#run(resolve, reject);
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#session?.end('stopped');
    await this.#running;
  }

  /** The session of now. Throws `TelephonyDown`. */
  require(request: string): AmiSession {
    if (this.#session === undefined) throw new TelephonyDown(request);
    return this.#session;
  }

  async #run(ready: () => void, impossible: (cause: Error) => void): Promise<void> {
    const { signal } = this.#stopping;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await this.#live(() => {
          this.#everReady = true;
          ready();
        });
        failures = 0;
      } catch (cause) {
        if (
          !this.#everReady &&
          cause instanceof TelephonyRefused &&
          cause.details['status'] === 401
        ) {
          impossible(cause);
          return;
        }
        this.#log.warn('the management connection cannot be made', { cause });
      }
      // Stopped meanwhile: the pause ends at once, and so does the loop.
      await pause(nextBackoffMs(failures), undefined, { signal }).catch(() => undefined);
    }
    if (!this.#everReady) impossible(new TelephonyDown('start (stopped before it was connected)'));
  }

  async #live(ready: () => void): Promise<void> {
    let end: (reason: string) => void = () => undefined;
    const ended = new Promise<string>((resolve) => {
      end = resolve;
    });
    const session = await AmiSession.open(this.#settings, {
      event: (event) => {
        this.#tell(event);
      },
      ended: end,
    });
    this.#session = session;
    const pinging = setInterval(() => {
      session.act({ action: 'Ping' }).catch((cause: unknown) => {
        session.end(`the management connection is silent: ${String(cause)}`);
      });
    }, PING_EVERY_MS);
    if (this.#stopping.signal.aborted) session.end('stopped');
    const prepared = this.#events.connected(session).catch((cause: unknown) => {
      this.#log.error('the switch could not be brought up to date', { cause });
    });
    await Promise.race([prepared, ended]);
    ready();
    const reason = await ended;
    clearInterval(pinging);
    this.#session = undefined;
    if (!this.#stopping.signal.aborted) this.#events.disconnected(reason);
    await prepared;
  }

  #tell(event: AmiMessage): void {
    try {
      this.#events.event(event);
    } catch (cause) {
      this.#log.error('a management event was not taken', { event: event['event'], cause });
    }
  }
}
