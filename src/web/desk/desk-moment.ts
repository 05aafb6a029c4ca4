import type { AgentBody } from '../../contract/agents.ts';
import type { PhoneState } from '../phone/phone-state.ts';

/*
 * What the desk shows of the call. The phone in the page knows first what rings and talks; the
 * feed knows the rest, and speaks for a handset that the page cannot see.
 */
export type DeskMoment =
  | { readonly shows: 'idle'; readonly availability: 'offDuty' | 'away' | 'available' }
  /** `here`: this page's phone rings and can answer. */
  | { readonly shows: 'ring'; readonly here: boolean }
  | { readonly shows: 'answering' }
  | { readonly shows: 'talk'; readonly here: boolean; readonly muted: boolean }
  | { readonly shows: 'wrapUp'; readonly until: string | undefined };

export function deskMoment(agent: AgentBody | undefined, phone: PhoneState): DeskMoment {
  switch (phone.call.phase) {
    case 'ringing':
      return { shows: 'ring', here: true };
    case 'answering':
      return { shows: 'answering' };
    case 'talking':
      return { shows: 'talk', here: true, muted: phone.call.muted };
    case 'none':
    case 'dialing':
    case 'early':
      return byFeed(agent);
  }
}

function byFeed(agent: AgentBody | undefined): DeskMoment {
  switch (agent?.availability) {
    case 'ringing':
      return { shows: 'ring', here: false };
    case 'talking':
      return { shows: 'talk', here: false, muted: false };
    case 'wrapUp':
      return { shows: 'wrapUp', until: agent.until };
    case 'available':
    case 'away':
    case 'offDuty':
      return { shows: 'idle', availability: agent.availability };
    case undefined:
      return { shows: 'idle', availability: 'offDuty' };
  }
}
