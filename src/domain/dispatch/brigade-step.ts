import { assertNever } from '../shared/assert-never.ts';
import type { Instant } from '../shared/time.ts';
import { isEngaged } from './brigade.ts';
import type { Brigade, BrigadeFacts } from './brigade.ts';
import type { RecordCommand } from './command.ts';
import type { DispatchRules } from './rules.ts';

/** Everything that can happen to a brigade. Events of an incident carry its id. */
export type BrigadeEvent =
  /** They are asked about an incident. */
  | { readonly type: 'offered'; readonly incidentId: string }
  /** They declined, did not answer, or were no longer needed before they left. */
  | { readonly type: 'offerLost'; readonly incidentId: string }
  | { readonly type: 'left'; readonly incidentId: string }
  | { readonly type: 'arrived'; readonly incidentId: string }
  /** Done, or called back on the road. */
  | { readonly type: 'released'; readonly incidentId: string }
  /** The moment of `clearBy` has come. */
  | { readonly type: 'clearDue' }
  /** They sign on, or have cleared early. */
  | { readonly type: 'putInService' }
  /** They sign off. An engaged brigade stays engaged: its incident decides. */
  | { readonly type: 'takenOutOfService' };

export interface BrigadeStep {
  readonly brigade: Brigade;
  readonly commands: readonly RecordCommand[];
}

/** Decides what a brigade becomes; what does not fit its state changes nothing. */
export function stepBrigade(
  brigade: Brigade,
  event: BrigadeEvent,
  now: Instant,
  rules: DispatchRules,
): BrigadeStep {
  switch (event.type) {
    case 'offered':
      return brigade.state === 'available'
        ? engaged(brigade, 'assigned', event.incidentId, now)
        : unchanged(brigade);
    case 'offerLost':
      return serves(brigade, event.incidentId) && brigade.state === 'assigned'
        ? idle(brigade, 'available', now)
        : unchanged(brigade);
    case 'left':
      return serves(brigade, event.incidentId) && brigade.state === 'assigned'
        ? engaged(brigade, 'enRoute', event.incidentId, now)
        : unchanged(brigade);
    case 'arrived':
      return serves(brigade, event.incidentId) && brigade.state === 'enRoute'
        ? engaged(brigade, 'onScene', event.incidentId, now)
        : unchanged(brigade);
    case 'released':
      return serves(brigade, event.incidentId) && brigade.state !== 'assigned'
        ? clearing(brigade, now, rules)
        : unchanged(brigade);
    case 'clearDue':
      return brigade.state === 'clearing' ? idle(brigade, 'available', now) : unchanged(brigade);
    case 'putInService':
      return brigade.state === 'clearing' || brigade.state === 'outOfService'
        ? idle(brigade, 'available', now)
        : unchanged(brigade);
    case 'takenOutOfService':
      return brigade.state === 'clearing' || brigade.state === 'available'
        ? idle(brigade, 'outOfService', now)
        : unchanged(brigade);
    default:
      return assertNever(event);
  }
}

function serves(brigade: Brigade, incidentId: string): boolean {
  return isEngaged(brigade) && brigade.incidentId === incidentId;
}

function unchanged(brigade: Brigade): BrigadeStep {
  return { brigade, commands: [] };
}

function factsOf({ id, name, municipality }: Brigade): BrigadeFacts {
  return { id, name, municipality };
}

function idle(brigade: Brigade, state: 'available' | 'outOfService', since: Instant): BrigadeStep {
  return {
    brigade: { ...factsOf(brigade), state, since },
    commands:
      brigade.state === 'clearing'
        ? [{ type: 'dropDeadline', kind: 'clearBy', subject: brigade.id }]
        : [],
  };
}

function engaged(
  brigade: Brigade,
  state: 'assigned' | 'enRoute' | 'onScene',
  incidentId: string,
  since: Instant,
): BrigadeStep {
  return { brigade: { ...factsOf(brigade), state, since, incidentId }, commands: [] };
}

function clearing(brigade: Brigade, since: Instant, rules: DispatchRules): BrigadeStep {
  const clearBy = since + rules.clearMs;
  return {
    brigade: { ...factsOf(brigade), state: 'clearing', since, clearBy },
    commands: [
      { type: 'setDeadline', deadline: { kind: 'clearBy', subject: brigade.id, dueAt: clearBy } },
    ],
  };
}
