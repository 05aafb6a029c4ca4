import { describe, expect, it, onTestFinished } from 'vitest';
import type { Frame } from '../../src/contract/feed.ts';
import { Feed } from '../../src/app/feeds/feed.ts';
import { SystemClock } from '../../src/adapters/system/system-clock.ts';
import { Broadcast, TOO_SLOW } from '../../src/http/sockets/broadcast.ts';
import { SESSION_ENDED } from '../../src/http/sockets/session-watch.ts';
import { textFrame } from '../../src/http/sockets/text-frame.ts';
import { PASSWORD } from './kit/accounts.ts';
import { listen, Page } from './kit/page.ts';
import { agent, signIn, startService } from './kit/service.ts';

async function service() {
  const made = await startService();
  const port = await listen(made.app);
  const base = `ws://127.0.0.1:${port}/api/feeds`;
  const pages: Page[] = [];
  onTestFinished(async () => {
    for (const page of pages) page.leave();
    await made.app.close();
  });
  const headersOf = async (login: string) => (await signIn(made.app, login, PASSWORD)).headers;
  const open = async (path: string, headers: Record<string, string>) => {
    const page = await Page.open(`${base}${path}`, headers);
    pages.push(page);
    return page;
  };
  return { ...made, wall: made.deps.feeds.wall, base, headersOf, open };
}

const typesOf = (frames: readonly Frame[]) => frames.map(({ type }) => type);

describe('A page on a feed', () => {
  it('sees what there is, then what changes', async () => {
    const { wall, open, headersOf } = await service();
    wall.put('agent/anna', { name: 'Анна' });
    wall.flush();
    const page = await open('/wall', await headersOf('supervisor'));
    await page.until(({ seq }) => seq === 1);
    expect(page.rows).toEqual({ 'agent/anna': { name: 'Анна' } });
    wall.put('agent/boris', { name: 'Борис' });
    wall.remove('agent/anna');
    await page.until(({ seq }) => seq === 2);
    expect(page.rows).toEqual({ 'agent/boris': { name: 'Борис' } });
  });

  it('receives only what it missed when it comes back', async () => {
    const { wall, open, headersOf } = await service();
    const headers = await headersOf('operator');
    const page = await open('/wall', headers);
    await page.until(({ epoch }) => epoch !== '');
    page.leave();
    for (const value of [1, 2]) {
      wall.put('a', value);
      wall.flush();
    }
    const back = await open(`/wall?epoch=${page.epoch}&after=${page.seq}`, headers);
    await back.until(({ frames }) => frames.length === 3);
    expect(typesOf(back.frames)).toEqual(['delta', 'delta', 'beat']);
    const stranger = await open('/wall?epoch=another&after=1', headers);
    await stranger.until(({ frames }) => frames.length > 0);
    expect(typesOf(stranger.frames)).toEqual(['snapshot']);
  });

  it('hears at least a beat every two seconds', async () => {
    const { open, headersOf } = await service();
    const page = await open('/wall', await headersOf('operator'));
    await page.until(({ frames }) => frames.some(({ type }) => type === 'beat'));
    expect(typesOf(page.frames)).toEqual(['snapshot', 'beat']);
  });

  it('reads messages of every length whole', async () => {
    const { wall, open, headersOf } = await service();
    const page = await open('/wall', await headersOf('operator'));
    for (const length of [1, 60, 200, 40_000, 70_000]) {
      const before = page.seq;
      wall.put('text', 'ж'.repeat(length));
      wall.flush();
      await page.until(({ seq }) => seq > before);
      expect(page.rows['text']).toBe('ж'.repeat(length));
    }
  });

  it.each(['/wall', '/desk', '/brigade'])('is not let in by strangers at %s', async (path) => {
    const { base } = await service();
    expect(await Page.refusal(`${base}${path}`, {})).toBe(401);
  });

  it('is refused from a page of another site, to the wrong role, and with a broken number', async () => {
    const { base, headersOf } = await service();
    const headers = await headersOf('operator');
    const foreign = { ...headers, origin: 'https://elsewhere.example' };
    expect(await Page.refusal(`${base}/wall`, foreign)).toBe(403);
    expect(await Page.refusal(`${base}/brigade`, headers)).toBe(403);
    expect(await Page.refusal(`${base}/desk`, await headersOf('supervisor'))).toBe(403);
    expect(await Page.refusal(`${base}/wall?after=x`, headers)).toBe(400);
  });

  it("shows an agent's own desk, and frees it when the page leaves", async () => {
    const { open, headersOf, deskFeeds } = await service();
    const page = await open('/desk', await headersOf('operator'));
    await page.until(({ frames }) => frames.length > 0);
    expect(page.rows).toMatchObject({ agent: { id: 'anna' }, waiting: { count: 0 } });
    deskFeeds.deskChanged({ calls: [], agents: [{ ...agent('anna'), name: 'Анна' }] });
    await page.until(({ seq }) => seq === 2);
    expect(page.rows).toMatchObject({ agent: { name: 'Анна' } });
    page.leave();
    await expect.poll(() => deskFeeds.size).toBe(0);
  });

  it("shows a brigade's own incident", async () => {
    const { open, headersOf } = await service();
    const page = await open('/brigade', await headersOf('brigade'));
    await page.until(({ rows }) => 'signal' in rows);
    expect(page.rows).toMatchObject({
      brigade: { id: 'brigade-1' },
      incident: { id: 'incident-1' },
    });
  });

  it('is closed at once when its session is revoked', async () => {
    const { open, headersOf, deps } = await service();
    const page = await open('/wall', await headersOf('operator'));
    const other = await open('/wall', await headersOf('supervisor'));
    await deps.sessions.closeAllOf('user-operator');
    await page.until(({ closedWith }) => closedWith !== undefined);
    expect([page.closedWith, other.closedWith]).toEqual([SESSION_ENDED, undefined]);
  });

  it('shares the very same bytes with every other page', () => {
    const feed = new Feed({ clock: new SystemClock(), epoch: 'x' });
    onTestFinished(() => {
      feed.close();
    });
    const broadcast = new Broadcast(feed);
    const written = [1, 2, 3].map(() => join(broadcast).written);
    feed.put('a', 1);
    feed.flush();
    expect(written.map((chunks) => chunks.length)).toEqual([2, 2, 2]);
    expect(written[1]?.[1]).toBe(written[0]?.[1]);
    expect(written[2]?.[1]).toBe(written[0]?.[1]);
    expect(written[0]?.[1]).toEqual(textFrame('{"type":"delta","seq":1,"put":{"a":1},"gone":[]}'));
  });

  it('is dropped when it does not read, and holds nobody up', () => {
    const feed = new Feed({ clock: new SystemClock(), epoch: 'x' });
    onTestFinished(() => {
      feed.close();
    });
    const broadcast = new Broadcast(feed);
    const slow = join(broadcast, 2_000_000);
    const quick = join(broadcast);
    feed.put('a', 1);
    feed.flush();
    expect([slow.closedWith, quick.closedWith]).toEqual([[TOO_SLOW], []]);
    expect([slow.written.length, quick.written.length]).toEqual([0, 2]);
  });
});

/** A page with as many bytes unsent as a play needs. */
function join(broadcast: Broadcast, writableLength = 0) {
  const written: unknown[] = [];
  const closedWith: number[] = [];
  const socket = {
    OPEN: 1,
    get readyState() {
      return closedWith.length === 0 ? 1 : 2;
    },
    once: () => undefined,
    close: (code: number) => void closedWith.push(code),
  };
  const write = (bytes: unknown) => written.push(bytes) > 0;
  broadcast.add({ socket, stream: { write, writableLength } }, {});
  return { written, closedWith };
}
