import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeskState } from '../../../src/app/calls/desk-state.ts';
import type { Decision } from '../../../src/app/calls/desk-state.ts';
import type { CallEvent } from '../../../src/domain/calls/call-event.ts';
import { openCall } from '../../../src/domain/calls/open.ts';
import { queueOrder } from '../../../src/domain/routing/route.ts';
import { aliceCalls, bob, childLine, familyLine, NOON } from '../../kit/people.ts';

const CALLERS = 5;
const AGENTS = ['ann', 'bob', 'eve'];

/** What a hostile world throws at the desk: any event, at any call, of any ring, at any time. */
const move = fc.record({
  kind: fc.constantFrom(
    'arrive',
    'answer',
    'answerStale',
    'fail',
    'joined',
    'joinFailed',
    'agentGone',
    'callerLeft',
    'handedBack',
    'astray',
    'key',
    'tick',
    'away',
    'offDuty',
    'available',
    'wrapUpDone',
    'lost',
    'found',
  ),
  caller: fc.nat(CALLERS - 1),
  agent: fc.nat(AGENTS.length - 1),
  /** Which of the rings so far the event claims to belong to. */
  ring: fc.nat(),
  waitMs: fc.oneof(fc.nat(50), fc.nat(30_000), fc.nat(400_000)),
});
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

class World {
  now = NOON;
  #ids = 0;
  readonly desk = new DeskState({ ringTimeoutMs: 15_000, wrapUpMs: 20_000 }, () => {
    this.#ids += 1;
    return `try-${String(this.#ids)}`;
  });
  readonly opened = new Map<number, string>();
  readonly outcomes = new Map<string, string[]>();
  readonly rings: { callId: string; attemptId: string; channel: string }[] = [];
  /** Agents' legs that were rung and neither hung up by us nor gone by themselves. */
  readonly liveLegs = new Set<string>();
  readonly openBridges = new Set<string>();
  #arrivals = 0;

  constructor() {
    for (const id of AGENTS) this.take(this.desk.enrol(bob({ id, reachableAt: [id] })));
  }

  play(step: Move): void {
    this.now += step.waitMs;
    const agentId = AGENTS[step.agent] ?? '';
    const callId = this.opened.get(step.caller);
    const ring = this.rings[this.rings.length === 0 ? 0 : step.ring % this.rings.length];
    const toCall = (event: CallEvent, id = callId): void => {
      if (id !== undefined) this.take(this.desk.onCall(id, event, this.now));
    };
    const want = (availability: 'away' | 'offDuty' | 'available'): void => {
      this.take(this.desk.onAgent(agentId, { type: 'wanted', availability }, this.now));
    };
    switch (step.kind) {
      case 'arrive':
        this.arrive(step.caller);
        break;
      case 'answer':
        if (ring !== undefined && this.liveLegs.has(ring.channel)) {
          toCall(
            { type: 'agentAnswered', attemptId: ring.attemptId, channel: ring.channel },
            ring.callId,
          );
        }
        break;
      case 'answerStale':
        toCall({ type: 'agentAnswered', attemptId: 'never', channel: 'agent-never' });
        break;
      case 'fail':
        if (ring)
          toCall(
            { type: 'offerFailed', attemptId: ring.attemptId, reason: 'unreachable' },
            ring.callId,
          );
        break;
      case 'joined':
        if (ring) toCall({ type: 'joined', attemptId: ring.attemptId }, ring.callId);
        break;
      case 'joinFailed':
        if (ring) toCall({ type: 'joinFailed', attemptId: ring.attemptId }, ring.callId);
        break;
      case 'agentGone':
        if (ring) {
          this.liveLegs.delete(ring.channel);
          toCall({ type: 'agentGone', attemptId: ring.attemptId, cause: 16 }, ring.callId);
        }
        break;
      case 'callerLeft':
        toCall({ type: 'callerLeft' });
        break;
      case 'handedBack':
        toCall({ type: 'handedBack' });
        break;
      case 'astray':
        toCall({ type: 'foundAstray' });
        break;
      case 'key':
        toCall({ type: 'keyPressed', key: '1' });
        break;
      case 'tick':
        this.take(this.desk.tick(this.now));
        break;
      case 'away':
        want('away');
        break;
      case 'offDuty':
        want('offDuty');
        break;
      case 'available':
        want('available');
        break;
      case 'wrapUpDone':
        this.take(this.desk.onAgent(agentId, { type: 'wrapUpDone' }, this.now));
        break;
      case 'lost':
        this.take(this.desk.onAgent(agentId, { type: 'reachableAt', endpoints: [] }, this.now));
        break;
      case 'found':
        this.take(
          this.desk.onAgent(agentId, { type: 'reachableAt', endpoints: [agentId] }, this.now),
        );
        break;
    }
  }

  arrive(caller: number): void {
    const current = this.opened.get(caller);
    if (current !== undefined && this.desk.calls.has(current)) return;
    this.#arrivals += 1;
    const id = `call-${String(this.#arrivals)}`;
    this.opened.set(caller, id);
    const line = caller === 0 ? childLine : familyLine;
    this.take(
      this.desk.open(openCall({ ...aliceCalls(), id, line, arrivedAt: this.now }), this.now),
    );
  }

  take({ changes, commands }: Decision): void {
    for (const change of changes) {
      if (change.kind !== 'call' || change.call.phase !== 'ended') continue;
      const { id, outcome } = change.call;
      this.outcomes.set(id, [...(this.outcomes.get(id) ?? []), outcome.kind]);
    }
    for (const { callId, command } of commands) {
      if (command.type === 'ringAgent') {
        this.rings.push({ callId, attemptId: command.attemptId, channel: command.channel });
        this.liveLegs.add(command.channel);
      }
      if (command.type === 'hangUp') this.liveLegs.delete(command.channel);
      if (command.type === 'join') this.openBridges.add(command.bridge);
      if (command.type === 'closeBridge') this.openBridges.delete(command.bridge);
    }
  }

  check(): void {
    const held = new Map<string, string>();
    const bridges = new Set<string>();
    for (const call of this.desk.calls.values()) {
      if (!('attempt' in call)) continue;
      const { agentId } = call.attempt;
      expect(held.has(agentId), `${agentId} has two calls`).toBe(false);
      held.set(agentId, call.id);
      if ('bridge' in call) bridges.add(call.bridge);
    }
    // A bridge belongs to one call and one ring: nobody is bridged to two.
    for (const bridge of this.openBridges) expect(bridges.has(bridge), bridge).toBe(true);
    for (const agent of this.desk.agents.values()) {
      const engaged = agent.availability === 'ringing' || agent.availability === 'talking';
      expect(engaged, `${agent.id} is ${agent.availability}`).toBe(held.has(agent.id));
      if (engaged) expect(agent.callId).toBe(held.get(agent.id));
    }
    for (const kinds of this.outcomes.values()) expect(kinds).toHaveLength(1);
    this.#checkOrder();
  }

  /** Whoever waits has nobody behind them who was given an agent that they could have had. */
  #checkOrder(): void {
    const waiting = this.desk.waiting();
    expect(waiting).toEqual([...waiting].sort(queueOrder));
    for (const call of this.desk.calls.values()) {
      if (call.phase !== 'offered' || call.attempt.startedAt !== this.now) continue;
      for (const before of waiting) {
        if (queueOrder(before, call) >= 0) continue;
        const couldNot = before.missedBy.some((missed) => missed.agentId === call.attempt.agentId);
        expect(couldNot, `${call.id} overtook ${before.id}`).toBe(true);
      }
    }
  }

  /** Everybody hangs up. */
  endAll(): void {
    for (const id of [...this.desk.calls.keys()]) {
      this.take(this.desk.onCall(id, { type: 'callerLeft' }, this.now));
    }
  }
}

test('whatever happens in whatever order: one call an agent, one agent a caller, order kept, one outcome, nothing leaks', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      const world = new World();
      for (const step of moves) {
        world.play(step);
        world.check();
      }
      world.endAll();
      world.check();
      expect(world.desk.calls.size).toBe(0);
      expect([...world.liveLegs]).toEqual([]);
      expect([...world.openBridges]).toEqual([]);
      for (const id of world.opened.values()) expect(world.outcomes.get(id)).toHaveLength(1);
    }),
    { numRuns: 400 },
  );
});
