import { describe, expect, it, onTestFinished } from 'vitest';
import Fastify from 'fastify';
import { problemSchema } from '../../src/contract/problem.ts';
import { access } from '../../src/http/plugins/access.ts';
import { sessions } from '../../src/http/plugins/sessions.ts';
import { PASSWORD } from './kit/accounts.ts';
import { signIn, startService, type TestService } from './kit/service.ts';

const PUBLIC = [
  'POST /api/session',
  'DELETE /api/session',
  'GET /api/openapi.json',
  'GET /api/health/live',
  'GET /api/health/ready',
  'GET /api/demo/phone',
  'GET /api/demo/logins',
  'GET /metrics',
];

async function service(): Promise<TestService> {
  const made = await startService();
  onTestFinished(() => made.app.close());
  return made;
}

/** Every route of the API as `METHOD /path`, from the service's own list. */
function routesOf({ app }: TestService): string[] {
  const lines = app.printRoutes({ commonPrefix: false, includeHooks: false }).split('\n');
  const routes: string[] = [];
  const above: string[] = [];
  for (const line of lines) {
    const match =
      /^([│ ]*)[├└]── (\S*) \((.+)\)$/u.exec(line) ?? /^([│ ]*)[├└]── (\S*)$/u.exec(line);
    if (!match) continue;
    const depth = (match[1] ?? '').length / 4;
    above.length = depth;
    above.push(match[2] ?? '');
    for (const method of (match[3] ?? '').split(', ').filter(Boolean)) {
      routes.push(`${method} ${above.join('')}`);
    }
  }
  return routes;
}

describe('Access', () => {
  it('lets no stranger through any route of the API but the public ones', async () => {
    const made = await service();
    const routes = routesOf(made).filter(
      (route) =>
        /^(GET|POST|PUT|PATCH|DELETE) (\/api\/|\/metrics)/.test(route) &&
        !route.includes('/api/docs'),
    );
    expect(routes.length).toBeGreaterThan(25);
    expect(routes).toEqual(expect.arrayContaining(PUBLIC));
    for (const route of routes.filter((each) => !PUBLIC.includes(each))) {
      const [method = 'GET', path = ''] = route.split(' ');
      const answer = await made.app.inject({
        method: method as 'GET',
        url: path.replaceAll(/:\w+/g, 'x'),
      });
      expect([route, answer.statusCode, problemSchema.parse(answer.json()).code]).toEqual([
        route,
        401,
        'sign-in-first',
      ]);
    }
  });

  it('does not start with a route that forgot to say who may pass', async () => {
    const { deps } = await service();
    const app = Fastify();
    await app.register(sessions, { ...deps, secret: deps.settings.sessionSecret, secure: false });
    await app.register(access, { vendorPrefixes: [] });
    expect(() => app.get('/api/secrets', () => 'open')).toThrow(
      expect.objectContaining({ code: 'route-without-access' }),
    );
  });

  it('refuses a role that a route does not name', async () => {
    const { app } = await service();
    const { headers } = await signIn(app, 'brigade', PASSWORD);
    const answer = await app.inject({ method: 'GET', url: '/api/signals', headers });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'not-allowed']);
  });

  it('refuses what a page of another site asks with our cookie', async () => {
    const { app } = await service();
    const { headers } = await signIn(app, 'operator', PASSWORD);
    const from = (origin: string) =>
      app.inject({
        method: 'POST',
        url: '/api/agents/me/wrap-up/done',
        headers: { ...headers, origin },
      });
    expect((await from('https://elsewhere.example')).json()).toMatchObject({
      code: 'foreign-origin',
    });
    expect((await from('null')).statusCode).toBe(403);
    expect((await from('http://127.0.0.1:8080')).statusCode).toBe(200);
  });

  it('shows a brigade its own incident and no other', async () => {
    const { app } = await service();
    const { headers } = await signIn(app, 'brigade', PASSWORD);
    const list = await app.inject({ url: '/api/incidents', headers });
    expect(list.json<{ incidents: { id: string }[] }>().incidents.map(({ id }) => id)).toEqual([
      'incident-1',
    ]);
    const says = (id: string) =>
      app.inject({
        method: 'POST',
        url: `/api/incidents/${id}/brigade`,
        headers,
        payload: { says: 'accept' },
      });
    expect((await says('incident-1')).json()).toMatchObject({ phase: 'accepted' });
    expect((await says('incident-2')).json()).toMatchObject({ code: 'no-such-incident' });
  });

  it('keeps metrics to this machine and those who have the token', async () => {
    const { app } = await startService({ metricsToken: 'a token' });
    onTestFinished(() => app.close());
    const read = (remoteAddress: string, headers: Record<string, string> = {}) =>
      app.inject({ url: '/metrics', remoteAddress, headers });
    expect((await read('127.0.0.1')).body).toContain('opora_agents{availability="available"} 2');
    expect((await read('10.0.0.7')).statusCode).toBe(403);
    expect((await read('127.0.0.1', { 'x-forwarded-for': '10.0.0.7' })).statusCode).toBe(403);
    expect((await read('10.0.0.7', { authorization: 'Bearer a token' })).statusCode).toBe(200);
  });

  it('has no demonstration routes outside of demonstration mode', async () => {
    const { app } = await startService({ demo: false });
    onTestFinished(() => app.close());
    expect((await app.inject('/api/demo/phone')).json()).toMatchObject({ code: 'no-such-route' });
  });
});
