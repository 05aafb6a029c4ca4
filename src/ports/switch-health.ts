import type { FallbackRecord } from '../domain/calls/fallback-record.ts';

/**
 * The switch's management side (AMI in Asterisk): who can be reached, who the fallback rings, and
 * what the switch did while we were away.
 */
export interface SwitchHealth {
  /** Connects and stays connected, for ever, with backoff. */
  start(listener: SwitchHealthListener): Promise<void>;
  stop(): Promise<void>;
  /** Writes the agents' phone accounts and makes the switch read them. */
  publishPhones(phones: readonly PhoneAccount[]): Promise<void>;
  /** Makes the native fallback queue ring exactly these endpoints. */
  setFallbackMembers(endpoints: readonly string[]): Promise<void>;
  /** Records of calls that the dialplan handled without us, oldest first. */
  fallbackRecords(): Promise<readonly FallbackRecord[]>;
  /** Forgets a record once its signal is safely ours. */
  forgetFallbackRecord(id: string): Promise<void>;
}

export interface SwitchHealthListener {
  /** The set of endpoints that are registered, after every change and after each connect. */
  reachable(endpoints: ReadonlySet<string>): void;
  /** A call handled without us has ended: its record can be read. */
  fallbackEnded(): void;
  connected(): void;
  disconnected(reason: string): void;
}

/** Two endpoints come of one account: `sipUser` for a SIP phone, `sipUser-web` for the browser. */
export interface PhoneAccount {
  readonly id: string;
  readonly sipUser: string;
  readonly sipPassword: string;
}
