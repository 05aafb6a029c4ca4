import type { Frame } from '../../contract/feed.ts';

/*
 * What a page knows of a feed.
 *
 *   connecting ──snapshot, or any frame after a resume──→ live ──closed, or silent──→ lost
 *                                                          ▲                            │
 *                                                          └────────── any frame ───────┘
 *
 * Rows stay through a loss: old rows with a warning serve better than an empty page.
 */
export interface FeedState {
  readonly link: 'connecting' | 'live' | 'lost';
  readonly rows: Readonly<Record<string, unknown>>;
  /** Where to resume; absent before the first snapshot. */
  readonly epoch: string | undefined;
  readonly seq: number;
  /** The server's clock minus this machine's, in milliseconds. */
  readonly offsetMs: number;
  /** This machine's clock at the last frame; absent before the first. */
  readonly heardAt: number | undefined;
  /** Beats in a row that named a number we never received. */
  readonly behind: number;
}

export type FeedEvent =
  | { readonly type: 'frame'; readonly frame: Frame; readonly at: number }
  | { readonly type: 'closed' }
  | { readonly type: 'tick'; readonly at: number };

/** Silence longer than this is a loss, whatever the socket believes. */
export const STALE_AFTER_MS = 6_000;
/** So many beats ahead of us mean that a delta never came. */
export const BEHIND_LIMIT = 2;

export const emptyFeed: FeedState = {
  link: 'connecting',
  rows: {},
  epoch: undefined,
  seq: 0,
  offsetMs: 0,
  heardAt: undefined,
  behind: 0,
};

/** What the page knows after an event. */
export function stepFeed(state: FeedState, event: FeedEvent): FeedState {
  switch (event.type) {
    case 'frame':
      return heard(state, event.frame, event.at);
    case 'closed':
      return state.link === 'live'
        ? { ...state, link: 'lost', behind: 0 }
        : { ...state, behind: 0 };
    case 'tick':
      return isSilent(state, event.at) ? { ...state, link: 'lost' } : state;
  }
}

/** True when the socket must be opened anew: it is silent, or a delta went missing. */
export function mustReopen(state: FeedState, at: number): boolean {
  return state.behind >= BEHIND_LIMIT || isSilent({ ...state, link: 'live' }, at);
}

function isSilent(state: FeedState, at: number): boolean {
  return (
    state.link === 'live' && state.heardAt !== undefined && at - state.heardAt > STALE_AFTER_MS
  );
}

function heard(state: FeedState, frame: Frame, at: number): FeedState {
  const live = { ...state, link: 'live', heardAt: at } as const;
  switch (frame.type) {
    case 'snapshot':
      return {
        ...live,
        rows: frame.rows,
        epoch: frame.epoch,
        seq: frame.seq,
        offsetMs: frame.now - at,
        behind: 0,
      };
    case 'delta': {
      // A resumed socket may repeat what arrived before it broke.
      if (frame.seq <= state.seq) return live;
      const rows = { ...state.rows, ...frame.put };
      for (const key of frame.gone) Reflect.deleteProperty(rows, key);
      return { ...live, rows, seq: frame.seq, behind: 0 };
    }
    case 'beat':
      return {
        ...live,
        offsetMs: frame.now - at,
        behind: frame.seq > state.seq ? state.behind + 1 : 0,
      };
  }
}

/** `?epoch=…&after=…` after the first snapshot, nothing before. */
export function resumeQuery(state: FeedState): string {
  if (state.epoch === undefined) return '';
  return `?epoch=${encodeURIComponent(state.epoch)}&after=${String(state.seq)}`;
}

/** Waits before the next attempt: 0.25 s, doubling to 5 s, spread so that pages do not stampede. */
export function reopenAfterMs(attempt: number, spread: number): number {
  const full = Math.min(5_000, 250 * 2 ** Math.min(attempt, 10));
  return Math.round(full * (0.5 + spread / 2));
}
