import type { AgentBody } from './agents.ts';
import type { CallBody } from './calls.ts';
import type { SignalBody } from './signals.ts';
import type { BrigadeBody, IncidentBody } from './incidents.ts';

/**
 * Rows of an agent's own feed. Keys: `agent` (me), `call` (the one that rings or talks, or whose
 * card is open in wrap-up), `signal` (its card), `waiting` (how many wait), `ready`.
 */
export interface DeskRows {
  agent?: AgentBody;
  call?: CallBody;
  signal?: SignalBody;
  waiting?: { count: number; longestSince?: string };
}

/** Rows of a brigade's own feed. Keys: `brigade`, `incident` (offered or served), `signal`. */
export interface BrigadeRows {
  brigade?: BrigadeBody;
  incident?: IncidentBody;
  /** What a brigade needs to know to go: what and where, never the caller's number. */
  signal?: { number: string; what: string; where: string; who: string };
}
