import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import type { Locator } from 'playwright-core';
import type { AgentBody } from '../../src/contract/agents.ts';
import type { SignalBody } from '../../src/contract/signals.ts';
import { BrowserPerson } from '../kit/browser/browser-person.ts';
import { FIRST_START_MS, OporaUnderTest, TYUMEN } from '../kit/opora.ts';
import type { ApiClient } from '../kit/api-client.ts';
import { until } from '../kit/until.ts';

const CITIZEN_HZ = 440;
const PSYCHOLOGIST_HZ = 1_000;

let opora: OporaUnderTest;
let citizen: BrowserPerson;
let psychologist: BrowserPerson;
let brigade: BrowserPerson;
let wall: BrowserPerson;
let everyone: BrowserPerson[] = [];

beforeAll(async () => {
  opora = await OporaUnderTest.start({ WRAP_UP_MS: '120000', RING_TIMEOUT_MS: '60000' });
  const base = opora.running.http;
  citizen = await BrowserPerson.open({ base, width: 480, height: 800, toneHz: CITIZEN_HZ });
  everyone.push(citizen);
  psychologist = await BrowserPerson.open({
    base,
    width: 1366,
    height: 768,
    toneHz: PSYCHOLOGIST_HZ,
  });
  everyone.push(psychologist);
  brigade = await BrowserPerson.open({ base, width: 360, height: 740 });
  everyone.push(brigade);
  wall = await BrowserPerson.open({ base, width: 1920, height: 1080 });
  everyone.push(wall);
}, FIRST_START_MS);

afterAll(async () => {
  await Promise.all(everyone.map((person) => person.close()));
  everyone = [];
  await opora.close();
});

const board = (name: string): Locator => wall.page.getByRole('region', { name });
const onWall = (name: string, text: string): Promise<void> =>
  board(name).getByText(text, { exact: true }).first().waitFor();
const onDesk = (text: string): Promise<void> =>
  psychologist.page.getByText(text, { exact: true }).first().waitFor();
const press = (person: BrowserPerson, name: string): Promise<void> =>
  person.page.getByRole('button', { name, exact: true }).click();
const agentOnWall = (id: string, availability: AgentBody['availability']): Promise<void> =>
  wall.page.locator(`[data-agent="${id}"][data-availability="${availability}"]`).waitFor();

const card = (label: string): Locator => psychologist.page.getByLabel(label, { exact: true });
const signalOf = (api: ApiClient, who: string): Promise<SignalBody> =>
  until('the card in the record', async () => {
    const signals = await opora.signals(api);
    return signals.find((signal) => signal.card.who.includes(who));
  });

/** What everybody saw and the service said when a play failed, into the folder `TRACES`. */
const keepTraces = async (): Promise<void> => {
  const folder = process.env['TRACES'];
  if (folder === undefined) return;
  writeFileSync(join(folder, 'service.log'), opora.serviceLog());
  const shots = everyone.map(({ page }, index) =>
    page.screenshot({ path: join(folder, `person-${index}.png`) }),
  );
  await Promise.all(shots);
};

/** Kills the service and holds its keeper, so that the outage lasts as long as the play wants. */
const killService = (): (() => Promise<void>) => {
  const before = opora.running.pid;
  process.kill(opora.supervisorPid, 'SIGSTOP');
  process.kill(before, 'SIGKILL');
  return async () => {
    process.kill(opora.supervisorPid, 'SIGCONT');
    await until('the service to be back', () => opora.running.pid !== before, 60_000);
  };
};

/** Runs `act` while failed requests are nobody's fault. */
const whileAway = async (act: () => Promise<void>): Promise<void> => {
  await everyone.reduce<() => Promise<void>>(
    (inner, person) => () => person.whileRefused(inner),
    act,
  )();
};

test('a citizen rings from a page, is heard and gone to, and the wall shows every step', async () => {
  onTestFailed(keepTraces);
  await psychologist.signIn('operator1');
  await onDesk('Телефон на связи');
  await press(psychologist, 'Отошёл');
  await onDesk('Звонки вам не идут');
  await brigade.signIn('brigade-tyumen');
  await wall.signIn('supervisor');
  await wall.goTo('/wall');
  await onWall('Очередь', 'Никто не ждёт');

  // A colleague is on duty and busy, so that the citizen has to wait.
  const colleague = await opora.operator('agent-102');
  const other = await opora.citizen('79990000102');
  const otherCall = await other.call(TYUMEN);
  const otherTalk = await (await colleague.phone.nextRing(10_000)).answer();
  otherCall.talk({ toneHz: 1_004 });
  otherTalk.talk({ toneHz: 700 });
  await agentOnWall('agent-102', 'talking');

  await citizen.goTo('/ring');
  await citizen.page.getByLabel('Линия').selectOption(TYUMEN);
  await press(citizen, 'Позвонить');
  await citizen.page.getByText('Вы на линии').waitFor();
  await citizen.meterMoves();
  await onWall('Очередь', 'ждёт');
  await citizen.picture('ring');

  await press(psychologist, 'Свободен');
  await onWall('Очередь', 'вызываем');
  await agentOnWall('agent-101', 'ringing');
  await psychologist.page.getByRole('button', { name: 'Ответить' }).waitFor();
  await psychologist.picture('desk-ring');
  await psychologist.page.keyboard.press('F2');
  await agentOnWall('agent-101', 'talking');
  await onWall('Очередь', 'Никто не ждёт');
  await Promise.all([
    psychologist.hears(CITIZEN_HZ),
    psychologist.meterMoves(),
    citizen.hears(PSYCHOLOGIST_HZ),
    citizen.meterMoves(),
  ]);

  await card('Кто').fill('Соседка о мальчике 6 лет, семья Выдумкиных');
  await card('Где').fill('Тюмень, ул. Примерная, 12, кв. 34, 3-й этаж, код 34К');
  await card('Что случилось').pressSequentially(
    'Ребёнок плачет второй час, взрослые кричат, слышен звон посуды. Дверь не открывают.',
  );
  await card('Муниципалитет').fill('город Тюм');
  await psychologist.page.getByRole('option', { name: 'город Тюмень' }).click();
  await psychologist.page.locator('[data-state="saved"]').getByText('сохранено').waitFor();
  const supervisor = await opora.signIn('supervisor');
  const signal = await signalOf(supervisor, 'Выдумкиных');
  expect(signal.card).toEqual({
    who: 'Соседка о мальчике 6 лет, семья Выдумкиных',
    where: 'Тюмень, ул. Примерная, 12, кв. 34, 3-й этаж, код 34К',
    what: 'Ребёнок плачет второй час, взрослые кричат, слышен звон посуды. Дверь не открывают.',
    municipality: 'tyumen',
  });
  await press(psychologist, 'Экстренно: выслать бригаду');

  await onWall('Выезды', 'Предложено');
  await brigade.page.getByText('НОВЫЙ ВЫЗОВ').waitFor();
  await brigade.page.getByText('Тюмень, ул. Примерная, 12').waitFor();
  await brigade.picture('brigade');
  expect((await brigade.overflow()).x).toBeLessThanOrEqual(0);
  await press(brigade, 'Принять');
  await onWall('Выезды', 'Принято');
  await press(brigade, 'Выехали');
  await onWall('Выезды', 'В пути');
  await onDesk('В пути');
  await psychologist.picture('desk-talk');
  expect((await psychologist.overflow()).y).toBeLessThanOrEqual(0);
  expect((await brigade.overflow()).x).toBeLessThanOrEqual(0);

  // One more rings while both talk, and gives up.
  const third = await opora.citizen('79990000103');
  const thirdCall = await third.call(TYUMEN);
  await thirdCall.answered(10_000);
  await onWall('Очередь', 'ждёт');
  await wall.page.locator('.wall-huge', { hasText: /^0:(0[3-9]|[1-5]\d)$/ }).waitFor();
  await wall.picture('wall');
  await thirdCall.hangUp();
  await onWall('Очередь', 'Никто не ждёт');
  await wall.page.locator('[data-count="abandoned"]').getByText('1', { exact: true }).waitFor();

  await whileAway(async () => {
    const comeBack = killService();
    await wall.page.getByRole('alert').getByText('СВЯЗЬ ПОТЕРЯНА').waitFor();
    await psychologist.page.getByRole('alert').getByText('СВЯЗЬ ПОТЕРЯНА').waitFor();
    await Promise.all([psychologist.hears(CITIZEN_HZ), citizen.hears(PSYCHOLOGIST_HZ)]);
    await comeBack();
    await Promise.all(
      [wall, psychologist, brigade].map((person) =>
        person.page.getByText('СВЯЗЬ ПОТЕРЯНА').waitFor({ state: 'hidden' }),
      ),
    );
  });
  await agentOnWall('agent-101', 'talking');
  await Promise.all([psychologist.hears(CITIZEN_HZ), citizen.hears(PSYCHOLOGIST_HZ)]);

  await press(brigade, 'На месте');
  await onWall('Выезды', 'На месте');
  await press(brigade, 'Завершили');
  await onWall('Выезды', 'Выездов нет');
  await press(brigade, 'Готовы');
  await brigade.page.getByText('Ждём вызова').waitFor();

  await press(citizen, 'Положить трубку');
  await citizen.page.getByText('Разговор окончен').waitFor();
  await onDesk('Оформление');
  await agentOnWall('agent-101', 'wrapUp');
  await press(psychologist, 'Готов');
  await onDesk('Ждём звонка');
  await agentOnWall('agent-101', 'available');
  const calls = await opora.callsAre(supervisor, (all) =>
    all.some((one) => one.signalNumber === signal.number && one.phase === 'ended'),
  );
  expect(calls.find((one) => one.signalNumber === signal.number)).toMatchObject({
    outcome: 'answered',
    agentId: 'agent-101',
  });
  for (const person of everyone) expect(person.troubles).toEqual([]);
}, 300_000);
