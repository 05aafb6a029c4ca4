import { assertNever } from '../../domain/shared/assert-never.ts';
import { SECOND } from '../../domain/shared/time.ts';
import type { Clock, Log } from '../../ports/system.ts';
import type {
  CallQuality,
  Telephony,
  TelephonyEvent,
  TelephonyListener,
} from '../../ports/telephony.ts';
import type { Desk } from './desk.ts';
import { HOLD_BRIDGE, LEASE_MS } from './perform-call-command.ts';
import { reconcile } from './reconcile.ts';

const PULSE_MS = SECOND;
/** Every so many pulses the switch is asked whether it still agrees with us. */
const CHECK_EVERY = 2;
const LEASES_EVERY = LEASE_MS / PULSE_MS / 3;
/** The greeting is over by then. */
const GREETED_MS = 10 * SECOND;
/** A call that changed more recently has commands under way. */
const GRACE_MS = 1_500;

export interface ControllerDeps {
  readonly telephony: Telephony;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly log: Log;
  /** Reads what the switch wrote down about calls that it handled alone; true when it could. */
  readonly takeFallbackRecords: () => Promise<boolean>;
  /** Another controller decides now. */
  readonly replaced: () => void;
}

/** Joins the switch and the desk: translates events, keeps the heartbeat and the leases. */
export class Controller implements TelephonyListener {
  readonly #deps: ControllerDeps;
  #up = false;
  #pulses = 0;
  #pulsing = false;
  #cancel: () => void = () => undefined;
  #closed = false;
  /** How a leg sounded, told just before it ends: written down together with its end. */
  readonly #qualities = new Map<string, CallQuality>();

  constructor(deps: ControllerDeps) {
    this.#deps = deps;
  }

  /** Starts the pulse and connects; resolves when first connected. */
  async start(): Promise<void> {
    this.#schedule();
    await this.#deps.telephony.start(this);
  }

  /** Idempotent. Calls stay on the switch; without a beat it takes new ones itself. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancel();
    await this.#deps.telephony.stop();
  }

  /** True while commands reach the switch. */
  get up(): boolean {
    return this.#up;
  }

  async connected(): Promise<void> {
    const { telephony, log } = this.#deps;
    await telephony.openBridge(HOLD_BRIDGE, 'hold');
    await this.#deps.takeFallbackRecords();
    await reconcile(this.#deps, 0);
    await telephony.beat();
    await this.#renewLeases();
    this.#up = true;
    log.info('The switch is ours to direct');
  }

  disconnected(reason: string): void {
    this.#up = false;
    this.#deps.log.warn('The switch cannot be reached', { reason });
  }

  replaced(): void {
    this.#up = false;
    this.#deps.log.error('Another controller has taken over this application');
    this.#deps.replaced();
  }

  event(event: TelephonyEvent): void {
    const { desk } = this.#deps;
    switch (event.type) {
      case 'arrived':
        desk.arrived(event);
        break;
      case 'ringAnswered':
        this.#ringAnswered(event.channel);
        break;
      case 'channelGone':
        this.#channelGone(event.channel, event.cause);
        break;
      case 'channelLeft':
        desk.callEvent(event.channel, { type: 'handedBack' });
        break;
      case 'keyPressed':
        desk.callEvent(event.channel, { type: 'keyPressed', key: event.key });
        break;
      case 'qualityMeasured':
        this.#qualities.set(event.channel, event.quality);
        break;
      case 'promptEnded':
        this.#promptEnded(event.playback);
        break;
      case 'ringing':
        break;
      default:
        assertNever(event);
    }
  }

  #ringAnswered(channel: string): void {
    const { desk, telephony, log } = this.#deps;
    const leg = desk.legOf(channel);
    if (leg !== undefined) {
      desk.callEvent(leg.callId, { type: 'agentAnswered', attemptId: leg.attemptId, channel });
      return;
    }
    telephony.hangUp(channel, 'normal').catch((error: unknown) => {
      log.warn('A stray leg could not be ended', { channel, error });
    });
  }

  #channelGone(channel: string, cause: number): void {
    const { desk } = this.#deps;
    const measured = this.#qualities.get(channel);
    this.#qualities.delete(channel);
    const quality = measured === undefined ? {} : { quality: measured };
    const leg = desk.legOf(channel);
    if (leg === undefined) {
      if (desk.isWithSwitch(channel)) void this.#leftLastResort(channel);
      else desk.callEvent(channel, { type: 'callerLeft', ...quality });
      return;
    }
    desk.legGone(channel);
    const { callId, attemptId } = leg;
    desk.callEvent(callId, { type: 'agentGone', attemptId, cause, ...quality });
  }

  /** How a call of the dialplan ended stands in the switch's record, which comes another way. */
  async #leftLastResort(channel: string): Promise<void> {
    const { desk, takeFallbackRecords } = this.#deps;
    // Unread, it stays until reconciling can read it. Read, and nothing in it: the caller just left.
    if (await takeFallbackRecords()) desk.callEvent(channel, { type: 'callerLeft' });
  }

  #promptEnded(playback: string): void {
    const refused = /^refusal-(.+)$/.exec(playback)?.[1];
    if (refused !== undefined) this.#deps.desk.callEvent(refused, { type: 'refusalHeard' });
  }

  #schedule(): void {
    if (this.#closed) return;
    const { clock } = this.#deps;
    this.#cancel = clock.at(clock.now() + PULSE_MS, () => {
      this.#schedule();
      this.#deps.desk.tick();
      void this.#pulse();
    });
  }

  async #pulse(): Promise<void> {
    if (!this.#up || this.#pulsing) return;
    this.#pulsing = true;
    this.#pulses += 1;
    try {
      await this.#deps.telephony.beat();
      if (this.#pulses % CHECK_EVERY === 0 && (await this.#disagrees())) {
        await reconcile(this.#deps, GRACE_MS);
      }
      if (this.#pulses % LEASES_EVERY === 0) await this.#renewLeases();
    } catch (error) {
      this.#deps.log.warn('The pulse missed a beat', { error });
    } finally {
      this.#pulsing = false;
    }
  }

  /** The cheap question: does the switch hold exactly the channels that we think it does? */
  async #disagrees(): Promise<boolean> {
    const { telephony, desk } = this.#deps;
    const theirs = new Set(await telephony.channelIds());
    const ours = new Set<string>();
    for (const call of desk.calls()) {
      if (call.phase === 'lastResort') return true;
      ours.add(call.id);
      if (call.phase === 'joining' || call.phase === 'talking') ours.add(call.attempt.channel);
    }
    for (const id of ours) if (!theirs.has(id)) return true;
    for (const id of theirs) if (!ours.has(id) && desk.legOf(id) === undefined) return true;
    return false;
  }

  /**
   * A caller who has just come is left out: their first lease lasts, and while the greeting plays the
   * switch answers no such request, nor any other that waits behind it.
   */
  async #renewLeases(): Promise<void> {
    const { telephony, desk, clock } = this.#deps;
    const held = desk
      .calls()
      .filter(({ phase }) => phase === 'waiting' || phase === 'offered' || phase === 'joining')
      .filter(({ arrivedAt }) => arrivedAt + GREETED_MS <= clock.now());
    await Promise.allSettled(held.map((call) => telephony.lease(call.id, LEASE_MS)));
  }
}
