import { assertNever } from '../../domain/shared/assert-never.ts';
import { MINUTE, SECOND } from '../../domain/shared/time.ts';
import type { CallEvent } from '../../domain/calls/call-event.ts';
import type { Line } from '../../domain/lines/line.ts';
import type { Clock, Log } from '../../ports/system.ts';
import type { Telephony } from '../../ports/telephony.ts';
import type { SwitchCommand } from './desk-state.ts';

/** Where callers wait; opened at every connect. */
export const HOLD_BRIDGE = 'opora-hold';
/** The dialplan's last resort: duty mobile, then voicemail. */
const LAST_RESORT_CONTEXT = 'opora-last-resort';
/** A waiting caller whose controller is silent for so long is taken back by the switch. */
export const LEASE_MS = MINUTE;
/** The switch gives up a ring a little after we do: our own deadline is the rule. */
const RING_GRACE_MS = 3 * SECOND;

export interface PerformDeps {
  readonly telephony: Telephony;
  readonly clock: Clock;
  readonly log: Log;
  readonly language: string;
  /** What a ringing phone shows: the line that was dialled. */
  readonly lineOf: (callId: string) => Line | undefined;
  /** How a command ended, as an event of its call. */
  readonly report: (callId: string, event: CallEvent) => void;
}

/** The only place where what was decided about a call becomes requests to the switch. */
export async function performCallCommand(
  deps: PerformDeps,
  callId: string,
  command: SwitchCommand,
): Promise<void> {
  const { telephony, report } = deps;
  switch (command.type) {
    case 'welcome':
      await settleAll(deps, callId, command.type, [
        telephony.lease(command.channel, LEASE_MS),
        telephony.answer(command.channel),
        telephony.join(HOLD_BRIDGE, [command.channel]),
        telephony.play(command.channel, 'greeting', deps.language, greetingOf(callId)),
      ]);
      return;
    case 'hold':
      await settleAll(deps, callId, command.type, [
        telephony.lease(command.channel, LEASE_MS),
        telephony.join(HOLD_BRIDGE, [command.channel]),
      ]);
      return;
    case 'ringAgent':
      await ringAgent(deps, callId, command);
      return;
    case 'join': {
      const legs = [command.callerChannel, command.agentChannel];
      try {
        // Sent at once, in this order. A channel moves only when its prompt has ended.
        await Promise.all([
          telephony.stopPlay(greetingOf(callId)),
          telephony.openBridge(command.bridge, 'talk'),
          telephony.join(command.bridge, legs),
        ]);
      } catch (error) {
        logFailure(deps, callId, command.type, error);
        report(callId, { type: 'joinFailed', attemptId: command.attemptId });
        return;
      }
      report(callId, { type: 'joined', attemptId: command.attemptId });
      await settleAll(deps, callId, command.type, [telephony.lease(command.callerChannel, 0)]);
      return;
    }
    case 'closeBridge':
      await settleAll(deps, callId, command.type, [telephony.closeBridge(command.bridge)]);
      return;
    case 'hangUp':
      await settleAll(deps, callId, command.type, [telephony.hangUp(command.channel, 'normal')]);
      return;
    case 'handToLastResort':
      await settleAll(deps, callId, command.type, [
        telephony.stopPlay(greetingOf(callId)),
        telephony.lease(command.channel, 0),
        telephony.handBack(command.channel, LAST_RESORT_CONTEXT),
      ]);
      return;
    case 'refuse':
      await settleAll(deps, callId, command.type, [
        telephony.lease(command.channel, LEASE_MS),
        telephony.answer(command.channel),
        telephony.play(command.channel, 'unknown-number', deps.language, `refusal-${callId}`),
      ]);
      return;
    default:
      assertNever(command);
  }
}

function greetingOf(callId: string): string {
  return `greeting-${callId}`;
}

async function ringAgent(
  deps: PerformDeps,
  callId: string,
  command: Extract<SwitchCommand, { type: 'ringAgent' }>,
): Promise<void> {
  const line = deps.lineOf(callId);
  try {
    await deps.telephony.ring({
      channel: command.channel,
      endpoint: command.endpoint,
      ringTimeoutMs: Math.max(SECOND, command.ringUntil - deps.clock.now()) + RING_GRACE_MS,
      callerName: line?.name ?? '',
      callerNumber: line?.number ?? '',
      variables: {
        OPORA_CALL: callId,
        OPORA_ATTEMPT: command.attemptId,
        OPORA_AGENT: command.agentId,
      },
    });
  } catch (error) {
    logFailure(deps, callId, command.type, error);
    deps.report(callId, {
      type: 'offerFailed',
      attemptId: command.attemptId,
      reason: 'unreachable',
    });
  }
}

/** A leg that has just gone refuses everything; its end is told by an event of its own. */
async function settleAll(
  deps: PerformDeps,
  callId: string,
  command: string,
  requests: readonly Promise<void>[],
): Promise<void> {
  for (const result of await Promise.allSettled(requests)) {
    if (result.status === 'rejected') logFailure(deps, callId, command, result.reason);
  }
}

function logFailure(deps: PerformDeps, callId: string, command: string, error: unknown): void {
  deps.log.warn('A command to the switch failed', { callId, command, error });
}
