import { Problem } from '../domain/shared/problem.ts';

/**
 * The record (PostgreSQL) does not answer. Calls go on without it; whoever asked may try again:
 * it recovers by itself.
 */
export class RecordAway extends Problem {
  constructor(options?: ErrorOptions) {
    super('record-away', 'The record does not answer', {}, options);
  }
}
