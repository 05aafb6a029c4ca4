import { describe, expect, it, onTestFinished } from 'vitest';
import { problemSchema, type ProblemBody } from '../../src/contract/problem.ts';
import { PASSWORD } from './kit/accounts.ts';
import { signIn, startService, type TestService } from './kit/service.ts';

async function service(): Promise<TestService & { headers: Record<string, string> }> {
  const made = await startService();
  onTestFinished(() => made.app.close());
  return { ...made, headers: (await signIn(made.app, 'operator', PASSWORD)).headers };
}

type Answer = Awaited<ReturnType<TestService['app']['inject']>>;

function refusal(answer: Answer): [number, string, ProblemBody['details']] {
  const { code, details } = problemSchema.parse(answer.json());
  return [answer.statusCode, code, details];
}

describe('A refusal', () => {
  it('names a route that does not exist', async () => {
    const { app } = await service();
    expect(refusal(await app.inject('/api/nothing?who=secret'))).toEqual([
      404,
      'no-such-route',
      { method: 'GET', path: '/api/nothing' },
    ]);
  });

  it('says that the JSON is malformed', async () => {
    const { app, headers } = await service();
    const put = (payload: string) =>
      app.inject({
        method: 'PUT',
        url: '/api/agents/me/availability',
        headers: { ...headers, 'content-type': 'application/json' },
        payload,
      });
    expect(refusal(await put('{"availability":')).slice(0, 2)).toEqual([400, 'malformed-json']);
    expect(refusal(await put('')).slice(0, 2)).toEqual([400, 'malformed-json']);
    expect(refusal(await put('[1]')).slice(0, 2)).toEqual([400, 'invalid-input']);
  });

  it('names each field that cannot be accepted', async () => {
    const { app, headers } = await service();
    const answer = await app.inject({
      method: 'PATCH',
      url: '/api/signals/signal-1/card',
      headers,
      payload: { version: 'x', card: { who: 'я'.repeat(501) } },
    });
    const [status, code, details] = refusal(answer);
    expect([status, code, Object.keys(details).sort()]).toEqual([
      400,
      'invalid-input',
      ['card.who', 'version'],
    ]);
  });

  it.each(['limit=0', 'limit=1000', 'limit=x', 'before=yesterday'])(
    'does not turn to a bad page (%s)',
    async (query) => {
      const { app, headers } = await service();
      const answer = await app.inject({ url: `/api/signals?${query}`, headers });
      expect(refusal(answer).slice(0, 2)).toEqual([400, 'invalid-input']);
    },
  );

  it.each([
    ['/api/signals/none', 'no-such-signal'],
    ['/api/calls/none', 'no-such-call'],
    ['/api/incidents/none', 'no-such-incident'],
    [`/api/calls/${'x'.repeat(400)}`, 'no-such-route'],
    ['/api/calls/%E0%A4%A', 'no-such-route'],
  ])('says that there is no %s', async (url, code) => {
    const { app, headers } = await service();
    expect(refusal(await app.inject({ url, headers })).slice(0, 2)).toEqual([404, code]);
  });

  it('tells an operator that a colleague changed the card meanwhile, and to which version', async () => {
    const { app, headers } = await service();
    const answer = await app.inject({
      method: 'PATCH',
      url: '/api/signals/signal-1/card',
      headers,
      payload: { version: 0, card: { who: 'мать' } },
    });
    expect(refusal(answer)).toEqual([409, 'card-changed-meanwhile', { version: 1 }]);
  });

  it('keeps a body of half a megabyte out', async () => {
    const { app, headers } = await service();
    const answer = await app.inject({
      method: 'PATCH',
      url: '/api/signals/signal-1/card',
      headers,
      payload: { version: 1, card: { what: 'x'.repeat(500_000) } },
    });
    expect(refusal(answer).slice(0, 2)).toEqual([413, 'body-too-large']);
  });

  it('leaks nothing of a failure that nobody expected, and writes it down', async () => {
    const { app, headers, deps, logged } = await service();
    Object.assign(deps.calls, {
      list: () => Promise.reject(new Error('password of the database is 123')),
    });
    const answer = await app.inject({ url: '/api/calls', headers });
    expect(refusal(answer)).toEqual([500, 'internal', {}]);
    expect(answer.body).not.toContain('123');
    expect(logged.some((line) => line.startsWith('A request failed'))).toBe(true);
  });
});
