import type { Skill } from '../domain/lines/line.ts';

/** An agent and the account of their phone. */
export interface AgentAccount {
  readonly id: string;
  readonly name: string;
  readonly skills: readonly Skill[];
  readonly sipUser: string;
  /** Digest needs the password itself; it goes to the switch and to its owner, nowhere else. */
  readonly sipPassword: string;
}

export interface AgentsStore {
  /** All agents, by id. Rejects with `RecordAway`. */
  all(): Promise<readonly AgentAccount[]>;
}
