import { setTimeout as pause } from 'node:timers/promises';
import {
  TelephonyDown,
  TelephonyRefused,
  TelephonyTimeout,
} from '../../ports/telephony-problems.ts';
import { requests, type AriAnswer, type AriRequest } from './ari-request.ts';
import { COMMAND_DEADLINE_MS, type AriDeps } from './ari-settings.ts';
import { AriSocket } from './ari-socket.ts';
import type { CommandTransport } from './command-transport.ts';
import type { AriMessage } from './ari-message.ts';
import { nextBackoffMs } from './backoff.ts';
import { watch } from './watchdog.ts';

const OWN_ATTEMPT_MS = 30_000;

/** What a connection tells its owner. */
export interface AriConnectionEvents {
  /** In the order of the switch; held back while `connected` is not yet resolved. */
  message(message: AriMessage): void;
  connected(): Promise<void>;
  disconnected(reason: string): void;
  replaced(): void;
}

export type OpenCommands = (closed: (reason: string) => void) => Promise<CommandTransport>;

interface Session {
  readonly commands: CommandTransport;
  /** Messages that came before the owner was ready; undefined from then on. */
  early: AriMessage[] | undefined;
  readonly ended: Promise<string>;
  readonly end: (reason: string) => void;
}

/**
 * Keeps one event socket and one command transport to a switch, for ever.
 *
 * ```txt
 * away ─ commands open, probe answered ─ event socket open ─→ reconciling ─ connected() ─→ live
 *   ↑                                                              │                        │
 *   └──── pause 0.1 … 5 s ←── disconnected() ←── closed, silent, slow ─────────────────────┘
 * live, reconciling ─ ApplicationReplaced ─→ stopped, for ever
 * ```
 * The event socket comes last: the moment it opens, the dialplan gives calls to us. And a frozen
 * switch must not find old attempts of ours in its backlog when it wakes up, or the last of them
 * would replace the connection that works.
 */
export class AriConnection {
  readonly #deps: AriDeps & { readonly app: string };
  readonly #openCommands: OpenCommands;
  readonly #events: AriConnectionEvents;
  readonly #stopping = new AbortController();
  #session: Session | undefined;
  #running: Promise<void> | undefined;
  #everReady = false;
  #clockOffsetMs = 0;
  /** `performance.now()` when an event socket of ours was given up half open. */
  #gaveUpAt: number | undefined;

  constructor(
    deps: AriDeps & { readonly app: string },
    openCommands: OpenCommands,
    events: AriConnectionEvents,
  ) {
    this.#deps = deps;
    this.#openCommands = openCommands;
    this.#events = events;
  }

  /** How far the switch's clock is ahead of ours. */
  get clockOffsetMs(): number {
    return this.#clockOffsetMs;
  }

  /** Resolves when connected and reconciled; rejects only when the password is wrong. */
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

  send(request: AriRequest, deadlineMs: number = COMMAND_DEADLINE_MS): Promise<AriAnswer> {
    const session = this.#session;
    if (session === undefined) return Promise.reject(new TelephonyDown(request.operation));
    return session.commands.send(request, deadlineMs);
  }

  async #run(ready: () => void, impossible: (cause: Error) => void): Promise<void> {
    const { signal } = this.#stopping;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        const session = await this.#open();
        const live = await this.#serve(session, () => {
          this.#everReady = true;
          ready();
        });
        if (live) failures = 0;
      } catch (cause) {
        if (
          !this.#everReady &&
          cause instanceof TelephonyRefused &&
          cause.details['status'] === 401
        ) {
          impossible(cause);
          return;
        }
        this.#deps.log.warn('the switch cannot be reached', { cause });
      }
      // Stopped meanwhile: the pause ends at once, and so does the loop.
      await pause(nextBackoffMs(failures), undefined, { signal }).catch(() => undefined);
    }
    if (!this.#everReady) impossible(new TelephonyDown('start (stopped before it was connected)'));
  }

  async #open(): Promise<Session> {
    let end: (reason: string) => void = () => undefined;
    const ended = new Promise<string>((resolve) => {
      end = resolve;
    });
    const commands = await this.#openCommands(end);
    try {
      await this.#learnClock(commands);
      const session: Session = { commands, early: [], ended, end };
      const socket = await this.#openEvents(session);
      const stopWatching = watch({
        commands: () => this.#learnClock(commands),
        socket: () => socket.ping(),
        failed: end,
      });
      void ended.then(() => {
        stopWatching();
        socket.close();
        commands.close();
      });
      if (this.#stopping.signal.aborted) end('stopped');
      return session;
    } catch (cause) {
      commands.close();
      throw cause;
    }
  }

  async #openEvents(session: Session): Promise<AriSocket> {
    try {
      return await AriSocket.open(this.#deps.settings, this.#deps.app, {
        message: (text) => {
          this.#received(session, text);
        },
        closed: session.end,
      });
    } catch (cause) {
      this.#gaveUpAt = performance.now();
      throw cause;
    }
  }

  /** A slow switch may open a socket that we gave up after the one that we have since opened. */
  #mayBeOurselves(): boolean {
    return this.#gaveUpAt !== undefined && performance.now() - this.#gaveUpAt < OWN_ATTEMPT_MS;
  }

  /** Lives through one connection; true when it came as far as serving. */
  async #serve(session: Session, ready: () => void): Promise<boolean> {
    this.#session = session;
    void session.ended.then(() => {
      if (this.#session === session) this.#session = undefined;
    });
    this.#askForFewerEvents(session);
    const reconciled = this.#events.connected().then(
      () => true,
      (cause: unknown) => {
        this.#deps.log.error('the state of the switch could not be taken over', { cause });
        session.end('the state of the switch could not be taken over');
        return false;
      },
    );
    const live = await Promise.race([reconciled, session.ended.then(() => false)]);
    if (live) {
      this.#releaseEarly(session);
      ready();
    }
    const reason = await session.ended;
    if (!this.#stopping.signal.aborted) this.#events.disconnected(reason);
    // Two reconciliations at a time would adopt everything twice.
    await reconciled;
    return live;
  }

  #received(session: Session, text: string): void {
    let message: AriMessage;
    try {
      message = JSON.parse(text) as AriMessage;
    } catch (cause) {
      this.#deps.log.error('the switch sent something that is not JSON', { cause });
      return;
    }
    if (message.type === 'ApplicationReplaced') {
      if (this.#mayBeOurselves()) {
        session.end('an attempt of our own, given up before, was taken for another controller');
        return;
      }
      this.#stopping.abort();
      session.end('another controller took over');
      this.#events.replaced();
      return;
    }
    if (session.early === undefined) this.#tell(message);
    else session.early.push(message);
  }

  #releaseEarly(session: Session): void {
    const early = session.early ?? [];
    session.early = undefined;
    for (const message of early) this.#tell(message);
  }

  #tell(message: AriMessage): void {
    try {
      this.#events.message(message);
    } catch (cause) {
      // One bad event must not end all calls.
      this.#deps.log.error('an event of the switch was not understood', {
        type: message.type,
        cause,
      });
    }
  }

  async #learnClock(commands: CommandTransport): Promise<void> {
    const asked = this.#deps.clock.now();
    const theirs = await commands.probe(COMMAND_DEADLINE_MS);
    this.#clockOffsetMs = theirs - (asked + this.#deps.clock.now()) / 2;
  }

  #askForFewerEvents(session: Session): void {
    session.commands.send(requests.wantedEvents(this.#deps.app), COMMAND_DEADLINE_MS).then(
      ({ status }) => {
        if (status >= 300) this.#deps.log.info('the switch cannot filter events', { status });
      },
      (cause: unknown) => {
        // Unwanted events are read and ignored: slower, and nothing is wrong.
        if (!(cause instanceof TelephonyTimeout || cause instanceof TelephonyDown)) throw cause;
      },
    );
  }
}
