import { setTimeout as pause } from 'node:timers/promises';
import { connectTelephony } from '../src/adapters/asterisk/connect-telephony.ts';
import { pinoLog } from '../src/adapters/system/pino-log.ts';
import { SystemClock } from '../src/adapters/system/system-clock.ts';
import type { Telephony, TelephonyEvent, TelephonyListener } from '../src/ports/telephony.ts';
import type { Benchmark, BenchContext, BenchResult } from './benchmark.ts';
import { cpuMsOf } from './cpu.ts';
import { rounds } from './stage/pace.ts';
import { openCaller } from './stage/phones.ts';
import { startSwitch, type BenchSwitch } from './stage/switch.ts';
import { figure, round, summarise, type Figures } from './statistics.ts';

const ROUNDS = 8;
const FLOWS_PER_ROUND = 25;
/** Calls that are worked on side by side, each on a channel of its own. */
const CHANNELS = 4;
const PATIENCE_MS = 10_000;

const WAYS = {
  ours: { transport: 'websocket', app: 'bench-socket', number: '7101' },
  ariClient: { transport: 'http', app: 'bench-http', number: '7102' },
} as const;
type Way = keyof typeof WAYS;

/** One way of carrying commands, with channels of its own to carry them for. */
interface Party {
  readonly telephony: Telephony;
  readonly channels: readonly string[];
  readonly commandMs: number[];
  clientCpuMs: number;
  asteriskCpuMs: number;
}

async function run(context: BenchContext): Promise<BenchResult> {
  const extensions = Object.values(WAYS).map(
    ({ app, number }) => `exten => ${number},1,Stasis(${app},arrive,\${EXTEN})`,
  );
  const on = await startSwitch(context, [], {
    extensions: ['[from-trunk](+)', ...extensions, ''].join('\n'),
  });
  const caller = await openCaller(context, on, { rtp: 'sparse' });
  const parties: Record<Way, Party> = {
    ours: await openParty(context, on, 'ours'),
    ariClient: await openParty(context, on, 'ariClient'),
  };
  for (const way of Object.keys(WAYS) as Way[]) {
    const arriving = parties[way].channels as string[];
    for (let at = 0; at < CHANNELS; at += 1) await caller.call(WAYS[way].number);
    await untilLength(arriving, CHANNELS);
  }
  // The first commands of each way are slower: compiled code, warm caches.
  for (const party of Object.values(parties)) {
    await work(party, on.asterisk.pid);
    party.commandMs.length = party.clientCpuMs = party.asteriskCpuMs = 0;
  }
  for (const way of rounds(ROUNDS, Object.keys(WAYS) as Way[])) {
    await work(parties[way], on.asterisk.pid);
  }
  const ours = figuresOf(parties.ours);
  const ariClient = figuresOf(parties.ariClient);
  return {
    bench: 'transport',
    unit: 'ms per command',
    ours,
    peers: { ariClient },
    goal: 'p50 and CPU of the client less than with ari-client',
    met:
      figure(ours, 'p50') < (ariClient['p50'] ?? 0) &&
      figure(ours, 'cpuMsPer1000') < (ariClient['cpuMsPer1000'] ?? 0),
  };
}

async function openParty({ scope }: BenchContext, on: BenchSwitch, way: Way): Promise<Party> {
  const channels: string[] = [];
  const { transport, app } = WAYS[way];
  const telephony = connectTelephony({
    settings: { ...on.ari, transport, app },
    clock: new SystemClock(),
    log: pinoLog({ level: 'silent' }),
  });
  const listener: TelephonyListener = {
    event: (event: TelephonyEvent) => {
      if (event.type === 'arrived') channels.push(event.channel);
    },
    connected: () => Promise.resolve(),
    disconnected: () => undefined,
    replaced: () => undefined,
  };
  scope.defer(() => telephony.stop());
  await telephony.start(listener);
  return { telephony, channels, commandMs: [], clientCpuMs: 0, asteriskCpuMs: 0 };
}

/** The commands of a call's life, on all channels side by side; each command is timed. */
async function work(party: Party, asteriskPid: number): Promise<void> {
  const asteriskBefore = cpuMsOf(asteriskPid);
  const before = process.cpuUsage();
  await Promise.all(party.channels.map((channel) => workOn(party, channel)));
  const { user, system } = process.cpuUsage(before);
  party.clientCpuMs += (user + system) / 1000;
  party.asteriskCpuMs += cpuMsOf(asteriskPid) - asteriskBefore;
}

async function workOn({ telephony, commandMs }: Party, channel: string): Promise<void> {
  const timed = async (command: () => Promise<unknown>): Promise<void> => {
    const startedAt = performance.now();
    await command();
    commandMs.push(performance.now() - startedAt);
  };
  for (let at = 0; at < FLOWS_PER_ROUND; at += 1) {
    const bridge = `bench-${channel}-${performance.now()}`;
    await timed(() => telephony.lease(channel, 60_000));
    await timed(() => telephony.setVariable(channel, 'BENCH', String(at)));
    await timed(() => telephony.openBridge(bridge, 'talk'));
    await timed(() => telephony.join(bridge, [channel]));
    await timed(() => telephony.getVariable(channel, 'BENCH'));
    await timed(() => telephony.closeBridge(bridge));
  }
}

function figuresOf({ commandMs, clientCpuMs, asteriskCpuMs }: Party): Figures {
  const per1000 = 1000 / commandMs.length;
  return {
    ...summarise(commandMs),
    cpuMsPer1000: round(clientCpuMs * per1000),
    asteriskCpuMsPer1000: round(asteriskCpuMs * per1000),
  };
}

async function untilLength(list: readonly unknown[], length: number): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (list.length < length) {
    if (performance.now() > end) throw new Error('The callers did not arrive');
    await pause(20);
  }
}

export const benchTransport: Benchmark = {
  name: 'transport',
  about: 'the same commands over REST over WebSocket (ours) and ari-client over HTTP',
  run,
};
