import type { Instant } from '../domain/shared/time.ts';

/**
 * What Opora asks of a switch, in our words.
 *
 * Every id is chosen by us and registered before the request, so that an event may overtake the
 * answer and a repeated request is harmless. Requests reject with `TelephonyRefused` (the switch
 * said no), `TelephonyTimeout` (no answer within the command's deadline) or `TelephonyDown`.
 */
export interface Telephony {
  /** Connects and stays connected, for ever, with backoff. Resolves when first connected. */
  start(listener: TelephonyListener): Promise<void>;
  /** Stops listening; calls stay on the switch. Idempotent. */
  stop(): Promise<void>;

  /** Rings an endpoint. A failed ring is told as `channelGone`, or rejects when refused at once. */
  ring(request: RingRequest): Promise<void>;
  answer(channel: string): Promise<void>;
  /** Ends a channel; one that has already gone is success. */
  hangUp(channel: string, reason: HangUpReason): Promise<void>;
  /** Starts a prompt (`greeting`) in a language; `playback` is our id; the end is `promptEnded`. */
  play(channel: string, prompt: string, language: string, playback: string): Promise<void>;
  stopPlay(playback: string): Promise<void>;
  /** Creates a bridge if it is not there: `hold` plays music to all that wait, `talk` mixes. */
  openBridge(bridge: string, kind: BridgeKind): Promise<void>;
  /** Moves channels into a bridge, out of whichever they were in. */
  join(bridge: string, channels: readonly string[]): Promise<void>;
  /** Destroys a bridge; one that has already gone is success. */
  closeBridge(bridge: string): Promise<void>;
  setVariable(channel: string, name: string, value: string): Promise<void>;
  getVariable(channel: string, name: string): Promise<string | undefined>;
  /**
   * Renews our promise to look after a channel: without renewal for `leaseMs` the switch takes it
   * back into its own fallback. Zero means for as long as the channel lives.
   */
  lease(channel: string, leaseMs: number): Promise<void>;
  /** Gives the channel back to the dialplan at `context`,s,1; told as `channelLeft`. */
  handBack(channel: string, context: string): Promise<void>;
  /** Tells the switch that we are alive; without a beat for 3 s it stops handing calls to us. */
  beat(): Promise<void>;
  /** What lives now on the switch and is ours. */
  snapshot(): Promise<SwitchSnapshot>;
  /** Ids of our channels only: cheap, for the check every two seconds. */
  channelIds(): Promise<readonly string[]>;
}

export type BridgeKind = 'hold' | 'talk';
export type HangUpReason = 'normal' | 'busy' | 'congestion';

export interface RingRequest {
  readonly channel: string;
  /** Endpoint name: `agent-101-web`. */
  readonly endpoint: string;
  readonly ringTimeoutMs: number;
  /** What the ringing phone shows: the line, never the citizen. */
  readonly callerName: string;
  readonly callerNumber: string;
  /** Mirrored into the channel, so that a restart finds whose it is. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Told in the order in which the switch said it. */
export type TelephonyEvent =
  /** A citizen rang and the dialplan gave the channel to us. */
  | {
      readonly type: 'arrived';
      readonly channel: string;
      readonly dialled: string;
      readonly callerNumber: string;
      readonly callerName: string;
      readonly at: Instant;
    }
  /** A channel that we rang was answered. */
  | { readonly type: 'ringAnswered'; readonly channel: string }
  /** A channel that we rang has begun to ring at its phone. */
  | { readonly type: 'ringing'; readonly channel: string }
  /** A channel has ended; `cause` is the Q.850 code (16 normal, 17 busy, 19 no answer, 21 rejected). */
  | { readonly type: 'channelGone'; readonly channel: string; readonly cause: number }
  /** A channel went back to the dialplan and lives on there. */
  | { readonly type: 'channelLeft'; readonly channel: string }
  | { readonly type: 'keyPressed'; readonly channel: string; readonly key: string }
  | { readonly type: 'promptEnded'; readonly playback: string }
  /** Audio quality of a leg at its end. */
  | { readonly type: 'qualityMeasured'; readonly channel: string; readonly quality: CallQuality };

export interface CallQuality {
  readonly lossPercent: number;
  readonly jitterMs: number;
  /** Mean opinion score, 1 to 5. */
  readonly mos: number;
}

export interface TelephonyListener {
  event(event: TelephonyEvent): void;
  /** The switch is (again) reachable: ask it what is true. Events that follow wait until resolved. */
  connected(): Promise<void>;
  /** The connection is lost, or commands take longer than the watchdog allows. */
  disconnected(reason: string): void;
  /** Another controller took over this application: stop deciding, do not reconnect. */
  replaced(): void;
}

export interface SwitchSnapshot {
  readonly channels: readonly SwitchChannel[];
  readonly bridges: readonly SwitchBridge[];
}

export interface SwitchChannel {
  readonly id: string;
  readonly state: 'ringing' | 'up' | 'other';
  /** True while the channel is in our hands; false once it went back to the dialplan. */
  readonly ours: boolean;
  readonly dialled: string;
  readonly callerNumber: string;
  readonly callerName: string;
  readonly createdAt: Instant;
}

export interface SwitchBridge {
  readonly id: string;
  readonly channels: readonly string[];
}
