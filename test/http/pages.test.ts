import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HttpSettings } from '../../src/http/deps.ts';
import { ready } from './kit/examples.ts';
import { startService } from './kit/service.ts';

async function service(settings: Partial<HttpSettings> = {}) {
  const made = await startService(settings);
  onTestFinished(() => made.app.close());
  return made;
}

async function builtPages(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'opora-pages-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await mkdir(join(dir, 'assets'));
  await writeFile(join(dir, 'index.html'), '<title>Opora</title>');
  await writeFile(join(dir, 'assets', 'app-1.js'), 'start()');
  await writeFile(join(dir, '.secret'), 'secret');
  return dir;
}

describe('The pages', () => {
  it('open at every address of theirs, and built files are kept by browsers', async () => {
    const { app } = await service({ pagesDir: await builtPages() });
    for (const url of ['/', '/desk', '/brigade', '/wall', '/ring', '/sign-in']) {
      const page = await app.inject(url);
      expect([url, page.statusCode, page.body]).toEqual([url, 200, '<title>Opora</title>']);
      expect(page.headers['cache-control']).toContain('max-age=0');
    }
    const script = await app.inject('/assets/app-1.js');
    expect([script.body, script.headers['cache-control']]).toEqual([
      'start()',
      'public, max-age=31536000, immutable',
    ]);
  });

  it('hide everything else', async () => {
    const { app } = await service({ pagesDir: await builtPages() });
    for (const [url, code] of [
      ['/.secret', 'no-such-route'],
      ['/none.txt', 'no-such-route'],
      ['/assets/none.js', 'no-such-route'],
      ['/assets/..%2f.secret', 'invalid-input'],
    ] as const) {
      expect([url, (await app.inject(url)).json<{ code: string }>().code]).toEqual([url, code]);
    }
  });

  it('tell a person who mistyped an address, in a page', async () => {
    const { app } = await service({ pagesDir: await builtPages() });
    const page = await app.inject({ url: '/deks', headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([page.statusCode, page.body]).toEqual([404, '<title>Opora</title>']);
    expect((await app.inject('/deks')).json()).toMatchObject({ code: 'no-such-route' });
  });

  it('say clearly that they are not built', async () => {
    const { app } = await service({ pagesDir: join(tmpdir(), 'opora-nothing-here') });
    const page = await app.inject('/desk');
    expect([page.statusCode, page.json<{ code: string }>().code]).toEqual([503, 'pages-not-built']);
  });

  it('may load only from here, talk to the switch and use the microphone', async () => {
    const { app } = await service();
    const { headers } = await app.inject('/api/health/live');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("connect-src 'self' ws://127.0.0.1:8088");
    expect(policy).not.toContain('unsafe-eval');
    expect(headers['permissions-policy']).toContain('microphone=(self)');
    expect(headers).not.toHaveProperty('strict-transport-security');
  });
});

describe('The description of the API', () => {
  it('names every part with its schemas, and has a page to read it', async () => {
    const { app } = await service();
    const { openapi, paths, components } = (await app.inject('/api/openapi.json')).json<{
      openapi: string;
      paths: Record<string, unknown>;
      components: { schemas: Record<string, unknown> };
    }>();
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/api/signals/{id}/card', '/api/incidents/{id}/brigade', '/api/me']),
    );
    expect(Object.keys(components.schemas)).toEqual(
      expect.arrayContaining(['Signal', 'Call', 'Incident', 'Problem']),
    );
    expect((await app.inject('/api/docs/')).body).toContain('swagger-ui');
  });
});

describe('Health', () => {
  it('is 200 when a call can be taken and 503 with the reason when not', async () => {
    const { app, deps } = await service();
    expect((await app.inject('/api/health/live')).json()).toEqual({ live: true });
    expect((await app.inject('/api/health/ready')).statusCode).toBe(200);
    const broken = { ...ready, ready: false, parts: { ...ready.parts, telephony: 'down' } };
    Object.assign(deps.health, { ready: () => broken });
    const answer = await app.inject('/api/health/ready');
    expect([answer.statusCode, answer.json()]).toEqual([503, broken]);
  });
});
