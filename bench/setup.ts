import type { SipPhone } from '../test/kit/sip-phone.ts';
import type { Benchmark, BenchContext, BenchResult } from './benchmark.ts';
import { startDesk } from './stage/desk-process.ts';
import { benchLine } from './stage/line.ts';
import { rounds, think } from './stage/pace.ts';
import { DIAL_NUMBER, peerDialplan, QUEUE_NUMBER } from './stage/peers.ts';
import { openAgents, openCaller } from './stage/phones.ts';
import { agentNames, startSwitch } from './stage/switch.ts';
import { figure, summarise } from './statistics.ts';

const ROUNDS = 6;
const CALLS_PER_ROUND = 20;
const WARM_UP = 4;
const PATIENCE_MS = 10_000;

const NUMBERS = { ours: benchLine.number, dial: DIAL_NUMBER, queue: QUEUE_NUMBER } as const;
type Way = keyof typeof NUMBERS;

async function run(context: BenchContext): Promise<BenchResult> {
  const agents = agentNames(1);
  const on = await startSwitch(context, agents, peerDialplan(agents));
  const [agent] = await openAgents(context, on, agents, { rtp: true });
  if (agent === undefined) throw new Error('No agent could be registered');
  const caller = await openCaller(context, on, { rtp: true });
  await startDesk(context, on, { agents, wrapUpMs: 0 });

  const samples: Record<Way, number[]> = { ours: [], dial: [], queue: [] };
  const ways = Object.keys(NUMBERS) as Way[];
  for (const way of ways) {
    for (let at = 0; at < WARM_UP; at += 1) await oneCall(caller, agent, NUMBERS[way]);
  }
  for (const way of rounds(ROUNDS, ways)) {
    context.say(`${CALLS_PER_ROUND} calls: ${way}`);
    for (let at = 0; at < CALLS_PER_ROUND; at += 1) {
      samples[way].push(await oneCall(caller, agent, NUMBERS[way]));
    }
  }
  const ours = summarise(samples.ours);
  const dial = summarise(samples.dial);
  return {
    bench: 'setup',
    unit: 'ms',
    ours,
    peers: { dial, queue: summarise(samples.queue) },
    goal: 'p50 ≤ 1.5 × Dial()',
    met: figure(ours, 'p50') <= 1.5 * (dial['p50'] ?? 0),
  };
}

/** The caller's INVITE out → the agent's INVITE in; then a short talk with audio, and its end. */
async function oneCall(caller: SipPhone, agent: SipPhone, number: string): Promise<number> {
  const call = await caller.call(number);
  const ring = await agent.nextRing(PATIENCE_MS);
  const tookMs = ring.receivedAt - call.inviteSentAt;
  const talk = await ring.answer();
  await call.answered(PATIENCE_MS);
  await think(60, 120);
  await call.hangUp();
  await talk.ended(PATIENCE_MS);
  // The next caller must find the agent free, whoever looks after them.
  await think(80, 150);
  return tookMs;
}

export const benchSetup: Benchmark = {
  name: 'setup',
  about: "caller's INVITE → agent's INVITE: ours, Dial(), Queue()",
  run,
};
