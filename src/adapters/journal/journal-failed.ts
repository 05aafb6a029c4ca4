import { Problem } from '../../domain/shared/problem.ts';

/** The disk did not take or give what the journal asked; `cause` is SQLite's own error. */
export class JournalFailed extends Problem {
  constructor(action: string, cause: unknown) {
    super('journal-failed', `The journal could not ${action}`, { action }, { cause });
  }
}
