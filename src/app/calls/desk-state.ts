import type { Call, LiveCall, WaitingCall } from '../../domain/calls/call.ts';
import type { CallCommand, CallEvent, CallStep } from '../../domain/calls/call-event.ts';
import { callDeadline, stepCall } from '../../domain/calls/step.ts';
import type { Agent, AgentEvent } from '../../domain/roster/agent.ts';
import { agentDeadline, stepAgent } from '../../domain/roster/step.ts';
import { chooseOffers, isStaffed, queueOrder } from '../../domain/routing/route.ts';
import type { Instant } from '../../domain/shared/time.ts';

/** One thing that happened, what its subject is afterwards, in the order of happening. */
export type Change =
  | { readonly kind: 'call'; readonly event: CallEvent | { type: 'opened' }; readonly call: Call }
  | {
      readonly kind: 'agent';
      readonly event: AgentEvent | { type: 'joinedRoster' };
      readonly agent: Agent;
    };

/** Commands that somebody has to perform; the roster's are already done. */
export type SwitchCommand = Exclude<CallCommand, { type: 'agentTalks' | 'releaseAgent' }>;

export interface Decision {
  readonly changes: readonly Change[];
  readonly commands: readonly { readonly callId: string; readonly command: SwitchCommand }[];
}

export interface DeskRules {
  readonly ringTimeoutMs: number;
  readonly wrapUpMs: number;
}

/**
 * All calls and agents that live now, and the one door by which they change. It decides and keeps;
 * it does no I/O, so that the whole desk can be played through in a test.
 */
export class DeskState {
  readonly calls = new Map<string, LiveCall>();
  readonly agents = new Map<string, Agent>();
  /** Agents' legs by channel id. */
  readonly legs = new Map<string, { readonly callId: string; readonly attemptId: string }>();
  readonly #rules: DeskRules;
  readonly #nextId: () => string;
  #changes: Change[] = [];
  #commands: { callId: string; command: SwitchCommand }[] = [];

  constructor(rules: DeskRules, nextId: () => string) {
    this.#rules = rules;
    this.#nextId = nextId;
  }

  /** Takes a call in; routing follows in the same decision, so that a free phone rings at once. */
  open(step: CallStep, now: Instant): Decision {
    this.#keepCall({ type: 'opened' }, step.call);
    this.#perform(step.commands, step.call.id, now);
    this.#route(now);
    // The phone before the welcome: they touch nothing in common, and somebody waits for the ring.
    return ringsFirst(this.#decided());
  }

  /** An event of a call that has ended or was never here still lets go of what it brings. */
  onCall(callId: string, event: CallEvent, now: Instant): Decision {
    const call = this.calls.get(callId);
    if (call === undefined) {
      if (event.type === 'agentAnswered') {
        const command = { type: 'hangUp', channel: event.channel } as const;
        this.#commands.push({ callId, command });
      }
      return this.#decided();
    }
    this.#stepCall(call, event, now);
    this.#route(now);
    // Their old leg has gone, so that the next caller's ring need not wait behind the clearing up.
    return event.type === 'agentGone' ? ringsFirst(this.#decided()) : this.#decided();
  }

  onAgent(agentId: string, event: AgentEvent, now: Instant): Decision {
    this.#stepAgent(agentId, event, now);
    this.#route(now);
    return this.#decided();
  }

  /** Puts an agent on the roster, or renames one who is there. */
  enrol(agent: Agent): Decision {
    this.agents.set(agent.id, agent);
    this.#changes.push({ kind: 'agent', event: { type: 'joinedRoster' }, agent });
    return this.#decided();
  }

  /** Fires every deadline that has come, then routes: rungs open and rests end with time alone. */
  tick(now: Instant): Decision {
    for (const call of [...this.calls.values()]) {
      if ((callDeadline(call) ?? Infinity) <= now)
        this.#stepCall(call, { type: 'deadlinePassed' }, now);
    }
    for (const agent of [...this.agents.values()]) {
      if ((agentDeadline(agent) ?? Infinity) <= now) {
        this.#stepAgent(agent.id, { type: 'deadlinePassed' }, now);
      }
    }
    this.#route(now);
    return this.#decided();
  }

  /** The next moment at which `tick` has something to do by a deadline. */
  nextDeadline(): Instant {
    let next = Infinity;
    for (const call of this.calls.values()) next = Math.min(next, callDeadline(call) ?? Infinity);
    for (const agent of this.agents.values())
      next = Math.min(next, agentDeadline(agent) ?? Infinity);
    return next;
  }

  /** Waiting callers in the order in which they will be answered. */
  waiting(): WaitingCall[] {
    const waiting: WaitingCall[] = [];
    for (const call of this.calls.values()) if (call.phase === 'waiting') waiting.push(call);
    return waiting.sort(queueOrder);
  }

  /** Restores what the journal knows, without deciding anything. */
  restore(calls: Iterable<LiveCall>, agents: Iterable<Agent>): void {
    for (const call of calls) this.#index(call);
    for (const agent of agents) this.agents.set(agent.id, agent);
  }

  #route(now: Instant): void {
    const waiting: WaitingCall[] = [];
    for (const call of this.calls.values()) if (call.phase === 'waiting') waiting.push(call);
    if (waiting.length === 0) return;
    for (const offer of chooseOffers(waiting, this.agents.values(), now)) {
      const call = this.calls.get(offer.callId);
      if (call === undefined) continue;
      const attemptId = this.#nextId();
      this.#stepAgent(offer.agentId, { type: 'reserved', callId: call.id, attemptId }, now);
      this.#stepCall(
        call,
        {
          type: 'offered',
          attemptId,
          agentId: offer.agentId,
          channel: `agent-${attemptId}`,
          endpoint: offer.endpoint,
          ringUntil: now + this.#rules.ringTimeoutMs,
        },
        now,
      );
    }
    const staffed = new Map<string, boolean>();
    for (const { id, line } of waiting) {
      if (!staffed.has(line.id)) staffed.set(line.id, isStaffed(line, this.agents.values(), now));
      const call = this.calls.get(id);
      if (call?.phase === 'waiting' && staffed.get(line.id) === false) {
        this.#stepCall(call, { type: 'nobodyOnDuty' }, now);
      }
    }
  }

  #stepCall(call: Call, event: CallEvent, now: Instant): void {
    const step = stepCall(call, event, now);
    if (step.call !== call) this.#keepCall(event, step.call);
    this.#perform(step.commands, call.id, now);
  }

  #stepAgent(agentId: string, event: AgentEvent, now: Instant): void {
    const agent = this.agents.get(agentId);
    if (agent === undefined) return;
    const next = stepAgent(agent, event, now);
    if (next === agent) return;
    this.agents.set(agentId, next);
    this.#changes.push({ kind: 'agent', event, agent: next });
  }

  #perform(commands: readonly CallCommand[], callId: string, now: Instant): void {
    for (const command of commands) {
      switch (command.type) {
        case 'agentTalks':
          this.#stepAgent(command.agentId, { type: 'talks', attemptId: command.attemptId }, now);
          break;
        case 'releaseAgent': {
          const { agentId, attemptId, after } = command;
          const { wrapUpMs } = this.#rules;
          this.#stepAgent(agentId, { type: 'released', attemptId, after, wrapUpMs }, now);
          break;
        }
        case 'ringAgent':
          this.legs.set(command.channel, { callId, attemptId: command.attemptId });
          this.#commands.push({ callId, command });
          break;
        // A leg that we end is nobody's: should it be answered all the same, it is ended as a stray.
        case 'hangUp':
          this.legs.delete(command.channel);
          this.#commands.push({ callId, command });
          break;
        case 'welcome':
        case 'hold':
        case 'join':
        case 'closeBridge':
        case 'handToLastResort':
        case 'refuse':
          this.#commands.push({ callId, command });
          break;
      }
    }
  }

  #keepCall(event: CallEvent | { type: 'opened' }, call: Call): void {
    if (call.phase === 'ended') this.calls.delete(call.id);
    else this.#index(call);
    this.#changes.push({ kind: 'call', event, call });
  }

  #index(call: LiveCall): void {
    this.calls.set(call.id, call);
    if (call.phase === 'offered' || call.phase === 'joining' || call.phase === 'talking') {
      this.legs.set(call.attempt.channel, { callId: call.id, attemptId: call.attempt.id });
    }
  }

  #decided(): Decision {
    const decision = { changes: this.#changes, commands: this.#commands };
    this.#changes = [];
    this.#commands = [];
    return decision;
  }
}

function ringsFirst({ changes, commands }: Decision): Decision {
  const rings = commands.filter(({ command }) => command.type === 'ringAgent');
  const others = commands.filter(({ command }) => command.type !== 'ringAgent');
  return { changes, commands: [...rings, ...others] };
}
