import type { Ready } from '../../contract/health.ts';
import { SECOND } from '../../domain/shared/time.ts';
import type { Clock } from '../../ports/system.ts';

const LOOK_EVERY_MS = SECOND;

export interface HealthWatchDeps {
  readonly clock: Clock;
  readonly telephony: () => boolean;
  readonly switchHealth: () => boolean;
  readonly journal: () => boolean;
  /** Rejects when the record does not answer. */
  readonly pingRecord: () => Promise<void>;
  readonly recordBehind: () => number;
  readonly changed: (ready: Ready) => void;
}

/** Looks at every part each second, and says whether a call can be taken. */
export class HealthWatch {
  readonly #deps: HealthWatchDeps;
  #databaseUp = false;
  #looking = false;
  #cancel: () => void = () => undefined;
  #closed = false;

  constructor(deps: HealthWatchDeps) {
    this.#deps = deps;
  }

  start(): void {
    if (this.#closed) return;
    const { clock } = this.#deps;
    void this.#look();
    this.#cancel = clock.at(clock.now() + LOOK_EVERY_MS, () => {
      this.start();
    });
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  ready(): Ready {
    const { telephony, switchHealth, journal, recordBehind } = this.#deps;
    return {
      ready: telephony() && journal(),
      parts: {
        telephony: state(telephony()),
        switchHealth: state(switchHealth()),
        journal: state(journal()),
        database: state(this.#databaseUp),
      },
      recordBehind: recordBehind(),
    };
  }

  /** A database that hangs is noticed by the look that never ends: the last one counts as down. */
  async #look(): Promise<void> {
    if (this.#looking) {
      this.#databaseUp = false;
    } else {
      this.#looking = true;
      this.#databaseUp = await this.#deps.pingRecord().then(
        () => true,
        () => false,
      );
      this.#looking = false;
    }
    this.#deps.changed(this.ready());
  }
}

function state(up: boolean): 'up' | 'down' {
  return up ? 'up' : 'down';
}
