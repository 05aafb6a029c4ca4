import type { Feed } from '../../app/feeds/feed.ts';
import type { Page } from './page-socket.ts';
import { textFrame } from './text-frame.ts';

/** More than this unsent means that a page does not read: it is dropped, and resumes later. */
const MAX_UNSENT_BYTES = 1_000_000;
/** Our close code for it; pages reconnect after any close. */
export const TOO_SLOW = 4008;

/** What a page that reconnects remembers. */
export interface Resume {
  readonly epoch?: string | undefined;
  readonly after?: number | undefined;
}

/**
 * One feed to many pages, each message framed once: the same bytes go to every stream.
 *
 * `ws` frames a message anew for each `send`, and offers no way around it. So we write whole
 * frames to the stream that the upgrade request came on, which is public, instead of touching
 * ws's private `_socket`. It is safe because compression is off: then `ws` itself writes each of
 * its own frames (pongs, the close) in one go, and nothing can come between the halves of one.
 */
export class Broadcast {
  readonly #feed: Feed;
  readonly #pages = new Set<Page>();
  #stop: (() => void) | undefined;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  get size(): number {
    return this.#pages.size;
  }

  /** Sends what the page has missed, then everything that follows, until its socket closes. */
  add(page: Page, resume: Resume): void {
    this.#stop ??= this.#feed.listen((frame) => {
      this.#sendAll(frame);
    });
    this.#pages.add(page);
    page.socket.once('close', () => {
      this.#remove(page);
    });
    for (const frame of this.#feed.catchUp(resume.epoch, resume.after)) {
      write(page, textFrame(frame));
    }
  }

  #sendAll(frame: string): void {
    const bytes = textFrame(frame);
    for (const page of this.#pages) write(page, bytes);
  }

  #remove(page: Page): void {
    this.#pages.delete(page);
    if (this.#pages.size > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }
}

function write({ socket, stream }: Page, bytes: Buffer): void {
  // After ws has sent its close frame nothing more may follow on this stream.
  if (socket.readyState !== socket.OPEN) return;
  if (stream.writableLength > MAX_UNSENT_BYTES) {
    socket.close(TOO_SLOW, 'too slow');
    return;
  }
  stream.write(bytes);
}
