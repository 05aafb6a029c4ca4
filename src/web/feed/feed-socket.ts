import { frameSchema } from '../../contract/feed.ts';
import {
  emptyFeed,
  mustReopen,
  reopenAfterMs,
  resumeQuery,
  stepFeed,
  type FeedEvent,
  type FeedState,
} from './feed-state.ts';

const TICK_MS = 1_000;

/**
 * One feed's socket: opens it, reopens it for ever, and keeps `state` current.
 * `close()` is final and may be called twice.
 */
export class FeedSocket {
  #state: FeedState = emptyFeed;
  #socket: WebSocket | undefined;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #openedAt = Date.now();
  #closed = false;
  readonly #tick: ReturnType<typeof setInterval>;
  readonly #path: string;
  readonly #changed: () => void;
  readonly #refused: () => void;

  /** `changed` fires after every change of `state`; `refused` when attempts keep failing. */
  constructor(deps: { path: string; changed: () => void; refused: () => void }) {
    this.#path = deps.path;
    this.#changed = deps.changed;
    this.#refused = deps.refused;
    this.#tick = setInterval(() => {
      this.#onTick();
    }, TICK_MS);
    window.addEventListener('online', this.#onOnline);
    this.#open();
  }

  get state(): FeedState {
    return this.#state;
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#tick);
    clearTimeout(this.#retry);
    window.removeEventListener('online', this.#onOnline);
    this.#socket?.close();
    this.#socket = undefined;
  }

  #open(): void {
    clearTimeout(this.#retry);
    this.#openedAt = Date.now();
    const address = new URL(this.#path + resumeQuery(this.#state), window.location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.addEventListener('message', (message) => {
      if (socket === this.#socket) this.#onMessage(message.data);
    });
    socket.addEventListener('close', () => {
      if (socket === this.#socket) this.#onClose();
    });
  }

  #onMessage(data: unknown): void {
    const frame = frameSchema.safeParse(typeof data === 'string' ? jsonOf(data) : undefined);
    if (!frame.success) {
      console.error('A frame of the feed does not fit the contract', frame.error);
      return;
    }
    this.#attempt = 0;
    this.#apply({ type: 'frame', frame: frame.data, at: Date.now() });
    if (mustReopen(this.#state, Date.now())) this.#reopen();
  }

  #onClose(): void {
    this.#socket = undefined;
    this.#apply({ type: 'closed' });
    if (this.#closed) return;
    this.#attempt += 1;
    if (this.#attempt % 3 === 0) this.#refused();
    clearTimeout(this.#retry);
    this.#retry = setTimeout(
      () => {
        this.#open();
      },
      reopenAfterMs(this.#attempt, Math.random()),
    );
  }

  #onTick(): void {
    const at = Date.now();
    this.#apply({ type: 'tick', at });
    const givenAChance = at - this.#openedAt > 6_000;
    if (this.#socket && givenAChance && mustReopen(this.#state, at)) this.#reopen();
  }

  /** The socket is deaf though it looks open: leave it and dial again. */
  #reopen(): void {
    const deaf = this.#socket;
    this.#socket = undefined;
    deaf?.close();
    this.#onClose();
  }

  readonly #onOnline = (): void => {
    if (!this.#socket && !this.#closed) this.#open();
  };

  #apply(event: FeedEvent): void {
    const next = stepFeed(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    this.#changed();
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON is as bad as a wrong shape; the schema says so for both.
    return undefined;
  }
}
