import type { Board, BoardStep } from '../domain/dispatch/board.ts';
import type { Brigade } from '../domain/dispatch/brigade.ts';
import type { Place } from '../domain/dispatch/distance.ts';
import type { Incident } from '../domain/dispatch/incident.ts';
import type { Instant } from '../domain/shared/time.ts';
import type { Signal, Triage } from '../domain/signals/signal.ts';
import type { ClaimedDeadlines, Deadlines } from './deadlines.ts';

export interface IncidentView {
  readonly incident: Incident;
  readonly municipalityName: string;
  /** Absent while no brigade is asked. */
  readonly brigadeName?: string;
}

export interface BrigadeView {
  readonly brigade: Brigade;
  readonly municipalityName: string;
}

/** Every method rejects with `RecordAway` when the record does not answer. */
export interface DispatchStore extends Deadlines {
  /**
   * Runs `work` in one transaction that holds the whole board: one decision after another, in
   * every process. What it throws undoes everything.
   */
  change<T>(work: (held: HeldBoard) => Promise<T>): Promise<T>;
  /** Open incidents, and those that ended since then; in the order of the queue. */
  incidents(endedSince: Instant): Promise<readonly IncidentView[]>;
  incident(id: string): Promise<IncidentView | undefined>;
  brigades(): Promise<readonly BrigadeView[]>;
  brigade(id: string): Promise<BrigadeView | undefined>;
  municipalities(): Promise<readonly Place[]>;
}

/** The board while one transaction holds it. */
export interface HeldBoard extends ClaimedDeadlines {
  /** Live incidents and all brigades. */
  readonly board: Board;
  readonly places: ReadonlyMap<string, Place>;
  /** An incident in any phase. */
  incident(id: string): Promise<Incident | undefined>;
  latestIncidentOf(signalId: string): Promise<Incident | undefined>;
  /** Held as well: its card cannot change meanwhile. */
  signal(id: string): Promise<Signal | undefined>;
  setTriage(signalId: string, triage: Triage, at: Instant, by: string): Promise<void>;
  /** Writes what a step changed, and performs its commands. */
  save(before: Board, step: BoardStep): Promise<void>;
}
