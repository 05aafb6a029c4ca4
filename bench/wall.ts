import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { WebSocketServer } from 'ws';
import { SystemClock } from '../src/adapters/system/system-clock.ts';
import { Feed } from '../src/app/feeds/feed.ts';
import { Broadcast } from '../src/http/sockets/broadcast.ts';
import type { BenchResult } from './benchmark.ts';
import { percentile, summarise } from './statistics.ts';
import type { PagesNews, PagesWork } from './wall-pages.ts';

const PAGES = 1_000;
const UPDATES = 200;
const ROWS = 40;
const LAST_KEY = 'last';
const GOAL_TIMES = 5;

/** One way of bringing rows to pages. */
interface Way {
  put(key: string, row: unknown): void;
  connected(): number;
  close(): Promise<void>;
  readonly url: string;
}

/**
 * How many changes of the wall's state per second reach 1,000 pages on loopback: the time from the
 * first change until the last page holds the last one. A turn of the event loop lies between two
 * changes. Every page of both ways must end with the same state, or it throws.
 */
export async function benchWall(options: { rounds: number }): Promise<BenchResult> {
  const ours = await startOurs();
  const plain = await startPlain();
  const pages = [await openPages(ours), await openPages(plain)] as const;
  const speeds = { ours: [] as number[], plain: [] as number[] };
  try {
    for (let round = 0; round < options.rounds; round += 1) {
      const states = new Set<string>();
      // The order alternates too: a machine that grows warm or busy is fair to both.
      for (const mine of round % 2 === 0 ? [true, false] : [false, true]) {
        const result = await run(mine ? ours : plain, mine ? pages[0] : pages[1], round);
        speeds[mine ? 'ours' : 'plain'].push(result.perSecond);
        states.add(result.state);
      }
      if (states.size !== 1) throw new Error('The two ways did not end with the same state');
    }
  } finally {
    await Promise.all(pages.map((worker) => worker.terminate()));
    await Promise.all([ours.close(), plain.close()]);
  }
  const ours50 = percentile(speeds.ours, 0.5);
  const plain50 = percentile(speeds.plain, 0.5);
  return {
    bench: 'wall',
    unit: `updates/s to ${PAGES} sockets`,
    ours: summarise(speeds.ours),
    peers: { plainWs: summarise(speeds.plain) },
    goal: `p50 >= ${GOAL_TIMES} x plain ws loop`,
    met: ours50 >= GOAL_TIMES * plain50,
  };
}

async function run(way: Way, pages: Worker, round: number) {
  const arrived = next(pages, 'done');
  const began = performance.now();
  for (let update = 0; update < UPDATES; update += 1) {
    way.put(`agent/${update % ROWS}`, {
      id: `agent-${update % ROWS}`,
      name: 'Оператор',
      availability: update % 2 === 0 ? 'available' : 'talking',
      since: `${round}.${update}`,
    });
    await turn();
  }
  way.put(LAST_KEY, round);
  const news = await arrived;
  const tookMs = performance.now() - began;
  if (news.type !== 'done' || news.distinctStates !== 1) {
    throw new Error('Pages ended with different states');
  }
  return { perSecond: (UPDATES + 1) / (tookMs / 1_000), state: news.state };
}

/** The feed: coalesced, serialised once, framed once. */
async function startOurs(): Promise<Way> {
  const server = await listen();
  const feed = new Feed({ clock: new SystemClock(), epoch: 'bench' });
  const broadcast = new Broadcast(feed);
  server.on('connection', (socket, request) => {
    broadcast.add({ socket, stream: request.socket }, {});
  });
  return {
    ...common(server),
    put: (key, row) => {
      feed.put(key, row);
    },
    connected: () => broadcast.size,
    close: async () => {
      feed.close();
      await closeServer(server);
    },
  };
}

/** What anybody writes first: each change to each client, serialised and framed for each. */
async function startPlain(): Promise<Way> {
  const server = await listen();
  return {
    ...common(server),
    put: (key, row) => {
      for (const client of server.clients) client.send(JSON.stringify({ put: { [key]: row } }));
    },
    connected: () => server.clients.size,
    close: () => closeServer(server),
  };
}

async function listen(): Promise<WebSocketServer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  return server;
}

function common(server: WebSocketServer): Pick<Way, 'url'> {
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function closeServer(server: WebSocketServer): Promise<void> {
  for (const client of server.clients) client.terminate();
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

async function openPages(way: Way): Promise<Worker> {
  const workerData: PagesWork = { url: way.url, pages: PAGES, lastKey: LAST_KEY };
  const worker = new Worker(new URL('./wall-pages.ts', import.meta.url), { workerData });
  await next(worker, 'open');
  if (way.connected() !== PAGES) throw new Error('Not every page is connected');
  return worker;
}

async function next(worker: Worker, type: PagesNews['type']): Promise<PagesNews> {
  const [news] = (await once(worker, 'message')) as [PagesNews];
  if (news.type !== type) throw new Error(`Expected ${type}, heard ${news.type}`);
  return news;
}
