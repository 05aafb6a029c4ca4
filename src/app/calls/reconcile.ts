import type { Attempt, LiveCall } from '../../domain/calls/call.ts';
import { differences } from '../../domain/calls/differences.ts';
import type { Found } from '../../domain/calls/differences.ts';
import type { Clock, Log } from '../../ports/system.ts';
import type { SwitchSnapshot, Telephony } from '../../ports/telephony.ts';
import type { Desk } from './desk.ts';
import { HOLD_BRIDGE } from './perform-call-command.ts';

export interface ReconcileDeps {
  readonly telephony: Telephony;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly log: Log;
  /** Reads what the switch wrote down about calls that it handled alone; true when it could. */
  readonly takeFallbackRecords: () => Promise<boolean>;
}

/** Ids of agents' legs begin so; everything else that is ours is a citizen. */
const LEG_PREFIX = 'agent-';
const TALK_PREFIX = 'talk-';

/**
 * Asks the switch what lives and makes the desk agree: lost events are fed, strangers adopted in
 * the order in which they rang, orphans ended. A call that changed within `graceMs` before the
 * question is left alone: its commands are still on their way.
 */
export async function reconcile(deps: ReconcileDeps, graceMs: number): Promise<void> {
  const { telephony, desk, clock, log } = deps;
  const askedAt = clock.now();
  const snapshot = await telephony.snapshot();
  const settled = (call: LiveCall): boolean => desk.touchedAt(call.id) + graceMs <= askedAt;
  const recordsRead = await readRecordsOfGone(deps, snapshot);

  for (const call of desk.calls()) {
    if (!settled(call) || (call.phase === 'lastResort' && !recordsRead)) continue;
    for (const event of differences(call, find(call, snapshot))) {
      log.info('Reconciled a call', { callId: call.id, phase: call.phase, event: event.type });
      desk.callEvent(call.id, event);
    }
  }
  adopt(deps, snapshot, askedAt - graceMs);
  await endOrphans(deps, snapshot);
}

/**
 * A caller who was with the dialplan and is gone: the switch completes its record before the
 * channel goes, so what it wrote is there to be read. Until then nobody is called abandoned.
 */
async function readRecordsOfGone(deps: ReconcileDeps, snapshot: SwitchSnapshot): Promise<boolean> {
  const living = new Set(snapshot.channels.map(({ id }) => id));
  const gone = deps.desk.calls().some(({ id, phase }) => phase === 'lastResort' && !living.has(id));
  return gone ? await deps.takeFallbackRecords() : true;
}

function find(call: LiveCall, snapshot: SwitchSnapshot): Found {
  const caller = snapshot.channels.find((channel) => channel.id === call.id);
  const attempt = attemptOf(call);
  const leg = snapshot.channels.find((channel) => channel.id === attempt?.channel);
  const isIn = (bridge: string, channel: string): boolean =>
    snapshot.bridges.some((one) => one.id === bridge && one.channels.includes(channel));
  const together =
    (call.phase === 'joining' || call.phase === 'talking') &&
    isIn(call.bridge, call.id) &&
    isIn(call.bridge, call.attempt.channel);
  return {
    caller: caller === undefined ? 'gone' : caller.ours ? 'ours' : 'elsewhere',
    agent: leg === undefined ? 'gone' : leg.state === 'up' ? 'up' : 'ringing',
    held: isIn(HOLD_BRIDGE, call.id),
    together,
  };
}

/** Citizens whom we do not know: their arrival was lost, or the journal is. */
function adopt(deps: ReconcileDeps, snapshot: SwitchSnapshot, before: number): void {
  const { desk, log } = deps;
  const strangers = snapshot.channels
    .filter((channel) => channel.ours && !channel.id.startsWith(LEG_PREFIX))
    .filter((channel) => channel.createdAt <= before && !desk.hasCall(channel.id))
    .sort((a, b) => a.createdAt - b.createdAt);
  for (const { id, dialled, callerNumber, callerName, createdAt } of strangers) {
    log.warn('Adopted a caller whom nobody knew', { callId: id });
    desk.arrived({
      type: 'arrived',
      channel: id,
      dialled,
      callerNumber,
      callerName,
      at: createdAt,
    });
  }
}

/** Legs and bridges that belong to no call any more. */
async function endOrphans(deps: ReconcileDeps, snapshot: SwitchSnapshot): Promise<void> {
  const { telephony, desk, log } = deps;
  const attempts = desk.calls().flatMap((call) => attemptOf(call) ?? []);
  const legs = new Set(attempts.map((attempt) => attempt.channel));
  const bridges = new Set(attempts.map((attempt) => TALK_PREFIX + attempt.id));
  const ends: Promise<void>[] = [];
  for (const { id } of snapshot.channels) {
    if (id.startsWith(LEG_PREFIX) && !legs.has(id)) ends.push(telephony.hangUp(id, 'normal'));
  }
  for (const { id } of snapshot.bridges) {
    if (id.startsWith(TALK_PREFIX) && !bridges.has(id)) ends.push(telephony.closeBridge(id));
  }
  for (const result of await Promise.allSettled(ends)) {
    if (result.status === 'rejected') {
      log.warn('An orphan on the switch could not be ended', { error: result.reason as unknown });
    }
  }
}

function attemptOf(call: LiveCall): Attempt | undefined {
  return 'attempt' in call ? call.attempt : undefined;
}
