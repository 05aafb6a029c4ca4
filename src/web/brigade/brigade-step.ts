import type { BrigadeBody, BrigadeSays, IncidentBody } from '../../contract/incidents.ts';

/*
 * The one thing a brigade can do now.
 *
 *   rest → waiting → offer ──accept──→ leave ──→ arrive ──→ finish → clearing → waiting
 *                      └──decline, time out──→ waiting
 */
export type BrigadeStep =
  | { readonly shows: 'unknown' | 'rest' | 'waiting' | 'clearing' }
  | { readonly shows: 'offer'; readonly incident: IncidentBody; readonly says: 'accept' }
  | {
      readonly shows: 'work';
      readonly incident: IncidentBody;
      readonly says: Exclude<BrigadeSays, 'accept' | 'decline'>;
    };

export function brigadeStep(
  brigade: BrigadeBody | undefined,
  incident: IncidentBody | undefined,
): BrigadeStep {
  // An incident counts only while it is ours: the row may outlive an offer that went on.
  if (incident && brigade && incident.brigadeId === brigade.id) {
    switch (incident.phase) {
      case 'offered':
        return { shows: 'offer', incident, says: 'accept' };
      case 'accepted':
        return { shows: 'work', incident, says: 'leave' };
      case 'enRoute':
        return { shows: 'work', incident, says: 'arrive' };
      case 'onScene':
        return { shows: 'work', incident, says: 'finish' };
      case 'queued':
      case 'finished':
      case 'cancelled':
        break;
    }
  }
  if (!brigade) return { shows: 'unknown' };
  switch (brigade.state) {
    case 'outOfService':
      return { shows: 'rest' };
    case 'clearing':
      return { shows: 'clearing' };
    case 'available':
    case 'assigned':
    case 'enRoute':
    case 'onScene':
      return { shows: 'waiting' };
  }
}
