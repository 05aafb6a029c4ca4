import { describe, expect, it, onTestFinished } from 'vitest';
import { PASSWORD } from './kit/accounts.ts';
import { signIn, startService, type TestService } from './kit/service.ts';

async function service(signInsPerMinute: number | null = null): Promise<TestService> {
  const made = await startService({ signInsPerMinute });
  onTestFinished(() => made.app.close());
  return made;
}

describe('Signing in', () => {
  it('gives an operator their account and the softphone that belongs to it', async () => {
    const { app } = await service();
    const { answer, headers } = await signIn(app, 'operator', PASSWORD);
    expect(answer.json()).toMatchObject({ login: 'operator', agentId: 'anna', demo: true });
    const me = await app.inject({ url: '/api/me', headers });
    expect(me.json()).toEqual(answer.json());
    expect(me.json()).toHaveProperty('phone.user', '101-web');
  });

  it('keeps the cookie from scripts and other sites', async () => {
    const { app } = await service();
    const { answer } = await signIn(app, 'operator', PASSWORD);
    expect(answer.cookies).toHaveLength(1);
    expect(answer.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/api' });
  });

  it('answers a wrong password and an unknown login alike', async () => {
    const { app } = await service();
    const wrong = await signIn(app, 'operator', 'wrong password');
    const unknown = await signIn(app, 'nobody', PASSWORD);
    expect(wrong.answer.statusCode).toBe(401);
    expect(wrong.answer.json()).toMatchObject({ code: 'wrong-login-or-password' });
    expect(unknown.answer.json()).toEqual(wrong.answer.json());
  });

  it('ends a session at once when its owner signs out', async () => {
    const { app, record } = await service();
    const { headers } = await signIn(app, 'operator', PASSWORD);
    expect(record.kept.size).toBe(1);
    const out = await app.inject({ method: 'DELETE', url: '/api/session', headers });
    expect(out.statusCode).toBe(204);
    expect(record.kept.size).toBe(0);
    expect((await app.inject({ url: '/api/me', headers })).statusCode).toBe(401);
  });

  it('lets open sessions go on while PostgreSQL is away, and says why a new one cannot begin', async () => {
    const { app, record, accounts } = await service();
    const { headers } = await signIn(app, 'operator', PASSWORD);
    record.away = true;
    accounts.away = true;
    expect((await app.inject({ url: '/api/me', headers })).statusCode).toBe(200);
    const late = await signIn(app, 'consultant', PASSWORD);
    expect([late.answer.statusCode, late.answer.json<{ code: string }>().code]).toEqual([
      503,
      'record-away',
    ]);
    const out = await app.inject({ method: 'DELETE', url: '/api/session', headers });
    expect(out.statusCode).toBe(204);
    record.away = false;
    expect((await app.inject({ url: '/api/me', headers })).statusCode).toBe(401);
  });

  it('slows guessing at an account from one address, and nobody else', async () => {
    const { app } = await service(2);
    await signIn(app, 'operator', 'guess 1');
    await signIn(app, 'OPERATOR', 'guess 2');
    const third = await signIn(app, 'operator', PASSWORD);
    expect(third.answer.statusCode).toBe(429);
    expect(third.answer.json()).toMatchObject({ code: 'too-many-tries' });
    expect(Number(third.answer.headers['retry-after'])).toBeGreaterThan(0);
    const elsewhere = await app.inject({
      method: 'POST',
      url: '/api/session',
      remoteAddress: '10.0.0.8',
      payload: { login: 'operator', password: PASSWORD },
    });
    expect(elsewhere.statusCode).toBe(200);
    expect((await signIn(app, 'consultant', PASSWORD)).answer.statusCode).toBe(200);
  });
});
