import type { CallBody } from '../../contract/calls.ts';
import type { DeskRows } from '../../contract/desk.ts';
import type { SignalBody } from '../../contract/signals.ts';
import type { Call, LiveCall } from '../../domain/calls/call.ts';
import type { Agent } from '../../domain/roster/agent.ts';
import type { Clock, Ids, Log } from '../../ports/system.ts';
import { agentBody } from './agent-body.ts';
import { callBody } from './call-body.ts';
import { Feed } from './feed.ts';

export interface DeskFeedsDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly desk: { calls(): readonly LiveCall[]; agents(): readonly Agent[] };
  /** From the record, which may lag or be away: then it comes with `signalChanged`. */
  readonly signalOf: (signalId: string) => Promise<SignalBody | undefined>;
  readonly callOf: (callId: string) => Promise<CallBody | undefined>;
}

interface OpenFeed {
  readonly feed: Feed;
  /** The call on this agent's desk: it rings, talks, or its card is open. */
  callId?: string | undefined;
  signalId?: string | undefined;
}

/** One feed per agent whose page is open: me, my call, its card, and how many wait. */
export class DeskFeeds {
  readonly #deps: DeskFeedsDeps;
  readonly #open = new Map<string, OpenFeed>();

  constructor(deps: DeskFeedsDeps) {
    this.#deps = deps;
  }

  /** How many feeds are kept now. */
  get size(): number {
    return this.#open.size;
  }

  /** An agent's feed; made when first asked for, dropped when its last page has left. */
  of(agentId: string): Feed {
    const known = this.#open.get(agentId);
    if (known) return known.feed;
    const feed = new Feed({
      clock: this.#deps.clock,
      epoch: this.#deps.ids.next(),
      idle: () => {
        this.#open.delete(agentId);
        feed.close();
      },
    });
    const open: OpenFeed = { feed };
    this.#open.set(agentId, open);
    const agent = this.#deps.desk.agents().find(({ id }) => id === agentId);
    if (agent) this.#putAgent(open, agent, []);
    put(feed, 'waiting', waitingRow(this.#deps.desk.calls()));
    feed.flush();
    return feed;
  }

  /** Feed it with every change of the desk. */
  deskChanged(change: {
    readonly calls: readonly Call[];
    readonly agents: readonly Agent[];
  }): void {
    if (this.#open.size === 0) return;
    for (const agent of change.agents) {
      const open = this.#open.get(agent.id);
      if (open) this.#putAgent(open, agent, change.calls);
    }
    const onDesk = new Map([...this.#open.values()].map((open) => [open.callId, open.feed]));
    for (const call of change.calls) {
      const feed = onDesk.get(call.id);
      if (feed) put(feed, 'call', callBody(call));
    }
    if (change.calls.length === 0) return;
    const waiting = waitingRow(this.#deps.desk.calls());
    for (const { feed } of this.#open.values()) put(feed, 'waiting', waiting);
  }

  /** True when an open page shows this signal. */
  shows(wanted: string): boolean {
    for (const { signalId } of this.#open.values()) if (signalId === wanted) return true;
    return false;
  }

  /** Feed it with every signal that is written or changed. */
  signalChanged(signal: SignalBody): void {
    for (const { feed, signalId } of this.#open.values()) {
      if (signalId === signal.id) put(feed, 'signal', signal);
    }
  }

  #putAgent(open: OpenFeed, agent: Agent, changed: readonly Call[]): void {
    put(open.feed, 'agent', agentBody(agent));
    const callId = 'callId' in agent ? agent.callId : undefined;
    if (callId === open.callId) return;
    open.callId = callId;
    open.signalId = undefined;
    open.feed.remove('signal');
    if (callId === undefined) {
      open.feed.remove('call');
      return;
    }
    const call =
      changed.find(({ id }) => id === callId) ??
      this.#deps.desk.calls().find(({ id }) => id === callId);
    if (call) this.#putCall(open, callBody(call));
    else this.#fetchCall(open, callId);
  }

  #putCall(open: OpenFeed, call: CallBody): void {
    put(open.feed, 'call', call);
    open.signalId = call.signalId;
    this.#deps.signalOf(call.signalId).then((signal) => {
      if (signal && open.signalId === signal.id) put(open.feed, 'signal', signal);
    }, this.#away('signal'));
  }

  /** A page that is opened during a wrap-up: the call is over and no longer on the desk. */
  #fetchCall(open: OpenFeed, callId: string): void {
    this.#deps.callOf(callId).then((call) => {
      if (call && open.callId === callId) this.#putCall(open, call);
    }, this.#away('call'));
  }

  #away(row: string): (error: unknown) => void {
    return (error) => {
      this.#deps.log.warn('A desk feed goes on without a row of the record', { row, error });
    };
  }
}

function put<Key extends keyof DeskRows>(feed: Feed, key: Key, row: Required<DeskRows>[Key]): void {
  feed.put(key, row);
}

function waitingRow(calls: readonly LiveCall[]): Required<DeskRows>['waiting'] {
  const waiting = calls.filter(({ phase }) => phase === 'waiting' || phase === 'offered');
  if (waiting.length === 0) return { count: 0 };
  const longest = Math.min(...waiting.map(({ arrivedAt }) => arrivedAt));
  return { count: waiting.length, longestSince: new Date(longest).toISOString() };
}
