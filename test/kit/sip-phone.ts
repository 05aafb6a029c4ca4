/**
 * SIP phones with real audio for tests and benchmarks: alice rings, bob answers.
 *
 * ```ts
 * const bob = await SipPhone.open({ user: 'bob', password, server });
 * await bob.register();
 * const call = await alice.call('88002007201');
 * const ring = await bob.nextRing(2000);
 * const talk = await ring.answer();
 * talk.talk({ toneHz: 1004 });
 * await call.hears(1004, 2000);
 * ```
 */
export { SipPhone } from './sip/phone.ts';
export type { AutoAnswer, SipPhoneEvents, SipPhoneOptions } from './sip/phone.ts';
export { SipHost } from './sip/host.ts';
export type { CallEnd, CallState, SipCall } from './sip/call.ts';
export type { RingCancelled, RingState, SipRing } from './sip/ring.ts';
export type { Heard } from './sip/ear.ts';
export type { Speech } from './sip/rtp-stream.ts';
export type { SipAddress } from './sip/address.ts';
export type { SipHeaders } from './sip/message.ts';
export { SipFailure } from './sip/failure.ts';
export type { SipFailureCode } from './sip/failure.ts';
