import { SECOND } from '../shared/time.ts';
import type { Instant } from '../shared/time.ts';
import type { Call, CallFacts, EndedCall, Outcome } from './call.ts';
import type { CallStep } from './call-event.ts';
import type { FallbackRecord } from './fallback-record.ts';

/** The polite prompt about a number that is not ours takes no longer than this. */
const REFUSAL_MS = 15 * SECOND;

export type NewCall = Omit<CallFacts, 'source' | 'missedBy' | 'keys' | 'quality'>;

/** A citizen rang one of our lines: they are welcomed and wait until routing finds an agent. */
export function openCall(facts: NewCall): CallStep {
  const call: Call = { ...facts, source: 'call', missedBy: [], keys: '', phase: 'waiting' };
  return { call, commands: [{ type: 'welcome', channel: call.id }] };
}

/** Somebody dialled a number that is no line of ours. It leaves a trace like any other call. */
export function openUnknownLine(facts: NewCall, now: Instant): CallStep {
  const until = now + REFUSAL_MS;
  const call: Call = { ...facts, source: 'call', missedBy: [], keys: '', phase: 'refusing', until };
  return { call, commands: [{ type: 'refuse', channel: call.id }] };
}

/** A call that the switch handled from ring to end while we were away. */
export function openFromRecord(facts: NewCall, record: FallbackRecord): EndedCall {
  return endByRecord({ ...facts, source: 'fallback', missedBy: [], keys: '' }, record);
}

/** Ends a call as the switch's own record says. */
export function endByRecord(facts: CallFacts, record: FallbackRecord): EndedCall {
  const answered = record.outcome === 'answered';
  return {
    ...facts,
    phase: 'ended',
    endedAt: record.endedAt,
    outcome: outcomeOf(record),
    waitedMs: record.waitedMs,
    talkedMs: record.talkedMs,
    ...(answered ? { answeredAt: record.endedAt - record.talkedMs } : {}),
  };
}

function outcomeOf(record: FallbackRecord): Outcome {
  switch (record.outcome) {
    case 'answered':
      return { kind: 'answered', by: record.answeredBy ?? 'unknown' };
    case 'voicemail':
      return { kind: 'voicemail', recording: record.recording ?? '' };
    case 'abandoned':
      return { kind: 'abandoned', during: 'lastResort' };
  }
}
