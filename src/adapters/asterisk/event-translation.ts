import type { TelephonyEvent } from '../../ports/telephony.ts';
import type { Log } from '../../ports/system.ts';
import type { AriMessage } from './ari-message.ts';
import { qualityFrom } from './call-quality.ts';

const NORMAL_CLEARING = 16;

/** A leg that is ours: what we have been told about its end so far. */
interface Leg {
  /** Q.850 cause, once its hang-up was asked for by either side. */
  hangUpCause: number | undefined;
  /** False while we only intend it: a snapshot cannot know it yet. */
  exists: boolean;
}

interface TranslationDeps {
  emit(event: TelephonyEvent): void;
  /** Turns a timestamp of the switch into a moment of our own clock. */
  ourTime(timestamp: string | undefined): number;
  readonly log: Log;
}

/**
 * Says in our words what ARI says in its own.
 *
 * The end of a channel, as 22.10.1 tells it:
 * ```txt
 * either side hangs up   ChannelHangupRequest → StasisEnd (→ ChannelDestroyed, for rung ones only)
 * a ring that fails      (ChannelHangupRequest →) ChannelDestroyed
 * handed back, lease out StasisEnd alone: it lives on in the dialplan
 * ```
 * A channel that arrived has no ChannelDestroyed, as the application's subscription ends with its
 * StasisEnd. So StasisEnd decides, and a leg that has been told about is forgotten.
 */
export class EventTranslation {
  readonly #legs = new Map<string, Leg>();
  readonly #deps: TranslationDeps;

  constructor(deps: TranslationDeps) {
    this.#deps = deps;
  }

  /** Notes a channel that we are about to ring: its first event may overtake the answer. */
  expect(channel: string): void {
    this.#legs.set(channel, { hangUpCause: undefined, exists: false });
  }

  /** The switch has taken the ring. */
  confirm(channel: string): void {
    const leg = this.#legs.get(channel);
    if (leg !== undefined) leg.exists = true;
  }

  /** Forgets a channel whose ring was refused at once: no event will come. */
  forget(channel: string): void {
    this.#legs.delete(channel);
  }

  /** The channels that exist as far as we have been told. */
  existing(): readonly string[] {
    return [...this.#legs].filter(([, leg]) => leg.exists).map(([channel]) => channel);
  }

  /**
   * Takes over what the switch said: `living` are ours, and those of `before` (what existed when
   * it was asked) that are not among them have ended unseen.
   */
  adopt(living: readonly string[], before: readonly string[]): void {
    const alive = new Set(living);
    for (const channel of before) if (!alive.has(channel)) this.#legs.delete(channel);
    for (const channel of living) if (!this.#legs.has(channel)) this.#add(channel);
  }

  translate(message: AriMessage): void {
    switch (message.type) {
      case 'StasisStart':
        this.#entered(message);
        return;
      case 'StasisEnd':
        this.#leftStasis(message);
        return;
      case 'ChannelHangupRequest':
        this.#hangUpAsked(message);
        return;
      case 'ChannelDestroyed':
        this.#gone(message.channel?.id, message.cause ?? NORMAL_CLEARING);
        return;
      case 'ChannelStateChange':
        if (message.channel?.state === 'Ringing' && this.#legs.has(message.channel.id)) {
          this.#deps.emit({ type: 'ringing', channel: message.channel.id });
        }
        return;
      case 'ChannelDtmfReceived':
        if (message.channel !== undefined && message.digit !== undefined) {
          const { channel, digit } = message;
          this.#deps.emit({ type: 'keyPressed', channel: channel.id, key: digit });
        }
        return;
      case 'ChannelVarset':
        this.#variableSet(message);
        return;
      case 'PlaybackFinished':
        this.#promptEnded(message);
        return;
      default:
      // A newer Asterisk says more than we know: that is no mistake.
    }
  }

  #add(channel: string): void {
    this.#legs.set(channel, { hangUpCause: undefined, exists: true });
  }

  #entered(message: AriMessage): void {
    const { channel, args = [] } = message;
    if (channel === undefined) return;
    const [role, dialled = ''] = args;
    if (role === 'agent') {
      // Known since we rang it, or from before a restart of ours.
      if (this.#legs.has(channel.id)) this.confirm(channel.id);
      else this.#add(channel.id);
      this.#deps.emit({ type: 'ringAnswered', channel: channel.id });
      return;
    }
    if (role !== 'arrive') return;
    this.#add(channel.id);
    this.#deps.emit({
      type: 'arrived',
      channel: channel.id,
      dialled,
      callerNumber: channel.caller.number,
      callerName: channel.caller.name,
      at: this.#deps.ourTime(message.timestamp),
    });
  }

  #hangUpAsked(message: AriMessage): void {
    const leg = this.#legs.get(message.channel?.id ?? '');
    if (leg === undefined) return;
    leg.hangUpCause = message.soft === true ? NORMAL_CLEARING : (message.cause ?? NORMAL_CLEARING);
  }

  #leftStasis(message: AriMessage): void {
    const id = message.channel?.id ?? '';
    const leg = this.#legs.get(id);
    if (leg === undefined) return;
    if (leg.hangUpCause !== undefined) {
      this.#gone(id, leg.hangUpCause);
      return;
    }
    this.#legs.delete(id);
    this.#deps.emit({ type: 'channelLeft', channel: id });
  }

  #gone(channel: string | undefined, cause: number): void {
    if (channel === undefined || !this.#legs.delete(channel)) return;
    this.#deps.emit({ type: 'channelGone', channel, cause });
  }

  #variableSet({ channel, variable, value }: AriMessage): void {
    // Set when the media ends, which is before the hang-up is told: no request of ours delays it.
    if (variable !== 'RTPAUDIOQOS' || channel === undefined || !this.#legs.has(channel.id)) return;
    const quality = qualityFrom(value ?? '');
    if (quality === undefined) return;
    this.#deps.emit({ type: 'qualityMeasured', channel: channel.id, quality });
  }

  #promptEnded({ playback }: AriMessage): void {
    if (playback === undefined) return;
    if (playback.state === 'failed') {
      this.#deps.log.warn('a prompt could not be played', { media: playback.media_uri });
    }
    this.#deps.emit({ type: 'promptEnded', playback: playback.id });
  }
}
