import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { ProblemBody } from '../../contract/problem.ts';
import { Problem } from '../../domain/shared/problem.ts';
import type { Log } from '../../ports/system.ts';
import { NoSuchRoute, statusOf } from '../problems.ts';

/** What Fastify itself refuses, by its own stable codes (fastify/docs/Reference/Errors.md). */
const FASTIFY_CODES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_UNDER_PRESSURE: 'under-pressure',
};

/** Every refusal leaves as `{ code, message, details }`; what we did not expect leaks nothing. */
export const errors = fp<{ log: Log }>(
  (app, { log }, done) => {
    app.setErrorHandler((error, request, reply) => refuse(asProblem(error, request, log), reply));
    app.setNotFoundHandler((request, reply) =>
      refuse(new NoSuchRoute(request.method, pathOf(request)), reply),
    );
    done();
  },
  { name: 'errors' },
);

/**
 * For addresses that never reach the router (`%E0%A4%A`, an id of a thousand letters): Fastify
 * answers those before any hook of ours unless it is told otherwise.
 */
export function refuseAddress(
  _error: unknown,
  request: { readonly method: string; readonly url: string },
  reply: FastifyReply,
): void {
  void refuse(new NoSuchRoute(request.method, pathOf(request)), reply);
}

function refuse(problem: Problem, reply: FastifyReply): FastifyReply {
  const { code, message, details } = problem;
  if (code === 'too-many-tries') {
    void reply.header('retry-after', Math.ceil(Number(details['retryAfterMs']) / 1_000));
  }
  // Sent as text: the answer's schema is that of success, and a refusal must not depend on it.
  return reply
    .code(statusOf(code))
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ code, message, details } satisfies ProblemBody);
}

function asProblem(error: unknown, request: FastifyRequest, log: Log): Problem {
  if (error instanceof Problem) {
    if (statusOf(error.code) >= 500) log.warn('A request could not be served', at(request, error));
    return error;
  }
  if (hasZodFastifySchemaValidationErrors(error)) return invalidInput(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = FASTIFY_CODES[code];
  if (known !== undefined) {
    return new Problem(known, known === 'under-pressure' ? 'Too busy' : messageOf(error));
  }
  if (isClientsFault(error)) {
    return new Problem('invalid-input', 'The request cannot be accepted as it is');
  }
  log.error('A request failed', at(request, error));
  return new Problem('internal', 'Something went wrong here; it has been written down');
}

/** The first complaint about each field, under the field's path: `{ 'card.who': 'Too long' }`. */
function invalidInput(error: Pick<FastifyError, 'validationContext'> & Validation): Problem {
  const details: Record<string, string> = {};
  for (const complaint of error.validation) {
    const path = complaint.instancePath.split('/').filter(Boolean).join('.');
    details[path === '' ? (error.validationContext ?? 'body') : path] ??= complaint.message ?? '';
  }
  return new Problem('invalid-input', 'Some of what was sent cannot be accepted', details);
}

interface Validation {
  readonly validation: readonly { readonly instancePath: string; readonly message?: string }[];
}

/** Other refusals of Fastify and its plugins (a path that climbs out of its folder) say so by status. */
function isClientsFault(error: unknown): boolean {
  if (!(error instanceof Error) || !('statusCode' in error)) return false;
  return Number(error.statusCode) >= 400 && Number(error.statusCode) < 500;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Cannot be read';
}

/** The route's pattern rather than the address: ids and queries stay out of the log. */
function at(request: FastifyRequest, error: unknown): Record<string, unknown> {
  return { method: request.method, route: request.routeOptions.url ?? 'none', error };
}

function pathOf(request: { readonly url: string }): string {
  return request.url.split('?', 1)[0] ?? '';
}
