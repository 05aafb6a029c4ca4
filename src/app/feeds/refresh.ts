import type { BrigadeBody, IncidentBody } from '../../contract/incidents.ts';
import type { SignalBody } from '../../contract/signals.ts';
import type { Log } from '../../ports/system.ts';
import type { Wallboard } from '../wallboard/wallboard.ts';
import type { BrigadeFeeds } from './brigade-feeds.ts';
import type { DeskFeeds } from './desk-feeds.ts';

export interface RefreshDeps {
  readonly log: Log;
  readonly wallboard: Wallboard;
  readonly deskFeeds: DeskFeeds;
  readonly brigadeFeeds: BrigadeFeeds;
  readonly signalOf: (id: string) => Promise<SignalBody | undefined>;
  readonly incidentOf: (id: string) => Promise<IncidentBody | undefined>;
  readonly brigadeOf: (id: string) => Promise<BrigadeBody | undefined>;
}

/** Reads what changed in the record again and shows it to whoever is looking. Never rejects. */
export class Refresh {
  readonly #deps: RefreshDeps;

  constructor(deps: RefreshDeps) {
    this.#deps = deps;
  }

  /** Cards are read for open pages only: under load most signals have none. */
  async signals(ids: readonly string[]): Promise<void> {
    const { deskFeeds, brigadeFeeds, signalOf } = this.#deps;
    if (deskFeeds.size + brigadeFeeds.size === 0) return;
    await this.#each(
      ids.filter((id) => deskFeeds.shows(id) || brigadeFeeds.shows(id)),
      async (id) => {
        const signal = await signalOf(id);
        if (signal === undefined) return;
        deskFeeds.signalChanged(signal);
        brigadeFeeds.signalChanged(signal);
      },
    );
  }

  async dispatch(incidentIds: readonly string[], brigadeIds: readonly string[]): Promise<void> {
    const { wallboard, brigadeFeeds, incidentOf, brigadeOf } = this.#deps;
    await this.#each(incidentIds, async (id) => {
      const incident = await incidentOf(id);
      if (incident === undefined) return;
      wallboard.incidentChanged(incident);
      brigadeFeeds.incidentChanged(incident);
      await this.signals([incident.signalId]);
    });
    await this.#each(brigadeIds, async (id) => {
      const brigade = await brigadeOf(id);
      if (brigade !== undefined) brigadeFeeds.brigadeChanged(brigade);
    });
  }

  async #each(ids: readonly string[], refresh: (id: string) => Promise<void>): Promise<void> {
    for (const result of await Promise.allSettled(ids.map(refresh))) {
      if (result.status === 'rejected') {
        this.#deps.log.warn('A page shows an older state than the record', {
          error: result.reason as unknown,
        });
      }
    }
  }
}
