/*
 * The softphone of a page: its way to the switch, and its one call.
 *
 *   link   idle → connecting → ready ⇄ lost       (ready = registered, or connected when the
 *                     └──────→ refused ┘            phone only calls out)
 *
 *   call   none ──incoming──→ ringing ──answer──→ answering ──established──→ talking
 *            │                   └──────────────────┴──────ended──┐             │
 *            ├──dial──→ dialing ──progress──→ early ──established─┼─────────────┤
 *            └────────────────────────────────────────────────────┴── ended ←───┘
 *
 * The link may break in the middle of a talk: the voice does not use it, so the call stays.
 */
export type PhoneLink = 'idle' | 'connecting' | 'ready' | 'lost' | 'refused';

export type EndCause =
  | 'over'
  | 'busy'
  | 'rejected'
  | 'notFound'
  | 'unavailable'
  | 'canceled'
  | 'microphone'
  | 'connection'
  | 'other';

export type PhoneCall =
  | { readonly phase: 'none'; readonly lastEnd?: EndCause }
  | { readonly phase: 'dialing'; readonly id: string; readonly since: number }
  | { readonly phase: 'early'; readonly id: string; readonly since: number }
  | { readonly phase: 'ringing'; readonly id: string; readonly since: number }
  | { readonly phase: 'answering'; readonly id: string; readonly since: number }
  | {
      readonly phase: 'talking';
      readonly id: string;
      readonly since: number;
      readonly muted: boolean;
    };

export interface PhoneState {
  readonly link: PhoneLink;
  readonly call: PhoneCall;
}

export type PhoneEvent =
  | { readonly type: 'connecting' | 'ready' | 'lost' | 'refused' | 'stopped' }
  | { readonly type: 'incoming' | 'dialed'; readonly id: string; readonly at: number }
  | {
      readonly type: 'progress' | 'answering' | 'established';
      readonly id: string;
      readonly at: number;
    }
  | { readonly type: 'muted'; readonly id: string; readonly muted: boolean }
  | { readonly type: 'ended'; readonly id: string; readonly cause: EndCause };

export const phoneAtRest: PhoneState = { link: 'idle', call: { phase: 'none' } };

/** What the phone becomes. An event of a call that is not the present one changes nothing. */
export function stepPhone(state: PhoneState, event: PhoneEvent): PhoneState {
  switch (event.type) {
    case 'connecting':
      // The first attempt is hope; a later one is still a loss until it succeeds.
      return state.link === 'idle' ? { ...state, link: 'connecting' } : state;
    case 'ready':
    case 'refused':
      return { ...state, link: event.type };
    case 'lost':
      return { ...state, link: state.link === 'idle' ? 'idle' : 'lost' };
    case 'stopped':
      return phoneAtRest;
    case 'incoming':
    case 'dialed':
      if (state.call.phase !== 'none') return state;
      return {
        ...state,
        call: {
          phase: event.type === 'incoming' ? 'ringing' : 'dialing',
          id: event.id,
          since: event.at,
        },
      };
    case 'progress':
      return state.call.phase === 'dialing' && state.call.id === event.id
        ? { ...state, call: { phase: 'early', id: event.id, since: event.at } }
        : state;
    case 'answering':
      return state.call.phase === 'ringing' && state.call.id === event.id
        ? { ...state, call: { phase: 'answering', id: event.id, since: event.at } }
        : state;
    case 'established':
      return isLive(state.call, event.id) && state.call.phase !== 'talking'
        ? { ...state, call: { phase: 'talking', id: event.id, since: event.at, muted: false } }
        : state;
    case 'muted':
      return state.call.phase === 'talking' && state.call.id === event.id
        ? { ...state, call: { ...state.call, muted: event.muted } }
        : state;
    case 'ended':
      return isLive(state.call, event.id)
        ? { ...state, call: { phase: 'none', lastEnd: event.cause } }
        : state;
  }
}

function isLive(call: PhoneCall, id: string): boolean {
  return call.phase !== 'none' && call.id === id;
}

/** Names a SIP library's cause of an end in our words. */
export function endCauseOf(cause: string): EndCause {
  switch (cause) {
    case 'Terminated':
      return 'over';
    case 'Busy':
      return 'busy';
    case 'Rejected':
    case 'Redirected':
    case 'Authentication Error':
      return 'rejected';
    case 'Not Found':
    case 'Address Incomplete':
      return 'notFound';
    case 'Unavailable':
    case 'No Answer':
    case 'Expires':
      return 'unavailable';
    case 'Canceled':
      return 'canceled';
    case 'User Denied Media Access':
      return 'microphone';
    case 'Connection Error':
    case 'Request Timeout':
    case 'RTP Timeout':
    case 'No ACK':
      return 'connection';
    default:
      return 'other';
  }
}
