import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BrigadeBody, IncidentBody } from '../../src/contract/incidents.ts';
import type { SignalBody } from '../../src/contract/signals.ts';
import { FIRST_START_MS, OporaUnderTest, TYUMEN } from '../kit/opora.ts';
import { until } from '../kit/until.ts';

let opora: OporaUnderTest;

beforeAll(async () => {
  opora = await OporaUnderTest.start();
}, FIRST_START_MS);

afterAll(async () => {
  await opora.close();
});

test('a citizen rings, the psychologist answers, the signal sends a brigade that comes back', async () => {
  const bob = await opora.operator('agent-101');
  const alice = await opora.citizen('79990000101', { name: 'Алиса' });

  const call = await alice.call(TYUMEN);
  const ring = await bob.phone.nextRing(5_000);
  expect(ring.from.number).not.toContain('79990000101');
  await call.answered(3_000);
  const talk = await ring.answer();
  call.talk({ toneHz: 1004 });
  talk.talk({ toneHz: 700 });
  await Promise.all([talk.hears(1004, 5_000), call.hears(700, 5_000)]);

  const signal = await until('the signal', async () => (await opora.signals(bob.api))[0]);
  expect(signal.number).toMatch(/^ТМН-\d{4}-\d{6}$/);
  expect(signal).toMatchObject({ source: 'call', callerMasked: '··· 01' });
  expect(JSON.stringify(signal)).not.toContain('79990000101');

  const carded = await bob.api.patch<SignalBody>(`/api/signals/${signal.id}/card`, {
    version: signal.version,
    card: {
      who: 'Соседка',
      what: 'Плачет ребёнок',
      where: 'Тюмень, ул. Примерная, 1',
      municipality: 'tyumen',
    },
  });
  expect(carded.card.what).toBe('Плачет ребёнок');
  await bob.api.post(`/api/signals/${signal.id}/triage`, { triage: 'emergency' });

  const brigade = await opora.signIn('brigade-tyumen');
  const incident = await until('the offer', async () => {
    const { incidents } = await bob.api.get<{ incidents: IncidentBody[] }>('/api/incidents');
    return incidents.find((one) => one.phase === 'offered');
  });
  expect(incident.brigadeId).toBe('brigade-tyumen');
  for (const [says, phase] of [
    ['accept', 'accepted'],
    ['leave', 'enRoute'],
    ['arrive', 'onScene'],
    ['finish', 'finished'],
  ] as const) {
    const after = await brigade.post<IncidentBody>(`/api/incidents/${incident.id}/brigade`, {
      says,
    });
    expect(after.phase).toBe(phase);
  }

  await call.hangUp();
  await talk.ended(3_000);
  const [recorded] = await opora.callsAre(bob.api, ([one]) => one?.phase === 'ended');
  expect(recorded).toMatchObject({
    outcome: 'answered',
    agentId: 'agent-101',
    signalNumber: signal.number,
  });
  const { brigades } = await bob.api.get<{ brigades: BrigadeBody[] }>('/api/brigades');
  expect(brigades.find(({ id }) => id === 'brigade-tyumen')?.state).toBe('clearing');
});
