import type {
  BridgeKind,
  HangUpReason,
  RingRequest,
  SwitchSnapshot,
  Telephony,
  TelephonyEvent,
  TelephonyListener,
} from '../../ports/telephony.ts';
import { TelephonyDown, TelephonyRefused } from '../../ports/telephony-problems.ts';
import { AriConnection, type OpenCommands } from './ari-connection.ts';
import type { AriApplication, AriBridge, AriChannel } from './ari-message.ts';
import { requests, type AriAnswer, type AriRequest } from './ari-request.ts';
import { DEFAULT_APP, type AriDeps } from './ari-settings.ts';
import { EventTranslation } from './event-translation.ts';
import { Latest } from './latest.ts';
import { bridgesOf, channelsOf, unheardOf } from './snapshot.ts';

/**
 * Telephony over ARI, whichever way the commands take: `connectTelephony` chooses it.
 * Requests, events and reconnecting are the same for both.
 */
export class AriTelephony implements Telephony {
  readonly #deps: AriDeps;
  readonly #app: string;
  readonly #connection: AriConnection;
  readonly #translation: EventTranslation;
  /** Bridges where callers wait, opened anew at each connect before anybody joins; their music. */
  readonly #holds = new Map<string, Latest>();
  #listener: TelephonyListener | undefined;

  constructor(deps: AriDeps, openCommands: OpenCommands) {
    this.#deps = deps;
    this.#app = deps.settings.app ?? DEFAULT_APP;
    this.#translation = new EventTranslation({
      emit: (event) => {
        this.#emit(event);
      },
      ourTime: (timestamp) => this.#ourTime(timestamp),
      log: deps.log,
    });
    this.#connection = new AriConnection({ ...deps, app: this.#app }, openCommands, {
      message: (message) => {
        this.#translation.translate(message);
      },
      connected: () => this.#heard().connected(),
      disconnected: (reason) => {
        this.#heard().disconnected(reason);
      },
      replaced: () => {
        this.#heard().replaced();
      },
    });
  }

  start(listener: TelephonyListener): Promise<void> {
    this.#listener = listener;
    return this.#connection.start();
  }

  stop(): Promise<void> {
    return this.#connection.stop();
  }

  async ring(request: RingRequest): Promise<void> {
    this.#translation.expect(request.channel);
    try {
      await this.#do(requests.ring(this.#app, request));
      this.#translation.confirm(request.channel);
    } catch (cause) {
      // After a timeout it may ring all the same: its events must find it known.
      if (cause instanceof TelephonyRefused || cause instanceof TelephonyDown) {
        this.#translation.forget(request.channel);
      }
      throw cause;
    }
  }

  async answer(channel: string): Promise<void> {
    await this.#do(requests.answer(channel));
  }

  async hangUp(channel: string, reason: HangUpReason): Promise<void> {
    await this.#do(requests.hangUp(channel, reason));
  }

  async play(channel: string, prompt: string, language: string, playback: string): Promise<void> {
    const media = `sound:opora/${language}/${prompt}`;
    await this.#do(requests.play(channel, media, language, playback));
  }

  async stopPlay(playback: string): Promise<void> {
    await this.#do(requests.stopPlay(playback));
  }

  async openBridge(bridge: string, kind: BridgeKind): Promise<void> {
    const created = this.#do(requests.createBridge(bridge, kind));
    if (kind === 'talk') {
      await created;
      return;
    }
    // One player for all who wait; on the same lane, so it comes after the creation.
    await Promise.all([created, this.#do(requests.startMusic(bridge))]);
    this.#holds.set(bridge, this.#musicOf(bridge));
  }

  async join(bridge: string, channels: readonly string[]): Promise<void> {
    const music = this.#holds.get(bridge);
    await this.#do((music ? requests.joinHold : requests.join)(bridge, channels));
    void music?.refresh();
  }

  /** Asterisk ends the player when the last who waits has left; for others it just plays on. */
  #musicOf(bridge: string): Latest {
    const { log } = this.#deps;
    return new Latest(
      async () => {
        await this.#do(requests.startMusic(bridge));
      },
      (cause) => {
        log.warn('callers wait without music', { bridge, cause });
      },
    );
  }

  async closeBridge(bridge: string): Promise<void> {
    await this.#do(requests.closeBridge(bridge));
  }

  async setVariable(channel: string, name: string, value: string): Promise<void> {
    await this.#do(requests.setVariable(channel, name, value));
  }

  async getVariable(channel: string, name: string): Promise<string | undefined> {
    const { status, body } = await this.#do(requests.getVariable(channel, name));
    return status === 404 ? undefined : (JSON.parse(body) as { value: string }).value;
  }

  async lease(channel: string, leaseMs: number): Promise<void> {
    await this.#do(requests.setVariable(channel, 'TIMEOUT(absolute)', String(leaseMs / 1000)));
  }

  async handBack(channel: string, context: string): Promise<void> {
    await this.#do(requests.handBack(channel, context));
  }

  async beat(): Promise<void> {
    const theirsMs = this.#deps.clock.now() + this.#connection.clockOffsetMs;
    await this.#do(requests.setGlobal('OPORA_BEAT', String(Math.floor(theirsMs / 1000))));
  }

  async snapshot(): Promise<SwitchSnapshot> {
    const before = this.#translation.existing();
    const [heard, channels, bridges] = await Promise.all([
      this.channelIds(),
      this.#read<readonly AriChannel[]>(requests.channels),
      this.#read<readonly AriBridge[]>(requests.bridges),
    ]);
    const unheard = unheardOf(this.#app, channels, heard);
    await Promise.all(unheard.map((id) => this.#do(requests.subscribe(this.#app, id))));
    const known = new Set([...heard, ...unheard]);
    const found = channelsOf(channels, known, (timestamp) => this.#ourTime(timestamp));
    const living = found.filter(({ ours }) => ours).map(({ id }) => id);
    this.#translation.adopt(living, before);
    return { channels: found, bridges: bridgesOf(bridges) };
  }

  async channelIds(): Promise<readonly string[]> {
    const application = await this.#read<AriApplication>(requests.application(this.#app));
    return application.channel_ids;
  }

  async #read<Answer>(request: AriRequest): Promise<Answer> {
    const { body } = await this.#do(request);
    return JSON.parse(body) as Answer;
  }

  async #do(request: AriRequest): Promise<AriAnswer> {
    const answer = await this.#connection.send(request);
    if (answer.status < 300 || request.done.includes(answer.status)) return answer;
    throw new TelephonyRefused(request.operation, answer.status, reasonIn(answer.body));
  }

  #emit(event: TelephonyEvent): void {
    try {
      this.#heard().event(event);
    } catch (cause) {
      this.#deps.log.error('an event was not taken', { type: event.type, cause });
    }
  }

  #heard(): TelephonyListener {
    if (this.#listener === undefined) throw new TelephonyDown('an event before start');
    return this.#listener;
  }

  #ourTime(timestamp: string | undefined): number {
    const theirs = Date.parse(timestamp ?? '');
    if (Number.isNaN(theirs)) return this.#deps.clock.now();
    return Math.round(theirs - this.#connection.clockOffsetMs);
  }
}

/** ARI answers `{ message }` or `{ error }`, and at times nothing. */
function reasonIn(body: string): string {
  if (!body.startsWith('{')) return body === '' ? 'no reason given' : body;
  const { message, error } = JSON.parse(body) as { message?: string; error?: string };
  return message ?? error ?? 'no reason given';
}
