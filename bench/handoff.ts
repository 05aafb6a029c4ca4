import type { SipCall, SipPhone } from '../test/kit/sip-phone.ts';
import type { Benchmark, BenchContext, BenchResult } from './benchmark.ts';
import { startDesk } from './stage/desk-process.ts';
import { benchLine } from './stage/line.ts';
import { rounds, think } from './stage/pace.ts';
import { HELD_QUEUE_NUMBER, peerDialplan } from './stage/peers.ts';
import { openAgents, openCaller } from './stage/phones.ts';
import { agentNames, startSwitch } from './stage/switch.ts';
import { figure, percentile, summarise } from './statistics.ts';

const ROUNDS = 4;
/** `Queue()` needs about a second each. */
const HANDOFFS_PER_ROUND = 25;
const WAITING = 4;
const TONE_HZ = 1004;
const PATIENCE_MS = 10_000;
const TIMES_FASTER = 100;
const P99_GOAL_MS = 10;

const NUMBERS = { ours: benchLine.number, queue: HELD_QUEUE_NUMBER } as const;
type Way = keyof typeof NUMBERS;

async function run(context: BenchContext): Promise<BenchResult> {
  const agents = agentNames(1);
  const on = await startSwitch(context, agents, peerDialplan(agents));
  const [agent] = await openAgents(context, on, agents, { rtp: true });
  if (agent === undefined) throw new Error('No agent could be registered');
  const caller = await openCaller(context, on, { rtp: true });
  await startDesk(context, on, { agents, wrapUpMs: 0 });

  const samples: Record<Way, number[]> = { ours: [], queue: [] };
  for (const way of rounds(ROUNDS, Object.keys(NUMBERS) as Way[])) {
    context.say(`${HANDOFFS_PER_ROUND} hand-offs: ${way}`);
    samples[way].push(...(await oneRound(caller, agent, NUMBERS[way])));
  }
  const ours = summarise(samples.ours);
  const queue = summarise(samples.queue);
  const timesFaster = percentile(samples.queue, 0.5) / percentile(samples.ours, 0.5);
  return {
    bench: 'handoff',
    unit: 'ms',
    ours: { ...ours, timesFaster: Math.round(timesFaster * 10) / 10 },
    peers: { queue },
    goal: `p50 ≥ ${TIMES_FASTER} × faster than Queue(), p99 ≤ ${P99_GOAL_MS} ms`,
    met: timesFaster >= TIMES_FASTER && figure(ours, 'p99') <= P99_GOAL_MS,
  };
}

/** One agent, callers always waiting: BYE of the agent → the next INVITE at the same agent. */
async function oneRound(caller: SipPhone, agent: SipPhone, number: string): Promise<number[]> {
  const samples: number[] = [];
  const waiting: SipCall[] = [];
  const arrive = async (): Promise<void> => {
    const call = await caller.call(number);
    waiting.push(call);
    await call.answered(PATIENCE_MS);
  };
  await arrive();
  let talk = await (await agent.nextRing(PATIENCE_MS)).answer();
  await hears(waiting[0], talk);
  for (let at = 0; at < WAITING; at += 1) {
    await think(40, 400);
    await arrive();
  }
  // The first hand-off of a round only warms up.
  for (let at = 0; at <= HANDOFFS_PER_ROUND; at += 1) {
    await think(20, 520);
    const freedAt = performance.now();
    const goodbye = talk.hangUp();
    const ring = await agent.nextRing(PATIENCE_MS);
    if (at > 0) samples.push(ring.receivedAt - freedAt);
    await goodbye;
    talk = await ring.answer();
    await waiting.shift()?.ended(PATIENCE_MS);
    await hears(waiting[0], talk);
    await arrive();
  }
  // Whoever waits first: an agent who is freed would be rung again.
  for (const call of waiting.splice(1)) await call.hangUp();
  await talk.hangUp();
  await waiting[0]?.ended(PATIENCE_MS);
  agent.forgetRings();
  await think(300, 500);
  return samples;
}

/** An agent who leaves before the two are together has not talked: the caller keeps the place. */
async function hears(caller: SipCall | undefined, agent: SipCall): Promise<void> {
  agent.talk({ toneHz: TONE_HZ });
  await caller?.hears(TONE_HZ, PATIENCE_MS);
}

export const benchHandoff: Benchmark = {
  name: 'handoff',
  about: 'an agent hangs up → the next waiting caller rings: ours, Queue()',
  run,
};
