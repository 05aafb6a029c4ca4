import type { Telephony, TelephonyEvent, TelephonyListener } from '../../../src/ports/telephony.ts';

type EventOf<Type extends TelephonyEvent['type']> = Extract<TelephonyEvent, { type: Type }>;

interface Wait {
  matches(): boolean;
  resolve(): void;
}

/** A listener that keeps what it was told, in order, and lets tests wait for it. */
export class Recorder implements TelephonyListener {
  readonly events: TelephonyEvent[] = [];
  /** `connected`, `disconnected`, `replaced` and events, as they came. */
  readonly story: string[] = [];
  /** What `connected` does; set before start. */
  whenConnected: () => Promise<void> = () => Promise.resolve();
  #waits: Wait[] = [];

  event(event: TelephonyEvent): void {
    this.events.push(event);
    this.#note(event.type);
  }

  async connected(): Promise<void> {
    this.#note('connected');
    await this.whenConnected();
    this.#note('reconciled');
  }

  disconnected(reason: string): void {
    this.#note(`disconnected: ${reason}`);
  }

  replaced(): void {
    this.#note('replaced');
  }

  count(word: string): number {
    return this.story.filter((line) => line.startsWith(word)).length;
  }

  /** Resolves with the first event of this type which `fits`, past or to come. */
  async next<Type extends TelephonyEvent['type']>(
    type: Type,
    fits: (event: EventOf<Type>) => boolean = () => true,
    withinMs = 5_000,
  ): Promise<EventOf<Type>> {
    const find = (): EventOf<Type> | undefined =>
      this.events.find(
        (event): event is EventOf<Type> => event.type === type && fits(event as EventOf<Type>),
      );
    await this.until(() => find() !== undefined, `the event ${type}`, withinMs);
    const found = find();
    if (found === undefined) throw new Error(`the event ${type} vanished`);
    return found;
  }

  /** Resolves once the story makes `holds` true; looked at after each line of it. */
  until(holds: () => boolean, what: string, withinMs = 5_000): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error(`no ${what} in ${String(withinMs)} ms; so far: ${this.story.join(', ')}`));
      }, withinMs);
      this.#waits.push({
        matches: holds,
        resolve() {
          clearTimeout(late);
          resolve();
        },
      });
    });
  }

  #note(line: string): void {
    this.story.push(line);
    const fulfilled = this.#waits.filter((wait) => wait.matches());
    this.#waits = this.#waits.filter((wait) => !fulfilled.includes(wait));
    for (const wait of fulfilled) wait.resolve();
  }
}

/** Connects, and takes over what is there. */
export async function startRecording(telephony: Telephony): Promise<Recorder> {
  const recorder = new Recorder();
  recorder.whenConnected = async () => {
    await telephony.snapshot();
  };
  await telephony.start(recorder);
  return recorder;
}
