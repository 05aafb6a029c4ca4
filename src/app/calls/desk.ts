import type { Call, LiveCall } from '../../domain/calls/call.ts';
import type { CallEvent } from '../../domain/calls/call-event.ts';
import type { FallbackRecord } from '../../domain/calls/fallback-record.ts';
import { factsOf } from '../../domain/calls/facts.ts';
import { endByRecord, openCall, openFromRecord, openUnknownLine } from '../../domain/calls/open.ts';
import type { NewCall } from '../../domain/calls/open.ts';
import type { Line } from '../../domain/lines/line.ts';
import { formatSignalNumber } from '../../domain/signals/number.ts';
import type { AfterCall, Agent } from '../../domain/roster/agent.ts';
import { Problem } from '../../domain/shared/problem.ts';
import type { Instant } from '../../domain/shared/time.ts';
import type { Journal, JournalEntry } from '../../ports/journal.ts';
import type { CallerVault, Clock, Ids, Log } from '../../ports/system.ts';
import type { Telephony, TelephonyEvent } from '../../ports/telephony.ts';
import { DeskState } from './desk-state.ts';
import type { Change, Decision, DeskRules } from './desk-state.ts';
import { findLine, unknownLine } from './find-line.ts';
import { performCallCommand } from './perform-call-command.ts';
import type { PerformDeps } from './perform-call-command.ts';

export class NoSuchAgent extends Problem {
  constructor(agentId: string) {
    super('no-such-agent', 'No agent with this id is on the roster', { agentId });
  }
}

export interface DeskDeps {
  readonly telephony: Telephony;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly vault: CallerVault;
  readonly log: Log;
  readonly rules: DeskRules & { readonly region: string; readonly language: string };
  readonly lines: readonly Line[];
  /** Runs an action at the end of this turn of the event loop. */
  readonly soon: (action: () => void) => void;
  /** Called after each durable append, with the time it took: the projection has work. */
  readonly appended: (tookMs: number) => void;
}

export interface DeskChange {
  readonly calls: readonly Call[];
  readonly agents: readonly Agent[];
}

export type NewArrival = Extract<TelephonyEvent, { type: 'arrived' }>;

/**
 * The lane through which everything about calls goes, one event after another: decide, write down,
 * do, tell. Nothing in it waits; commands to the switch end as events of their own.
 */
export class Desk {
  readonly #deps: DeskDeps;
  readonly #state: DeskState;
  readonly #perform: PerformDeps;
  readonly #listeners = new Set<(change: DeskChange) => void>();
  #lines: readonly Line[];
  #cancelDeadline: () => void = () => undefined;
  #deadlineAt = Infinity;
  #journalFailed = false;
  /** Decided, and not yet written down: never for longer than a turn of the event loop. */
  #changes: Change[] = [];
  #entries: JournalEntry[] = [];
  #commands: Decision['commands'][number][] = [];
  /** When each call last changed: reconciling leaves alone what is still on its way. */
  readonly #touchedAt = new Map<string, Instant>();

  constructor(deps: DeskDeps) {
    this.#deps = deps;
    this.#lines = deps.lines;
    this.#state = new DeskState(deps.rules, () => deps.ids.next());
    this.#perform = {
      telephony: deps.telephony,
      clock: deps.clock,
      log: deps.log,
      language: deps.rules.language,
      lineOf: (callId) => this.#state.calls.get(callId)?.line,
      report: (callId, event) => {
        this.callEvent(callId, event);
      },
    };
  }

  /** Takes up where the journal ends. Call once, before the first event. */
  restore(): void {
    const calls: LiveCall[] = [];
    const agents: Agent[] = [];
    for (const { stream, state } of this.#deps.journal.openStreams()) {
      if (stream.startsWith('call:')) calls.push(state as LiveCall);
      if (stream.startsWith('agent:')) agents.push(state as Agent);
    }
    this.#state.restore(calls, agents);
    this.#schedule();
  }

  setLines(lines: readonly Line[]): void {
    this.#lines = lines;
  }

  lines(): readonly Line[] {
    return this.#lines;
  }

  /** Live calls, those that wait first and in the order in which they will be answered. */
  calls(): readonly LiveCall[] {
    const waiting = this.#state.waiting();
    const others = [...this.#state.calls.values()].filter((call) => call.phase !== 'waiting');
    return [...waiting, ...others];
  }

  agents(): readonly Agent[] {
    return [...this.#state.agents.values()];
  }

  subscribe(listener: (change: DeskChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @throws NoSuchAgent */
  wantAvailability(agentId: string, availability: AfterCall): void {
    this.#mustHave(agentId);
    this.#commit(this.#state.onAgent(agentId, { type: 'wanted', availability }, this.#now()));
    this.flush();
  }

  /** @throws NoSuchAgent */
  endWrapUp(agentId: string): void {
    this.#mustHave(agentId);
    this.#commit(this.#state.onAgent(agentId, { type: 'wrapUpDone' }, this.#now()));
    this.flush();
  }

  enrol(agent: Agent): void {
    this.#commit(this.#state.enrol(agent));
  }

  reachableAt(agentId: string, endpoints: readonly string[]): void {
    const agent = this.#state.agents.get(agentId);
    if (agent === undefined || sameList(agent.reachableAt, endpoints)) return;
    this.#commit(this.#state.onAgent(agentId, { type: 'reachableAt', endpoints }, this.#now()));
  }

  /** A citizen rang. A channel that is already a call of ours is not a second one. */
  arrived(arrival: NewArrival): void {
    if (this.#state.calls.has(arrival.channel)) return;
    const line = findLine(this.#lines, arrival.dialled);
    const now = this.#now();
    const facts = this.#newCall(arrival, line);
    this.#commit(
      this.#state.open(line === undefined ? openUnknownLine(facts, now) : openCall(facts), now),
    );
  }

  callEvent(callId: string, event: CallEvent): void {
    this.#commit(this.#state.onCall(callId, event, this.#now()));
  }

  /** The switch handled a call without us, to its end or only its last part. */
  fallbackEnded(record: FallbackRecord): void {
    if (this.#state.calls.has(record.id)) {
      this.callEvent(record.id, { type: 'lastResortEnded', record });
      this.flush();
      return;
    }
    const known = this.#deps.journal.stateOf(`call:${record.id}`) as Call | undefined;
    if (known !== undefined) {
      this.#correct(known, record);
      return;
    }
    const facts = this.#newCall(
      {
        channel: record.id,
        dialled: record.dialled,
        callerNumber: record.callerNumber,
        at: record.arrivedAt,
      },
      findLine(this.#lines, record.dialled),
    );
    const call = openFromRecord(facts, record);
    this.#commit({ changes: [{ kind: 'call', event: { type: 'opened' }, call }], commands: [] });
    this.flush();
  }

  /**
   * We may have called a caller gone whom the switch had taken over meanwhile; its record knows
   * better. Read again after a crash, a record changes nothing.
   */
  #correct(known: Call, record: FallbackRecord): void {
    if (known.phase !== 'ended' || known.outcome.kind !== 'abandoned') return;
    const call = endByRecord(factsOf(known), record);
    if (call.outcome.kind === 'abandoned') return;
    this.#commit({
      changes: [{ kind: 'call', event: { type: 'lastResortEnded', record }, call }],
      commands: [],
    });
    this.flush();
  }

  /** The agent's leg behind a channel id, if it is one of ours. */
  legOf(channel: string): { readonly callId: string; readonly attemptId: string } | undefined {
    return this.#state.legs.get(channel);
  }

  legGone(channel: string): void {
    this.#state.legs.delete(channel);
  }

  /** False after an append failed, until one succeeds. */
  get journalWorks(): boolean {
    return !this.#journalFailed;
  }

  hasCall(callId: string): boolean {
    return this.#state.calls.has(callId);
  }

  /** The dialplan has this call: duty mobile, voicemail. */
  isWithSwitch(callId: string): boolean {
    return this.#state.calls.get(callId)?.phase === 'lastResort';
  }

  touchedAt(callId: string): Instant {
    return this.#touchedAt.get(callId) ?? 0;
  }

  /** Time alone changes things: rungs open, rests end, phones that vanished stay away. */
  tick(): void {
    this.#commit(this.#state.tick(this.#now()));
  }

  /** What was decided stands at once; it is written down, told and done with what else is due. */
  #commit(decision: Decision): void {
    const { changes, commands } = decision;
    if (changes.length + commands.length === 0) return;
    if (this.#changes.length + this.#commands.length === 0) {
      this.#deps.soon(() => {
        this.flush();
      });
    }
    for (const change of changes) this.#entries.push(this.#entry(change));
    this.#changes.push(...changes);
    this.#commands.push(...commands);
    if (changes.length === 0) return;
    this.#touch(changes);
    this.#schedule();
  }

  /**
   * Writes down what was decided since the last time, with one wait for the disk; then does it and
   * tells it. Happens by itself within the same turn of the event loop; whoever acknowledges
   * something to a person or to the switch calls it first.
   */
  flush(): void {
    const changes = this.#changes;
    const commands = this.#commands;
    const entries = this.#entries;
    this.#changes = [];
    this.#commands = [];
    this.#entries = [];
    if (entries.length > 0) this.#writeDown(entries);
    for (const { callId, command } of commands) {
      void performCallCommand(this.#perform, callId, command);
    }
    if (changes.length === 0) return;
    const calls = changes.flatMap((change) => (change.kind === 'call' ? [change.call] : []));
    const agents = changes.flatMap((change) => (change.kind === 'agent' ? [change.agent] : []));
    for (const listener of this.#listeners) listener({ calls, agents });
  }

  /** A full disk must not silence the phone: the call goes on, and the health page is red. */
  #writeDown(entries: readonly JournalEntry[]): void {
    const { journal, appended } = this.#deps;
    const began = performance.now();
    try {
      journal.append(entries);
      this.#journalFailed = false;
      appended(performance.now() - began);
    } catch (error) {
      this.#journalFailed = true;
      this.#deps.log.error('The journal could not be written', { error });
    }
  }

  #entry(change: Change): JournalEntry {
    const { event } = change;
    const common = { id: this.#deps.ids.next(), at: this.#now(), event };
    if (change.kind === 'agent') {
      return { ...common, stream: `agent:${change.agent.id}`, state: change.agent, closed: false };
    }
    const { call } = change;
    return { ...common, stream: `call:${call.id}`, state: call, closed: call.phase === 'ended' };
  }

  #touch(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind !== 'call') continue;
      if (change.call.phase === 'ended') this.#touchedAt.delete(change.call.id);
      else this.#touchedAt.set(change.call.id, this.#now());
    }
  }

  #schedule(): void {
    const next = this.#state.nextDeadline();
    if (next === this.#deadlineAt) return;
    this.#cancelDeadline();
    this.#deadlineAt = next;
    if (next === Infinity) return;
    this.#cancelDeadline = this.#deps.clock.at(next, () => {
      this.#deadlineAt = Infinity;
      this.tick();
    });
  }

  #newCall(
    arrival: Pick<NewArrival, 'channel' | 'dialled' | 'callerNumber' | 'at'>,
    line: Line | undefined,
  ): NewCall {
    const { journal, ids, vault, rules } = this.#deps;
    const region = line?.region ?? rules.region;
    const year = new Date(arrival.at).getFullYear();
    return {
      id: arrival.channel,
      signalId: ids.of(`signal:${arrival.channel}`),
      signalNumber: formatSignalNumber({ region, year, order: journal.nextNumber(region, year) }),
      line: line ?? unknownLine(arrival.dialled, region),
      caller: vault.protect(arrival.callerNumber),
      arrivedAt: arrival.at,
    };
  }

  #mustHave(agentId: string): void {
    if (!this.#state.agents.has(agentId)) throw new NoSuchAgent(agentId);
  }

  #now(): Instant {
    return this.#deps.clock.now();
  }
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
