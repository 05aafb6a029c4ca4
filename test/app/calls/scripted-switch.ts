import type {
  BridgeKind,
  RingRequest,
  SwitchBridge,
  SwitchChannel,
  SwitchSnapshot,
  Telephony,
  TelephonyListener,
} from '../../../src/ports/telephony.ts';

type Command = 'ring' | 'answer' | 'hangUp' | 'play' | 'join' | 'handBack' | 'lease' | 'beat';

/**
 * A switch in memory that does what it is told at once, and whose commands can be made to hang or
 * to fail: for what a real one does too seldom. The real one has its own contract suite.
 */
export class ScriptedSwitch implements Telephony {
  readonly channels = new Map<string, SwitchChannel>();
  readonly bridges = new Map<string, Set<string>>();
  readonly asked: string[] = [];
  readonly #hanging = new Set<Command>();
  readonly #failing = new Set<Command>();
  listener: TelephonyListener | undefined;

  async start(listener: TelephonyListener): Promise<void> {
    this.listener = listener;
    await listener.connected();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  /** From now on this command is never answered. */
  hangs(command: Command): void {
    this.#hanging.add(command);
  }

  fails(command: Command): void {
    this.#failing.add(command);
  }

  /** A citizen's channel that is in our hands; the arrival is told unless it is `lost`. */
  citizenRings(id: string, at: number, lost = false): void {
    const channel = { dialled: '88002007201', callerNumber: '', callerName: '' };
    this.channels.set(id, { id, state: 'up', ours: true, createdAt: at, ...channel });
    if (!lost) this.listener?.event({ type: 'arrived', channel: id, at, ...channel });
  }

  /** A channel ends; the event is told unless it is `lost`. */
  ends(id: string, lost = false): void {
    this.channels.delete(id);
    for (const members of this.bridges.values()) members.delete(id);
    if (!lost) this.listener?.event({ type: 'channelGone', channel: id, cause: 16 });
  }

  picksUp(id: string): void {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new Error(`${id} does not ring`);
    this.channels.set(id, { ...channel, state: 'up' });
    this.listener?.event({ type: 'ringAnswered', channel: id });
  }

  /** Agents' legs that ring or talk. */
  legs(): string[] {
    return [...this.channels.keys()].filter((id) => id.startsWith('agent-'));
  }

  ring(request: RingRequest): Promise<void> {
    return this.#does('ring', request.endpoint, () => {
      const channel = { dialled: '', callerNumber: '', callerName: '', createdAt: 0 };
      this.channels.set(request.channel, {
        id: request.channel,
        state: 'ringing',
        ours: true,
        ...channel,
      });
    });
  }

  answer(channel: string): Promise<void> {
    return this.#does('answer', channel);
  }

  hangUp(channel: string): Promise<void> {
    return this.#does('hangUp', channel, () => {
      if (this.channels.has(channel)) this.ends(channel);
    });
  }

  play(channel: string, prompt: string): Promise<void> {
    return this.#does('play', `${prompt} to ${channel}`);
  }

  stopPlay(): Promise<void> {
    return Promise.resolve();
  }

  openBridge(bridge: string, _kind: BridgeKind): Promise<void> {
    if (!this.bridges.has(bridge)) this.bridges.set(bridge, new Set());
    return Promise.resolve();
  }

  join(bridge: string, channels: readonly string[]): Promise<void> {
    return this.#does('join', `${channels.join('+')} in ${bridge}`, () => {
      for (const channel of channels) {
        for (const members of this.bridges.values()) members.delete(channel);
        this.bridges.get(bridge)?.add(channel);
      }
    });
  }

  closeBridge(bridge: string): Promise<void> {
    this.bridges.delete(bridge);
    return Promise.resolve();
  }

  setVariable(): Promise<void> {
    return Promise.resolve();
  }

  getVariable(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  lease(channel: string, leaseMs: number): Promise<void> {
    return this.#does('lease', `${channel} for ${String(leaseMs)}`);
  }

  handBack(channel: string, context: string): Promise<void> {
    return this.#does('handBack', `${channel} to ${context}`, () => {
      const found = this.channels.get(channel);
      if (found !== undefined) this.channels.set(channel, { ...found, ours: false });
    });
  }

  beat(): Promise<void> {
    return this.#does('beat', '');
  }

  snapshot(): Promise<SwitchSnapshot> {
    const bridges: SwitchBridge[] = [...this.bridges].map(([id, members]) => ({
      id,
      channels: [...members],
    }));
    return Promise.resolve({ channels: [...this.channels.values()], bridges });
  }

  channelIds(): Promise<readonly string[]> {
    return Promise.resolve(
      [...this.channels.values()].filter((one) => one.ours).map(({ id }) => id),
    );
  }

  #does(command: Command, what: string, act: () => void = () => undefined): Promise<void> {
    this.asked.push(`${command} ${what}`.trim());
    if (this.#hanging.has(command)) return new Promise(() => undefined);
    if (this.#failing.has(command)) return Promise.reject(new Error(`${command} refused`));
    act();
    return Promise.resolve();
  }
}
