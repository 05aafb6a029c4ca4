import { once } from 'node:events';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { WebSocket } from 'ws';

/** What the pages' thread is told: where to connect, how often, and which row ends a round. */
export interface PagesWork {
  readonly url: string;
  readonly pages: number;
  readonly lastKey: string;
}

/** `open` once all are connected, then one `done` per round with the state of every page. */
export type PagesNews =
  | { readonly type: 'open' }
  | { readonly type: 'done'; readonly distinctStates: number; readonly state: string };

interface Message {
  readonly put?: Record<string, unknown>;
  readonly rows?: Record<string, unknown>;
}

/** Pages that mirror rows, all in a thread of their own: their work is not the server's. */
async function mirror({ url, pages, lastKey }: PagesWork, tell: (news: PagesNews) => void) {
  const states = Array.from({ length: pages }, (): Record<string, unknown> => ({}));
  let done = 0;
  const finish = () => {
    done += 1;
    if (done < pages) return;
    done = 0;
    const texts = states.map((state) => JSON.stringify(Object.entries(state).sort()));
    tell({ type: 'done', distinctStates: new Set(texts).size, state: texts[0] ?? '' });
  };
  const open = async (state: Record<string, unknown>) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as Message;
      Object.assign(state, message.rows, message.put);
      if (message.put && lastKey in message.put) finish();
    });
    await once(socket, 'open');
  };
  // A hundred at a time: the listening queue of a socket is not endless.
  for (let from = 0; from < pages; from += 100) {
    await Promise.all(states.slice(from, from + 100).map(open));
  }
  tell({ type: 'open' });
}

if (!isMainThread && parentPort) {
  const port = parentPort;
  await mirror(workerData as PagesWork, (news) => {
    port.postMessage(news);
  });
}
