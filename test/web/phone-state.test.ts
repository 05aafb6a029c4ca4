import { describe, expect, it } from 'vitest';
import {
  endCauseOf,
  phoneAtRest,
  stepPhone,
  type PhoneEvent,
  type PhoneState,
} from '../../src/web/phone/phone-state.ts';

const play = (events: readonly PhoneEvent[], from: PhoneState = phoneAtRest): PhoneState =>
  events.reduce(stepPhone, from);
const incoming: PhoneEvent = { type: 'incoming', id: 'a', at: 1 };
const talking: readonly PhoneEvent[] = [
  { type: 'connecting' },
  { type: 'ready' },
  incoming,
  { type: 'answering', id: 'a', at: 2 },
  { type: 'established', id: 'a', at: 3 },
];

describe('the phone in the page', () => {
  it('rings, is answered and talks', () => {
    expect(play(talking)).toEqual({
      link: 'ready',
      call: { phase: 'talking', id: 'a', since: 3, muted: false },
    });
  });

  it('goes on talking when the way to the switch breaks', () => {
    const phone = play([...talking, { type: 'lost' }]);
    expect(phone.link).toBe('lost');
    expect(phone.call.phase).toBe('talking');
  });

  it('shows a loss, not hope, until it is back', () => {
    const lost = play([{ type: 'connecting' }, { type: 'ready' }, { type: 'lost' }]);
    expect(stepPhone(lost, { type: 'connecting' }).link).toBe('lost');
    expect(stepPhone(lost, { type: 'ready' }).link).toBe('ready');
  });

  it('stops ringing when the caller leaves', () => {
    const phone = play([incoming, { type: 'ended', id: 'a', cause: 'canceled' }]);
    expect(phone.call).toEqual({ phase: 'none', lastEnd: 'canceled' });
  });

  it('is not disturbed by the end of an earlier call', () => {
    const phone = play(talking);
    expect(stepPhone(phone, { type: 'ended', id: 'old', cause: 'over' })).toBe(phone);
    expect(stepPhone(phone, { type: 'incoming', id: 'b', at: 9 })).toBe(phone);
    expect(stepPhone(phone, { type: 'muted', id: 'old', muted: true })).toBe(phone);
  });

  it('mutes only a talk', () => {
    const ringing = play([incoming]);
    expect(stepPhone(ringing, { type: 'muted', id: 'a', muted: true })).toBe(ringing);
    expect(play([...talking, { type: 'muted', id: 'a', muted: true }]).call).toMatchObject({
      muted: true,
    });
  });

  it('dials, hears the line and is connected', () => {
    const dialing = play([{ type: 'dialed', id: 'c', at: 1 }]);
    const early = stepPhone(dialing, { type: 'progress', id: 'c', at: 2 });
    expect(early.call.phase).toBe('early');
    expect(stepPhone(early, { type: 'established', id: 'c', at: 3 }).call.phase).toBe('talking');
    // The switch may answer at once.
    expect(stepPhone(dialing, { type: 'established', id: 'c', at: 3 }).call.phase).toBe('talking');
  });

  it('does not start a talk twice nor answer what does not ring', () => {
    const phone = play(talking);
    expect(stepPhone(phone, { type: 'established', id: 'a', at: 8 })).toBe(phone);
    expect(stepPhone(phone, { type: 'answering', id: 'a', at: 8 })).toBe(phone);
    expect(play([...talking, { type: 'stopped' }])).toBe(phoneAtRest);
  });

  it.each([
    ['Terminated', 'over'],
    ['Busy', 'busy'],
    ['Rejected', 'rejected'],
    ['Not Found', 'notFound'],
    ['Unavailable', 'unavailable'],
    ['Canceled', 'canceled'],
    ['User Denied Media Access', 'microphone'],
    ['Connection Error', 'connection'],
    ['Something new', 'other'],
  ] as const)('names the cause %s as %s', (cause, name) => {
    expect(endCauseOf(cause)).toBe(name);
  });
});
