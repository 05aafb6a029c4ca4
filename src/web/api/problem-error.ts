import { problemSchema } from '../../contract/problem.ts';

/** The service, or the way to it, refused. Screens translate `code`; `status` 0 is "no answer". */
export class ProblemError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    status: number,
    details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code} (${String(status)})`, options);
    this.name = 'ProblemError';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** Reads a refusal's body; a body of another shape is named by its status. */
export function problemFrom(status: number, body: unknown): ProblemError {
  const problem = problemSchema.safeParse(body);
  if (problem.success) return new ProblemError(problem.data.code, status, problem.data.details);
  return new ProblemError(codeOfStatus(status), status);
}

/** Whether the same request may succeed a moment later without anybody's doing. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false;
  return error.status === 0 || error.status === 429 || error.status >= 500;
}

function codeOfStatus(status: number): string {
  if (status === 401) return 'sign-in-first';
  if (status === 403) return 'not-allowed';
  if (status === 404) return 'no-such-route';
  if (status === 429) return 'too-many-tries';
  if (status === 503) return 'record-away';
  return status >= 500 ? 'internal' : 'invalid-input';
}
