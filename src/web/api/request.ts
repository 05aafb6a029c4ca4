import type { z } from 'zod';
import { ProblemError, problemFrom } from './problem-error.ts';

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

const ANSWER_WITHIN_MS = 10_000;

/**
 * Asks the service and checks the answer against the contract.
 * @throws ProblemError with the service's code; `network-away` (status 0) when nothing came back,
 *   `answer-not-understood` when the answer does not fit the contract.
 */
export async function request<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  options: RequestOptions = {},
): Promise<z.output<Schema>> {
  const response = await send(path, options);
  const body = await bodyOf(response);
  if (!response.ok) throw problemFrom(response.status, body);
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw new ProblemError('answer-not-understood', response.status, {}, { cause: parsed.error });
  }
  return parsed.data;
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const late = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    return await fetch(path, {
      method: options.method ?? 'GET',
      credentials: 'same-origin',
      signal: options.signal ? AbortSignal.any([options.signal, late]) : late,
      ...(options.body === undefined
        ? {}
        : {
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(options.body),
          }),
    });
  } catch (error) {
    throw new ProblemError('network-away', 0, {}, { cause: error });
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    throw new ProblemError('network-away', 0, {}, { cause: error });
  }
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A proxy's page instead of JSON: the caller names it by status or by the contract.
    return undefined;
  }
}
