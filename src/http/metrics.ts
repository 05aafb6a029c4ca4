import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Availability } from '../contract/agents.ts';
import type { Call } from '../domain/calls/call.ts';
import type { Agent } from '../domain/roster/agent.ts';

const AVAILABILITIES: readonly Availability[] = [
  'offDuty',
  'away',
  'available',
  'ringing',
  'talking',
  'wrapUp',
];
/** Around the norm of 20 s. */
const ANSWER_SECONDS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300];
const APPEND_SECONDS = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.2];

export interface MetricsDeps {
  readonly desk: { calls(): readonly Call[]; agents(): readonly Agent[] };
  readonly health: {
    ready(): { readonly recordBehind: number } | Promise<{ recordBehind: number }>;
  };
}

/** Numbers for Prometheus. No label names a person, a line's caller or a signal. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #outcomes: Counter<'outcome'>;
  readonly #toAnswer: Histogram;
  readonly #append: Histogram;
  /** Calls counted as answered that have not ended yet. */
  readonly #answered = new Set<string>();

  constructor(deps: MetricsDeps) {
    const registers = [this.#registry];
    this.#outcomes = new Counter({
      name: 'opora_calls_total',
      help: 'Calls that have ended, by outcome',
      labelNames: ['outcome'],
      registers,
    });
    this.#toAnswer = new Histogram({
      name: 'opora_time_to_answer_seconds',
      help: 'From the ring of the line to the answer',
      buckets: ANSWER_SECONDS,
      registers,
    });
    this.#append = new Histogram({
      name: 'opora_journal_append_seconds',
      help: 'One durable append to the journal',
      buckets: APPEND_SECONDS,
      registers,
    });
    addGauges(registers, deps);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Feed it with every change of the desk. */
  callsChanged(calls: readonly Call[]): void {
    for (const call of calls) {
      if (call.phase === 'talking') this.#answeredAfter(call.id, call.answeredAt - call.arrivedAt);
      if (call.phase !== 'ended') continue;
      this.#outcomes.inc({ outcome: call.outcome.kind });
      if (call.outcome.kind === 'answered') this.#answeredAfter(call.id, call.waitedMs);
      this.#answered.delete(call.id);
    }
  }

  journalAppended(tookMs: number): void {
    this.#append.observe(tookMs / 1_000);
  }

  #answeredAfter(callId: string, waitedMs: number): void {
    if (this.#answered.has(callId)) return;
    this.#answered.add(callId);
    this.#toAnswer.observe(waitedMs / 1_000);
  }
}

function addGauges(registers: Registry[], { desk, health }: MetricsDeps): void {
  new Gauge({
    name: 'opora_calls_waiting',
    help: 'Callers who wait for an answer',
    registers,
    collect() {
      this.set(desk.calls().filter(({ phase }) => WAITING.has(phase)).length);
    },
  });
  new Gauge({
    name: 'opora_agents',
    help: 'Agents by availability',
    labelNames: ['availability'],
    registers,
    collect() {
      for (const availability of AVAILABILITIES) this.set({ availability }, 0);
      for (const { availability } of desk.agents()) this.inc({ availability });
    },
  });
  new Gauge({
    name: 'opora_record_behind',
    help: 'Journal entries that the record does not hold yet',
    registers,
    async collect() {
      this.set((await health.ready()).recordBehind);
    },
  });
}

const WAITING: ReadonlySet<Call['phase']> = new Set(['waiting', 'offered', 'joining'] as const);
