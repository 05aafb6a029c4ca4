import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findPostgresHome } from '../../src/local/postgres-home.ts';
import { BrowserPerson } from '../kit/browser/browser-person.ts';
import { FIRST_START_MS, OporaUnderTest, TYUMEN } from '../kit/opora.ts';
import { until } from '../kit/until.ts';

const PSYCHOLOGIST_HZ = 1_000;
const CITIZEN_HZ = 700;
/** Asterisk's patience with a browser that fell silent (`rtp_timeout`), and a busy machine. */
const VANISHED_MS = 60_000;

let opora: OporaUnderTest;
let person: BrowserPerson;

beforeAll(async () => {
  opora = await OporaUnderTest.start({ WRAP_UP_MS: '500', RING_TIMEOUT_MS: '60000' });
}, FIRST_START_MS);

afterAll(async () => {
  await opora.close();
});

beforeEach(async () => {
  const base = opora.running.http;
  person = await BrowserPerson.open({ base, width: 1366, height: 768, toneHz: PSYCHOLOGIST_HZ });
});

afterEach(async () => {
  const { troubles } = person;
  await person.close();
  await opora.closePhones();
  expect(troubles).toEqual([]);
});

const see = (text: string): Promise<void> =>
  person.page.getByText(text, { exact: true }).first().waitFor();

describe('the door', () => {
  test('a wrong password is refused in plain Russian, and the login stays typed', async () => {
    await person.goTo('/sign-in');
    await person.page.getByLabel('Логин').fill('operator1');
    await person.page.getByLabel('Пароль', { exact: true }).fill('wrong');
    await person.whileRefused(async () => {
      await person.page.getByRole('button', { name: 'Войти', exact: true }).click();
      await person.page.getByRole('alert').getByText('Логин или пароль неверны.').waitFor();
    });
    expect(await person.page.getByLabel('Логин').inputValue()).toBe('operator1');
  });

  test.each(['/desk', '/brigade', '/wall'])(
    'a stranger at %s is led to the sign-in',
    async (at) => {
      await person.goTo(at);
      await person.page.waitForURL('**/sign-in');
      await person.page.getByLabel('Логин').waitFor();
    },
  );

  test('a brigade that opens the desk is led to its own page', async () => {
    await person.signIn('brigade-tobolsk');
    await person.goTo('/desk');
    await person.page.waitForURL('**/brigade');
    await see('Ждём вызова');
  });

  test('who prefers English gets English, also after a reload', async () => {
    await person.goTo('/ring');
    await person.page.getByRole('button', { name: 'English' }).click();
    await person.page.getByRole('heading', { name: 'Ring us' }).waitFor();
    await person.page.reload();
    await person.page.getByRole('heading', { name: 'Ring us' }).waitFor();
    expect(await person.page.locator('html').getAttribute('lang')).toBe('en');
    await person.page.getByRole('button', { name: 'Русский' }).click();
    await person.page.getByRole('heading', { name: 'Позвонить нам' }).waitFor();
  });
});

test('a mistyped address says so in a page and leads home', async () => {
  await person.whileRefused(() => person.goTo('/no-such-page'));
  await person.page.getByRole('heading', { name: 'Такой страницы нет' }).waitFor();
  await person.page.getByRole('link', { name: 'На главную' }).click();
  await person.page.waitForURL('**/sign-in');
});

describe('every page', () => {
  test.each([
    ['/sign-in', undefined],
    ['/ring', undefined],
    ['/desk', 'operator2'],
    ['/wall', 'supervisor'],
    ['/brigade', 'brigade-ishim'],
  ])(
    '%s can be told by a voice: one main part, a name on everything pressed',
    async (at, login) => {
      if (login !== undefined) await person.signIn(login);
      await person.goTo(at);
      await person.page.getByRole('main').waitFor();
      await person.page.getByRole('button').first().waitFor();
      const told = await person.page.locator('body').ariaSnapshot();
      const nameless = told
        .split('\n')
        .filter((line) => /^\s*- (button|link|textbox|combobox|switch|meter)(:|$| \[)/.test(line));
      expect(nameless).toEqual([]);
      expect(await person.page.getByRole('main').count()).toBe(1);
      expect(await person.page.locator('html').getAttribute('lang')).toBe('ru');
    },
  );

  test.each(['/sign-in', '/ring', '/brigade'])('%s fits a telephone of 360 px', async (at) => {
    await person.page.setViewportSize({ width: 360, height: 740 });
    if (at === '/brigade') await person.signIn('brigade-uvatsky');
    await person.goTo(at);
    await person.page.getByRole('main').waitFor();
    await person.page.getByRole('button').first().waitFor();
    expect((await person.overflow()).x).toBeLessThanOrEqual(0);
  });
});

describe('the desk', () => {
  /** A citizen on a common telephone talks with the desk, each hearing the other. */
  const talk = async (number: string) => {
    await person.signIn('operator1');
    await see('Телефон на связи');
    await person.page.getByRole('button', { name: 'Свободен', exact: true }).click();
    await see('Ждём звонка');
    const call = await (await opora.citizen(number)).call(TYUMEN);
    await person.page.getByRole('button', { name: 'Ответить' }).waitFor();
    expect((await person.overflow()).y).toBeLessThanOrEqual(0);
    await person.page.keyboard.press('Enter');
    await call.answered(10_000);
    call.talk({ toneHz: CITIZEN_HZ });
    await Promise.all([person.hears(CITIZEN_HZ), call.hears(PSYCHOLOGIST_HZ, 30_000)]);
    return call;
  };
  const agentIsFree = async (withinMs: number): Promise<void> => {
    await opora.agentIs(
      await opora.signIn('supervisor'),
      'agent-101',
      ({ availability }) => availability === 'available',
      withinMs,
    );
  };

  test('a card keeps what is typed while the database is away, and saves it after', async () => {
    const call = await talk('79990000201');
    expect((await person.overflow()).y).toBeLessThanOrEqual(0);
    const what = person.page.getByLabel('Что случилось', { exact: true });
    const state = person.page.locator('.save-state');
    const thaw = freezeDatabase();
    try {
      await person.whileRefused(async () => {
        await what.pressSequentially('Отец пьян, дети заперты');
        await state.getByText('не сохранено, повторяем').waitFor();
        expect(await what.inputValue()).toBe('Отец пьян, дети заперты');
      });
    } finally {
      thaw();
    }
    await person.whileRefused(() => state.getByText('сохранено', { exact: true }).waitFor());
    const supervisor = await opora.signIn('supervisor');
    await until('the card in the record', async () => {
      const signals = await opora.signals(supervisor);
      return signals.some(({ card }) => card.what === 'Отец пьян, дети заперты');
    });
    await call.hangUp();
    await agentIsFree(30_000);
  });

  test('a muted microphone says so, and the caller hears nothing', async () => {
    const call = await talk('79990000202');
    await person.page.getByRole('button', { name: 'Выключить микрофон' }).click();
    await person.page.getByRole('alert').getByText('Микрофон выключен').waitFor();
    expect((await person.overflow()).y).toBeLessThanOrEqual(0);
    // Longer than the pause between two syllables of the microphone.
    await until('silence at the caller', () => call.silenceMs() > 1_000, 30_000);
    await person.page.getByRole('button', { name: 'Включить микрофон' }).click();
    await call.hears(PSYCHOLOGIST_HZ, 30_000);
    await person.page.getByRole('button', { name: 'Положить трубку' }).click();
    await call.ended(10_000);
    await agentIsFree(30_000);
  });

  test('a reload in mid-talk asks first, then ends the call, and the next one comes', async () => {
    const call = await talk('79990000203');
    const asked = person.page.waitForEvent('dialog');
    const reloaded = person.page.reload();
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
    await reloaded;
    await call.ended(10_000);
    await agentIsFree(30_000);
    await see('Телефон на связи');
    await see('Ждём звонка');
    const next = await (await opora.citizen('79990000204')).call(TYUMEN);
    await person.page.getByRole('button', { name: 'Ответить' }).click();
    await next.answered(10_000);
    next.talk({ toneHz: CITIZEN_HZ });
    await person.hears(CITIZEN_HZ);
    await next.hangUp();
    await agentIsFree(30_000);
  });

  test('a page that crashes in mid-talk frees the caller and the agent', async () => {
    const call = await talk('79990000205');
    const crashed = person.page.waitForEvent('crash');
    await expect(person.page.goto('chrome://crash')).rejects.toThrow();
    await crashed;
    await call.ended(VANISHED_MS);
    await agentIsFree(30_000);
  });
});

/** Freezes every process of PostgreSQL; the answer lets them go on. */
function freezeDatabase(): () => void {
  const { cluster } = findPostgresHome(opora.dataDir);
  const head = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const children = readFileSync(`/proc/${head}/task/${head}/children`, 'utf8').trim().split(' ');
  const all = [head, ...children.filter((pid) => pid !== '').map(Number)];
  for (const pid of all) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const pid of all) process.kill(pid, 'SIGCONT');
  };
}
