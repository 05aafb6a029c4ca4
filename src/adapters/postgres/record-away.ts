import { RecordAway } from '../../ports/record-away.ts';

/** A statement that takes longer than this found a database that is frozen, not one that works. */
const ANSWER_WITHIN_MS = 5_000;

/**
 * postgres.js and Node name a lost connection by `code`; SQLSTATE classes 08 (connection), 57P
 * (shutting down, starting up) and 53300 (too many connections) come from the server itself.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const AWAY = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  '53300',
]);

/** Drizzle wraps what the driver throws; the truth is somewhere down the chain of causes. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') codes.push(at.code);
  }
  return codes;
}

export function meansAway(error: unknown): boolean {
  return codesOf(error).some(
    (code) => AWAY.has(code) || code.startsWith('08') || code.startsWith('57P'),
  );
}

/** The name of the constraint that refused a row (SQLSTATE class 23), when that is what happened. */
export function brokenConstraint(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('constraint_name' in at && typeof at.constraint_name === 'string')
      return at.constraint_name;
  }
  return undefined;
}

/**
 * Runs one piece of work on the database; throws {@link RecordAway} when it is not there or does
 * not answer in time, and any other error as it is.
 */
export async function onRecord<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, fail) => {
    timer = setTimeout(() => {
      fail(new RecordAway());
    }, ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([work(), tooLong]);
  } catch (error) {
    throw meansAway(error) ? new RecordAway({ cause: error }) : error;
  } finally {
    clearTimeout(timer);
  }
}
