import type { SipPhone } from '../test/kit/sip-phone.ts';
import type { Benchmark, BenchContext, BenchResult } from './benchmark.ts';
import { cpuShares } from './cpu.ts';
import { LoadRound, type LoadOutcome } from './stage/load-round.ts';
import { benchLines } from './stage/line.ts';
import { rounds, think } from './stage/pace.ts';
import { dialNumberOf, peerDialplan, QUEUE_NUMBER } from './stage/peers.ts';
import { openAgents, openCaller } from './stage/phones.ts';
import { openWall, startService } from './stage/service.ts';
import { agentNames, startSwitch } from './stage/switch.ts';
import { figure, round, summarise, type Figures } from './statistics.ts';

const AGENTS = 80;
const ROUNDS = 2;
const CALLS_PER_SECOND = 50;
const CALLS_PER_ROUND = 10 * CALLS_PER_SECOND;
const WARM_UP_CALLS = 50;
const WARM_UP_PER_SECOND = 10;
const P99_GOAL_MS = 50;

type Way = 'ours' | 'dial' | 'queue';

/** All rounds of one way together. */
interface Total {
  readonly setupMs: number[];
  readonly failures: string[];
  readonly rates: number[];
  readonly shares: number[][];
}

async function run(context: BenchContext): Promise<BenchResult> {
  const agents = agentNames(AGENTS);
  const on = await startSwitch(context, agents, peerDialplan(agents));
  const service = await startService(context, on, agents);
  const phones = await openAgents(context, on, agents, { rtp: 'sparse', autoAnswer: 'answer' });
  const caller = await openCaller(context, on, { rtp: 'sparse' });
  const wall = await openWall(context, service);
  // The service hears of a registration over AMI, a moment after the phone does.
  await think(2_000, 2_000);
  const pids = [on.asterisk.pid, service.pid, process.pid];

  const totals: Record<Way, Total> = { ours: empty(), dial: empty(), queue: empty() };
  for (const way of Object.keys(totals) as Way[]) {
    await roundOf(way, caller, phones).run(WARM_UP_CALLS, WARM_UP_PER_SECOND);
    await think(1_000, 1_500);
  }
  for (const way of rounds(ROUNDS, Object.keys(totals) as Way[])) {
    context.say(`${CALLS_PER_ROUND} calls, ${CALLS_PER_SECOND} a second: ${way}`);
    const work = roundOf(way, caller, phones);
    let outcome: LoadOutcome | undefined;
    const shares = await cpuShares(pids, async () => {
      outcome = await work.run(CALLS_PER_ROUND, CALLS_PER_SECOND);
    });
    if (outcome !== undefined) add(totals[way], outcome, shares);
    await think(2_000, 2_500);
  }
  for (const [way, { failures }] of Object.entries(totals)) {
    for (const [why, count] of tally(failures)) context.say(`${way}: ${count} × ${why}`);
  }
  const ours = figuresOf(totals.ours);
  return {
    bench: 'load',
    unit: 'ms of set-up',
    ours: { ...ours, wallMessages: wall.messages },
    peers: { dial: figuresOf(totals.dial), queue: figuresOf(totals.queue) },
    goal: `${CALLS_PER_SECOND} calls/s, 0 failed, set-up p99 ≤ ${P99_GOAL_MS} ms`,
    met:
      figure(ours, 'failed') === 0 &&
      figure(ours, 'p99') <= P99_GOAL_MS &&
      (ours['callsPerSecond'] ?? 0) >= 0.98 * CALLS_PER_SECOND,
  };
}

function roundOf(way: Way, caller: SipPhone, agents: readonly SipPhone[]): LoadRound {
  switch (way) {
    case 'ours':
      return new LoadRound({ caller, agents, numbers: benchLines.map(({ number }) => number) });
    case 'queue':
      return new LoadRound({ caller, agents, numbers: [QUEUE_NUMBER] });
    // Dial() chooses nobody: the generator, which knows who is free, does it without a cost.
    case 'dial':
      return new LoadRound({ caller, agents, numbers: [], numberOfAgent: dialNumberOf });
  }
}

function empty(): Total {
  return { setupMs: [], failures: [], rates: [], shares: [] };
}

function add(total: Total, outcome: LoadOutcome, shares: number[]): void {
  total.setupMs.push(...outcome.setupMs);
  total.failures.push(...outcome.failures);
  total.rates.push(outcome.callsPerSecond);
  total.shares.push(shares);
}

function figuresOf({ setupMs, failures, rates, shares }: Total): Figures {
  const mean = (list: readonly number[]): number =>
    round(list.reduce((sum, one) => sum + one, 0) / list.length);
  return {
    ...summarise(setupMs),
    failed: failures.length,
    callsPerSecond: mean(rates),
    asteriskCpu: mean(shares.map(([asterisk = 0]) => asterisk)),
    serviceCpu: mean(shares.map(([, service = 0]) => service)),
    generatorCpu: mean(shares.map(([, , generator = 0]) => generator)),
  };
}

function tally(failures: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const why of failures) counts.set(why, (counts.get(why) ?? 0) + 1);
  return counts;
}

export const benchLoad: Benchmark = {
  name: 'load',
  about: `${CALLS_PER_SECOND} calls a second from ring to end, wall fed: the whole service, Dial(), Queue()`,
  run,
};
