import type {
  BrigadeBody,
  BrigadeSays,
  IncidentBody,
  MunicipalityBody,
} from '../../contract/incidents.ts';
import { heardFrom } from '../../domain/dispatch/brigade-word.ts';
import { isLive } from '../../domain/dispatch/incident.ts';
import {
  BrigadeEngaged,
  NoSuchBrigade,
  NoSuchIncident,
  WrongMoment,
} from '../../domain/dispatch/problems.ts';
import type { Instant } from '../../domain/shared/time.ts';
import { changeBoard, type BoardDeps } from './change-board.ts';
import { brigadeBody, incidentBody, municipalityBody } from './incident-body.ts';

/** How many deadlines one transaction fires at most. */
const FIRE_AT_ONCE = 50;

/** The dispatch queue: who goes, and how far they are. Everything rejects with `RecordAway`. */
export class Dispatch {
  readonly #deps: BoardDeps;

  constructor(deps: BoardDeps) {
    this.#deps = deps;
  }

  /** Throws `no-such-incident`, `not-your-incident`, `wrong-moment`. */
  async brigadeSays(request: {
    readonly incidentId: string;
    readonly brigadeId: string;
    readonly says: BrigadeSays;
  }): Promise<IncidentBody> {
    const { incidentId, brigadeId, says } = request;
    await changeBoard(this.#deps, async ({ held, happen }) => {
      const incident = await held.incident(incidentId);
      if (!incident) throw new NoSuchIncident(incidentId);
      const event = heardFrom(brigadeId, says, incident);
      await happen({ type: 'incident', incidentId, event });
    });
    return await this.#required(incidentId);
  }

  /** Throws `no-such-incident`, and `wrong-moment` when it is over. */
  async cancel(request: {
    readonly incidentId: string;
    readonly reason: string;
    readonly by: string;
  }): Promise<IncidentBody> {
    const { incidentId, reason, by } = request;
    await changeBoard(this.#deps, async ({ held, happen }) => {
      const incident = await held.incident(incidentId);
      if (!incident) throw new NoSuchIncident(incidentId);
      if (!isLive(incident)) throw new WrongMoment(incident, 'cancel');
      await happen({ type: 'incident', incidentId, event: { type: 'cancelled', reason, by } });
    });
    return await this.#required(incidentId);
  }

  /**
   * Signs a brigade on or off. Signing off while being asked is a no. Signing on ends a clearing.
   * Throws `no-such-brigade`, and `brigade-engaged` when it has accepted.
   */
  async setService(brigadeId: string, inService: boolean): Promise<BrigadeBody> {
    await changeBoard(this.#deps, async ({ board, happen }) => {
      const type = inService ? 'putInService' : 'takenOutOfService';
      await happen({ type: 'brigade', brigadeId, event: { type } });
      const after = board().brigades.get(brigadeId);
      if (!after) throw new NoSuchBrigade(brigadeId);
      if (!inService && 'incidentId' in after) {
        throw new BrigadeEngaged(brigadeId, after.incidentId);
      }
    });
    const brigade = await this.brigade(brigadeId);
    if (!brigade) throw new NoSuchBrigade(brigadeId);
    return brigade;
  }

  /** Fires what is due; each deadline once, whoever else does the same. Answers how many. */
  async fireDueDeadlines(): Promise<number> {
    let total = 0;
    while (await this.#deps.store.anyDue(this.#deps.clock.now())) {
      const fired = await this.#fireSome();
      if (fired === 0) break;
      total += fired;
    }
    return total;
  }

  async #fireSome(): Promise<number> {
    return await changeBoard(this.#deps, async ({ held, happen, now }) => {
      const due = await held.claimDue(now, FIRE_AT_ONCE);
      await held.markFired(
        due.map(({ id }) => id),
        now,
      );
      for (const { kind, subject } of due) await happen({ type: 'deadlinePassed', kind, subject });
      return due.length;
    });
  }

  /** Open incidents in the order of the queue, and those that ended since then. */
  async incidents(endedSince: Instant): Promise<IncidentBody[]> {
    return (await this.#deps.store.incidents(endedSince)).map(incidentBody);
  }

  async incident(id: string): Promise<IncidentBody | undefined> {
    const view = await this.#deps.store.incident(id);
    return view && incidentBody(view);
  }

  async brigades(): Promise<BrigadeBody[]> {
    return (await this.#deps.store.brigades()).map(brigadeBody);
  }

  async brigade(id: string): Promise<BrigadeBody | undefined> {
    const view = await this.#deps.store.brigade(id);
    return view && brigadeBody(view);
  }

  async municipalities(): Promise<MunicipalityBody[]> {
    return (await this.#deps.store.municipalities()).map(municipalityBody);
  }

  async #required(incidentId: string): Promise<IncidentBody> {
    const incident = await this.incident(incidentId);
    if (!incident) throw new NoSuchIncident(incidentId);
    return incident;
  }
}
