import type { SipCall, SipPhone } from '../test/kit/sip-phone.ts';
import type { Benchmark, BenchContext, BenchResult } from './benchmark.ts';
import { cpuShares } from './cpu.ts';
import { startDesk } from './stage/desk-process.ts';
import { benchLine } from './stage/line.ts';
import { rounds, think } from './stage/pace.ts';
import { HELD_QUEUE_NUMBER, peerDialplan } from './stage/peers.ts';
import { openAgents, openCaller } from './stage/phones.ts';
import { agentNames, startSwitch } from './stage/switch.ts';
import { figure, round, summarise } from './statistics.ts';

const ROUNDS = 2;
const WAITING = 400;
const WATCHED_MS = 15_000;
/** The greeting of ours is over by then, the first fill of the peers, too. */
const SETTLE_MS = 14_000;
const ARRIVALS_AT_ONCE = 10;
const PATIENCE_MS = 20_000;
const SHARE_GOAL = 0.5;

const NUMBERS = { ours: benchLine.number, queue: HELD_QUEUE_NUMBER } as const;
type Way = keyof typeof NUMBERS;

/** Shares of a core in per cent, round by round. */
interface Shares {
  readonly asterisk: number[];
  readonly service: number[];
}

async function run(context: BenchContext): Promise<BenchResult> {
  const agents = agentNames(1);
  const on = await startSwitch(context, agents, peerDialplan(agents));
  const [agent] = await openAgents(context, on, agents, { rtp: 'sparse' });
  if (agent === undefined) throw new Error('No agent could be registered');
  const caller = await openCaller(context, on, { rtp: 'sparse' });
  const desk = await startDesk(context, on, { agents, wrapUpMs: 0 });
  const pids = [on.asterisk.pid, desk.pid];

  const [idle = 0] = await cpuShares(pids, () => think(3_000, 3_000));
  const shares: Record<Way, Shares> = {
    ours: { asterisk: [], service: [] },
    queue: { asterisk: [], service: [] },
  };
  for (const way of rounds(ROUNDS, Object.keys(NUMBERS) as Way[])) {
    const waiting = await fill(caller, agent, NUMBERS[way]);
    context.say(`${waiting.length} wait: ${way}`);
    await think(SETTLE_MS, SETTLE_MS);
    const [asterisk = 0, service = 0] = await cpuShares(pids, () => think(WATCHED_MS, WATCHED_MS));
    const lost = waiting.filter(({ state }) => state !== 'talking').length;
    if (lost > 0) throw new Error(`${lost} of ${waiting.length} callers did not stay (${way})`);
    shares[way].asterisk.push(asterisk);
    shares[way].service.push(service);
    await leave(waiting);
  }
  const ours = figuresOf(shares.ours);
  const queue = figuresOf(shares.queue);
  return {
    bench: 'hold',
    unit: `% of a core, Asterisk, ${WAITING} waiting with music`,
    ours: { ...ours, idle: round(idle) },
    peers: { queue },
    goal: `Asterisk's CPU ≤ ${SHARE_GOAL} × Queue()`,
    met: figure(ours, 'p50') <= SHARE_GOAL * (queue['p50'] ?? 0),
  };
}

function figuresOf({ asterisk, service }: Shares): ReturnType<typeof summarise> {
  return { ...summarise(asterisk), service: summarise(service)['p50'] ?? Number.NaN };
}

/** The first caller occupies the only agent; all others wait. */
async function fill(caller: SipPhone, agent: SipPhone, number: string): Promise<SipCall[]> {
  const first = await caller.call(number);
  await (await agent.nextRing(PATIENCE_MS)).answer();
  await first.answered(PATIENCE_MS);
  const waiting: SipCall[] = [first];
  while (waiting.length <= WAITING) {
    const batch = await Promise.all(
      Array.from({ length: ARRIVALS_AT_ONCE }, () => caller.call(number)),
    );
    await Promise.all(batch.map((call) => call.answered(PATIENCE_MS)));
    waiting.push(...batch);
  }
  return waiting;
}

async function leave([first, ...others]: readonly SipCall[]): Promise<void> {
  for (const call of others) await call.hangUp(PATIENCE_MS);
  await first?.hangUp(PATIENCE_MS);
  await think(1_500, 2_000);
}

export const benchHold: Benchmark = {
  name: 'hold',
  about: `Asterisk's CPU with ${WAITING} waiting callers: ours, Queue()`,
  run,
};
