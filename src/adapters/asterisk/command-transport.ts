import type { AriAnswer, AriRequest } from './ari-request.ts';

/** A way of carrying requests to ARI, made anew for each connection. */
export interface CommandTransport {
  /**
   * Sends a request after those about the same channels and bridges. Any answer resolves, a refusal
   * too; rejects with `TelephonyTimeout` when none came in time, `TelephonyDown` when not sent.
   */
  send(request: AriRequest, deadlineMs: number): Promise<AriAnswer>;
  /** Asks for something cheap on every way that commands take; resolves with the switch's clock. */
  probe(deadlineMs: number): Promise<number>;
  /** Ends what is open; requests under way reject. Idempotent. */
  close(): void;
}
