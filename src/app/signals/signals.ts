import type { SignalBody } from '../../contract/signals.ts';
import { newIncident } from '../../domain/dispatch/new-incident.ts';
import type { Instant } from '../../domain/shared/time.ts';
import { changeCard, type CardChange } from '../../domain/signals/card.ts';
import { MunicipalityMissing, NoSuchSignal } from '../../domain/signals/problems.ts';
import type { Signal, Triage } from '../../domain/signals/signal.ts';
import { triage } from '../../domain/signals/triage.ts';
import type { SignalsStore } from '../../ports/signals-store.ts';
import { changeBoard, type BoardDeps, type BoardHand } from '../dispatch/change-board.ts';
import { signalBody } from './signal-body.ts';

export interface SignalsDeps {
  readonly signals: SignalsStore;
  readonly dispatch: BoardDeps;
  /** Called after each commit that changed a card or a triage. */
  readonly onSignalChanged: (signalIds: readonly string[]) => void;
}

/** Why an incident ends when its signal turns out to be planned. */
const NO_EMERGENCY = 'planned, not an emergency';

/** Signals: what was reported, and what was decided. Everything rejects with `RecordAway`. */
export class Signals {
  readonly #deps: SignalsDeps;

  constructor(deps: SignalsDeps) {
    this.#deps = deps;
  }

  /** Newest first. */
  async list(page: {
    readonly limit: number;
    /** ISO 8601. */
    readonly before?: string | undefined;
  }): Promise<SignalBody[]> {
    const views = await this.#deps.signals.list(storePage(page));
    return views.map(signalBody);
  }

  async one(id: string): Promise<SignalBody | undefined> {
    const view = await this.#deps.signals.find(id);
    return view && signalBody(view);
  }

  /**
   * Throws `no-such-signal`, `no-such-municipality`, `card-changed-meanwhile`, and
   * `municipality-missing` when an emergency would lose its municipality.
   */
  async changeCard(request: {
    readonly signalId: string;
    /** The version that the writer saw. */
    readonly version: number;
    readonly card: CardChange;
  }): Promise<SignalBody> {
    const { signalId, version, card } = request;
    const view = await this.#deps.signals.changeCard(signalId, (signal) => {
      const changed = changeCard(signal, version, card);
      if (signal.triage === 'emergency' && changed.card.municipality === '') {
        throw new MunicipalityMissing(signalId);
      }
      return changed;
    });
    if (!view) throw new NoSuchSignal(signalId);
    this.#deps.onSignalChanged([signalId]);
    return signalBody(view);
  }

  /**
   * Decides emergency or planned; an emergency's incident stands in the queue in the same moment.
   * Throws `no-such-signal`, `municipality-missing`, `brigade-already-accepted`.
   */
  async triage(request: {
    readonly signalId: string;
    readonly triage: Triage;
    /** User id. */
    readonly by: string;
  }): Promise<SignalBody> {
    const { signalId } = request;
    await changeBoard(this.#deps.dispatch, async (hand) => {
      const signal = await hand.held.signal(signalId);
      if (!signal) throw new NoSuchSignal(signalId);
      await this.#decide(hand, signal, request);
    });
    this.#deps.onSignalChanged([signalId]);
    const body = await this.one(signalId);
    if (!body) throw new NoSuchSignal(signalId);
    return body;
  }

  async #decide(
    { held, now, happen }: BoardHand,
    signal: Signal,
    { triage: wanted, by }: { readonly triage: Triage; readonly by: string },
  ): Promise<void> {
    const latest = await held.latestIncidentOf(signal.id);
    const decision = triage(signal, latest, wanted);
    if (signal.triage !== wanted) await held.setTriage(signal.id, wanted, now, by);
    if (decision === 'createIncident') {
      const { ids, rules } = this.#deps.dispatch;
      const about = {
        id: ids.next(),
        signalId: signal.id,
        signalNumber: signal.number,
        municipality: signal.card.municipality,
        priority: signal.priority,
      };
      await happen({ type: 'incidentCreated', incident: newIncident(about, now, rules) });
    }
    if (decision === 'cancelIncident' && latest) {
      const event = { type: 'cancelled', reason: NO_EMERGENCY, by } as const;
      await happen({ type: 'incident', incidentId: latest.id, event });
    }
  }
}

/** A page as it comes over the wire, for a store. */
export function storePage(page: { readonly limit: number; readonly before?: string | undefined }): {
  limit: number;
  before?: Instant;
} {
  return {
    limit: page.limit,
    ...(page.before !== undefined && { before: Date.parse(page.before) }),
  };
}
