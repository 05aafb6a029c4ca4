import { Problem } from '../domain/shared/problem.ts';

export class NoSuchRoute extends Problem {
  constructor(method: string, path: string) {
    super('no-such-route', `There is no ${method} ${path}`, { method, path });
  }
}

/** `what` is a kind of thing: `signal` makes the code `no-such-signal`. */
export class NoSuch extends Problem {
  constructor(what: string, id: string) {
    super(`no-such-${what}`, `There is no ${what} with this id`, { id });
  }
}

export class ForeignOrigin extends Problem {
  constructor(origin: string) {
    super('foreign-origin', 'Requests from pages of another site are not accepted', { origin });
  }
}

export class TooManyTries extends Problem {
  constructor(retryAfterMs: number) {
    super('too-many-tries', 'Too many tries to sign in; wait a little', { retryAfterMs });
  }
}

export class PagesNotBuilt extends Problem {
  constructor() {
    super('pages-not-built', 'The pages are not built yet: run `npm start`, which builds them');
  }
}

/** Statuses of the codes that do not follow from a rule below. */
const STATUSES: Readonly<Record<string, number>> = {
  'malformed-json': 400,
  'invalid-input': 400,
  'sign-in-first': 401,
  'wrong-login-or-password': 401,
  'not-allowed': 403,
  'foreign-origin': 403,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'too-many-tries': 429,
  internal: 500,
  'record-away': 503,
  'journal-failed': 503,
  'pages-not-built': 503,
  'under-pressure': 503,
  'telephony-down': 503,
  'telephony-timeout': 504,
  'telephony-refused': 502,
};

/**
 * The one place where a code becomes a status. A refusal that is not listed says that the thing is
 * not in a state for it (`card-changed-meanwhile`, `incident-already-closed`): 409.
 */
export function statusOf(code: string): number {
  const listed = STATUSES[code];
  if (listed !== undefined) return listed;
  return code.startsWith('no-such-') ? 404 : 409;
}
