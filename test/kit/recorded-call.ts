import { createHash } from 'node:crypto';
import type { Call, EndedCall, TalkingCall, WaitingCall } from '../../src/domain/calls/call.ts';
import type { Instant } from '../../src/domain/shared/time.ts';
import type { StoredEntry } from '../../src/ports/journal.ts';

/** The same UUID for the same name. */
export function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** A call that waits on Tyumen's line. */
export function waitingCall(id: string, order: number, arrivedAt: Instant): WaitingCall {
  return {
    phase: 'waiting',
    id,
    signalId: uuidOf(`signal of ${id}`),
    signalNumber: `ТМН-2026-${String(order).padStart(6, '0')}`,
    source: 'call',
    line: {
      id: 'tyumen',
      number: '88002007201',
      title: '8-800-200-72-01',
      name: 'Семейная диспетчерская',
      region: 'ТМН',
      ladder: [{ skill: 'operator', afterMs: 0 }],
      priority: 1,
      maxWaitMs: 300_000,
    },
    caller: { kind: 'known', masked: '··· 01', hash: 'hash', sealed: 'sealed' },
    arrivedAt,
    missedBy: [],
    keys: '',
  };
}

export function talkingCall(call: WaitingCall, answeredAt: Instant): TalkingCall {
  return {
    ...call,
    phase: 'talking',
    missedBy: [{ agentId: 'agent-102', at: answeredAt - 1, reason: 'noAnswer' }],
    attempt: {
      id: 'attempt',
      agentId: 'agent-101',
      channel: 'leg',
      endpoint: 'agent-101',
      startedAt: answeredAt - 1,
    },
    bridge: 'bridge',
    agentId: 'agent-101',
    answeredAt,
  };
}

export function endedCall(call: TalkingCall, endedAt: Instant): EndedCall {
  return {
    ...waitingCall(call.id, 1, call.arrivedAt),
    signalNumber: call.signalNumber,
    missedBy: call.missedBy,
    phase: 'ended',
    endedAt,
    agentId: call.agentId,
    answeredAt: call.answeredAt,
    outcome: { kind: 'answered', by: call.agentId },
    waitedMs: call.answeredAt - call.arrivedAt,
    talkedMs: endedAt - call.answeredAt,
    quality: { lossPercent: 0.5, jitterMs: 3, mos: 4.4 },
  };
}

export function entryOf(position: number, type: string, call: Call): StoredEntry {
  return {
    position,
    id: `${call.id}-${position}`,
    at: call.arrivedAt,
    stream: `call:${call.id}`,
    event: { type },
    state: call,
    closed: call.phase === 'ended',
  };
}
