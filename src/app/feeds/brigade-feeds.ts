import type { BrigadeRows } from '../../contract/desk.ts';
import type { BrigadeBody, IncidentBody } from '../../contract/incidents.ts';
import type { SignalBody } from '../../contract/signals.ts';
import type { Clock, Ids, Log } from '../../ports/system.ts';
import { Feed } from './feed.ts';

export interface BrigadeFeedsDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly brigadeOf: (brigadeId: string) => Promise<BrigadeBody | undefined>;
  readonly incidentOf: (incidentId: string) => Promise<IncidentBody | undefined>;
  readonly signalOf: (signalId: string) => Promise<SignalBody | undefined>;
}

interface OpenFeed {
  readonly brigadeId: string;
  readonly feed: Feed;
  incidentId?: string | undefined;
  signalId?: string | undefined;
}

/** One feed per brigade whose page is open: the brigade, its incident, and where to go. */
export class BrigadeFeeds {
  readonly #deps: BrigadeFeedsDeps;
  readonly #open = new Map<string, OpenFeed>();

  constructor(deps: BrigadeFeedsDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#open.size;
  }

  /** A brigade's feed; made when first asked for, dropped when its last page has left. */
  of(brigadeId: string): Feed {
    const known = this.#open.get(brigadeId);
    if (known) return known.feed;
    const feed = new Feed({
      clock: this.#deps.clock,
      epoch: this.#deps.ids.next(),
      idle: () => {
        this.#open.delete(brigadeId);
        feed.close();
      },
    });
    this.#open.set(brigadeId, { brigadeId, feed });
    this.#read(this.#deps.brigadeOf(brigadeId), (brigade) => {
      this.brigadeChanged(brigade);
    });
    return feed;
  }

  /** Feed it with every brigade that changed. */
  brigadeChanged(brigade: BrigadeBody): void {
    const open = this.#open.get(brigade.id);
    if (!open) return;
    put(open.feed, 'brigade', brigade);
    if (brigade.incidentId === open.incidentId) return;
    if (brigade.incidentId === undefined) {
      leave(open);
      return;
    }
    this.#read(this.#deps.incidentOf(brigade.incidentId), (incident) => {
      this.incidentChanged(incident);
    });
  }

  /** Feed it with every incident that changed. */
  incidentChanged(incident: IncidentBody): void {
    for (const open of this.#open.values()) {
      if (isFor(open.brigadeId, incident)) this.#putIncident(open, incident);
      else if (open.incidentId === incident.id) leave(open);
    }
  }

  /** True when an open page shows this signal. */
  shows(wanted: string): boolean {
    for (const { signalId } of this.#open.values()) if (signalId === wanted) return true;
    return false;
  }

  /** Feed it with every signal that changed: the operator may still be writing. */
  signalChanged(signal: SignalBody): void {
    for (const { feed, signalId } of this.#open.values()) {
      if (signalId === signal.id) put(feed, 'signal', whereToGo(signal));
    }
  }

  #putIncident(open: OpenFeed, incident: IncidentBody): void {
    put(open.feed, 'incident', incident);
    open.incidentId = incident.id;
    if (open.signalId === incident.signalId) return;
    open.signalId = incident.signalId;
    this.#read(this.#deps.signalOf(incident.signalId), (signal) => {
      this.signalChanged(signal);
    });
  }

  #read<T>(reading: Promise<T | undefined>, use: (found: T) => void): void {
    reading.then(
      (found) => {
        if (found !== undefined) use(found);
      },
      (error: unknown) => {
        this.#deps.log.warn('A brigade feed goes on without a row of the record', { error });
      },
    );
  }
}

function isFor(brigadeId: string, incident: IncidentBody): boolean {
  const over = incident.phase === 'finished' || incident.phase === 'cancelled';
  return incident.brigadeId === brigadeId && !over;
}

function leave(open: OpenFeed): void {
  open.incidentId = undefined;
  open.signalId = undefined;
  open.feed.remove('incident');
  open.feed.remove('signal');
}

/** What a brigade needs to know to go, field by field: never the caller's number. */
function whereToGo({ number, card }: SignalBody): Required<BrigadeRows>['signal'] {
  return { number, what: card.what, where: card.where, who: card.who };
}

function put<Key extends keyof BrigadeRows>(
  feed: Feed,
  key: Key,
  row: Required<BrigadeRows>[Key],
): void {
  feed.put(key, row);
}
