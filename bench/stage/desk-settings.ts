/** What the desk's own process is told at its start, as JSON in its first argument. */
export interface DeskSettings {
  readonly ari: { readonly url: string; readonly user: string; readonly password: string };
  readonly journalPath: string;
  /** Endpoints of the agents on duty; each is an agent of the same name. */
  readonly agents: readonly string[];
  readonly wrapUpMs: number;
}
