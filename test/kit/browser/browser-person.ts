import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { until } from '../until.ts';
import { listen, type Heard } from './ear.ts';
import { writeTone } from './tone-file.ts';

const ON_LOOPBACK = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
];

/** How long a page may take on a busy machine. */
export const PAGE_MS = 30_000;

export interface BrowserPersonOptions {
  /** Root of the service. */
  readonly base: string;
  readonly width: number;
  readonly height: number;
  /** What their microphone says; without it, the browser's own beeps. */
  readonly toneHz?: number;
}

/** A person at a Chromium of their own, with a microphone of their own. */
export class BrowserPerson {
  readonly page: Page;
  /** Errors of the console and of the page so far: a play ends with none. */
  readonly troubles: string[] = [];
  readonly #base: string;
  readonly #context: BrowserContext;
  readonly #folder: string;
  #networkIsAway = false;

  private constructor(base: string, context: BrowserContext, page: Page, folder: string) {
    this.#base = base;
    this.#context = context;
    this.page = page;
    this.#folder = folder;
    page.on('pageerror', (error) => this.troubles.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      // The page's own question who is signed in; a stranger's answer is 401.
      if (message.location().url.endsWith('/api/me')) return;
      const ofNetwork = /^Failed to load resource|WebSocket connection to/.test(message.text());
      if (ofNetwork && this.#networkIsAway) return;
      this.troubles.push(`${message.text()} (${message.location().url})`);
    });
  }

  /** Opens the browser; it shows nothing yet. */
  static async open(options: BrowserPersonOptions): Promise<BrowserPerson> {
    const { base, width, height, toneHz } = options;
    const folder = mkdtempSync(join(tmpdir(), 'opora-browser-'));
    const args = [...ON_LOOPBACK];
    if (toneHz !== undefined) {
      const file = join(folder, 'microphone.wav');
      writeTone(file, toneHz);
      args.push(`--use-file-for-fake-audio-capture=${file}`);
    }
    const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: '/usr/bin/chromium',
      args,
      viewport: { width, height },
      locale: 'ru-RU',
      timeout: 60_000,
    });
    context.setDefaultTimeout(PAGE_MS);
    const page = context.pages()[0] ?? (await context.newPage());
    return new BrowserPerson(base, context, page, folder);
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(this.#base + path);
  }

  /** Signs in by typing, as people do; resolves on the page of their work. */
  async signIn(login: string, password = 'demo'): Promise<void> {
    await this.goTo('/sign-in');
    await this.page.getByLabel('Логин').fill(login);
    await this.page.getByLabel('Пароль', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Войти', exact: true }).click();
    await this.page.getByRole('button', { name: 'Выйти' }).waitFor();
  }

  /** Resolves when this person hears a tone of `hz` (±20) from the other side. */
  async hears(hz: number, withinMs = PAGE_MS): Promise<void> {
    let last: Heard | undefined;
    await until(
      `a tone of ${hz} Hz`,
      async () => {
        last = await listen(this.page);
        return Math.abs(last.hz - hz) <= 20;
      },
      withinMs,
    ).catch((cause: unknown) => {
      throw new Error(`Heard ${JSON.stringify(last)} instead of ${hz} Hz`, { cause });
    });
  }

  /** Resolves when the meter on the page shows energy from the other side. */
  async meterMoves(): Promise<void> {
    await until(
      'the level meter to move',
      async () => Number(await this.page.getByRole('meter').getAttribute('data-level')) > 30,
      PAGE_MS,
    );
  }

  /** By how many pixels the page, or a part of it that would scroll, is larger than its place. */
  async overflow(): Promise<{ readonly x: number; readonly y: number }> {
    return await this.page.evaluate(`(() => {
      const scrolls = (one) => /auto|scroll/.test(getComputedStyle(one).overflowY);
      const parts = [...document.querySelectorAll('main, main section, main div')].filter(scrolls);
      const all = [document.documentElement, ...parts];
      return {
        x: Math.max(...all.map((one) => one.scrollWidth - one.clientWidth)),
        y: Math.max(...all.map((one) => one.scrollHeight - one.clientHeight)),
      };
    })()`);
  }

  /** Runs `act` while failed requests are expected: the service is away or says no. */
  async whileRefused(act: () => Promise<void>): Promise<void> {
    this.#networkIsAway = true;
    try {
      await act();
    } finally {
      this.#networkIsAway = false;
    }
  }

  /** Keeps a picture of the page for README when `PICTURES` names a folder. */
  async picture(name: string): Promise<void> {
    const folder = process.env['PICTURES'];
    if (folder === undefined) return;
    await this.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  }

  async close(): Promise<void> {
    await this.#context.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
