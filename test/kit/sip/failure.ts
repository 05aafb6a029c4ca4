/** Why the test phone gave up. `sip-timeout`: what was awaited did not come; `sip-refused`: a final answer ≥ 300. */
export type SipFailureCode =
  | 'sip-timeout'
  | 'sip-refused'
  | 'sip-call-over'
  | 'sip-closed'
  | 'sip-bad-message'
  | 'sip-no-media'
  | 'sip-bad-wav';

/** Every error of the test phone; recognise it by `code`, never by its text. */
export class SipFailure extends Error {
  readonly code: SipFailureCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: SipFailureCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'SipFailure';
    this.code = code;
    this.details = details;
  }
}
