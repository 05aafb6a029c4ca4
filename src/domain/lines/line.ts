/** What an agent can answer. Each skill has one queue. */
export type Skill = 'operator' | 'consultant' | 'lawyer';

/** One rung of the ladder: from `afterMs` of waiting on, agents with this skill may be rung too. */
export interface Rung {
  readonly skill: Skill;
  readonly afterMs: number;
}

/** A public hotline number and how its calls are answered. */
export interface Line {
  readonly id: string;
  /** The dialled number as the trunk delivers it: digits, 3 to 15 of them. */
  readonly number: string;
  /** The number as people write it: `8-800-200-72-01`. */
  readonly title: string;
  readonly name: string;
  /** Region code that begins a signal's number: `ТМН`. */
  readonly region: string;
  readonly ladder: readonly Rung[];
  /** Smaller goes first; child lines are 0, the others 1. */
  readonly priority: number;
  /** A caller who has waited this long is handed to the last resort. */
  readonly maxWaitMs: number;
}
